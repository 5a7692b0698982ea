package io.tradewind.adapters.carbonlive.watttime;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import io.tradewind.rest.Call;
import io.tradewind.rest.Credential;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Trades name and password for a token that holds half an hour. A token that is refused earlier is
 * traded anew, once. Safe for several threads.
 */
final class Login {
  /** Given out for thirty minutes; a call must not begin with one that ends on the way. */
  private static final Duration HOLDS = Duration.ofMinutes(28);

  private final RestClient basic;
  private final Clock clock;
  private Optional<Token> token = Optional.empty();

  /**
   * @param basic sends name and password
   */
  Login(RestClient basic, Clock clock) {
    this.basic = basic;
    this.clock = clock;
  }

  synchronized <T> T read(Call call, RestClient.ReplyReader<T> reader) throws ProviderException {
    boolean isReused = token.filter(known -> clock.instant().isBefore(known.until())).isPresent();
    try {
      return token().client().read(call, reader);
    } catch (ProviderException e) {
      if (!isReused || e.fault() != Fault.CREDENTIALS_REFUSED) {
        throw e;
      }
      token = Optional.empty();
      return token().client().read(call, reader);
    }
  }

  private Token token() throws ProviderException {
    Token known = token.filter(it -> clock.instant().isBefore(it.until())).orElse(null);
    if (known == null) {
      String key = basic.read(Call.get("/login"), reply -> reply.whole().text("token"));
      known =
          new Token(basic.with(Credential.bearer(new Secret(key))), clock.instant().plus(HOLDS));
      token = Optional.of(known);
    }
    return known;
  }

  private record Token(RestClient client, Instant until) {}
}
