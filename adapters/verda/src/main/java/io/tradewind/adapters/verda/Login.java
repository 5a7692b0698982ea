package io.tradewind.adapters.verda;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import io.tradewind.rest.Call;
import io.tradewind.rest.Credential;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.RefusalWords;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Trades client credentials for a token that holds about an hour. A token that is refused earlier
 * is traded anew, once. Safe for several threads.
 */
final class Login {
  private static final String TOKEN = "/v1/oauth2/token";

  /** A call must not begin with a token that ends on the way. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  /** Verda's codes are few; its words tell what is missing. */
  private static final RefusalWords WORDS =
      RefusalWords.of(
          "insufficient_funds|quota|limit",
          "not available|no capacity|not enough|out of stock|no longer available"
              + "|operating system is not valid");

  private final RestClient client;
  private final String id;
  private final Secret secret;
  private final Clock clock;
  private Optional<Token> token = Optional.empty();

  /**
   * @param client knows the secret only to hide it
   */
  Login(RestClient client, String id, Secret secret, Clock clock) {
    this.client = client;
    this.id = id;
    this.secret = secret;
    this.clock = clock;
  }

  <T> T read(Call call, RestClient.ReplyReader<T> reader) throws ProviderException {
    return call(signedIn -> signedIn.client().read(call, reader));
  }

  /** What makes or ends something: asked once, and refused in words. */
  <T> T make(Call call, RestClient.ReplyReader<T> reader) throws ProviderException {
    return call(signedIn -> signedIn.maker().read(call, reader));
  }

  /** Empty when the API says that it has nothing, by one of {@link Call#nothing()}. */
  <T> Optional<T> makeIfAny(Call call, RestClient.ReplyReader<T> reader) throws ProviderException {
    return call(signedIn -> signedIn.maker().readIfAny(call, reader));
  }

  /** How machines are asked for, but for the token. */
  RestClient maker() {
    return client.making();
  }

  private synchronized <T> T call(Use<T> use) throws ProviderException {
    boolean isReused = valid().isPresent();
    try {
      return use.of(token());
    } catch (ProviderException e) {
      if (!isReused || e.fault() != Fault.CREDENTIALS_REFUSED) {
        throw e;
      }
      token = Optional.empty();
      return use.of(token());
    }
  }

  @Override
  public String toString() {
    return client.toString();
  }

  private Optional<Token> valid() {
    return token.filter(known -> clock.instant().isBefore(known.until()));
  }

  private Token token() throws ProviderException {
    Token known = valid().orElse(null);
    if (known == null) {
      known = client.read(request(), this::granted);
      token = Optional.of(known);
    }
    return known;
  }

  private Call request() {
    return Call.post(
        TOKEN,
        """
        {"grant_type": "client_credentials", "client_id": "%s", "client_secret": "%s"}\
        """
            .formatted(escaped(id), escaped(secret.reveal())));
  }

  private Token granted(JsonReply reply) throws IOException, RefusedRow {
    Json grant = reply.whole();
    Secret key = new Secret(grant.text("access_token"));
    Duration life = Duration.ofSeconds((long) grant.quantity("expires_in"));
    RestClient signedIn = client.with(Credential.bearer(key));
    return new Token(
        signedIn, signedIn.making().with(WORDS), clock.instant().plus(life).minus(MARGIN));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private record Token(RestClient client, RestClient maker, Instant until) {}

  @FunctionalInterface
  private interface Use<T> {
    T of(Token token) throws ProviderException;
  }
}
