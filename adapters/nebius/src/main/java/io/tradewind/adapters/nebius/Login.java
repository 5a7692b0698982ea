package io.tradewind.adapters.nebius;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Trades a token that the service account has signed for one that holds some hours. A token that is
 * refused earlier is traded anew, once. Safe for several threads.
 */
final class Login {
  /** A call must not begin with a token that ends on the way. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final Calls calls;
  private final ServiceAccount account;
  private final Clock clock;
  private Optional<Token> token = Optional.empty();

  Login(Calls calls, ServiceAccount account, Clock clock) {
    this.calls = calls;
    this.account = account;
    this.clock = clock;
  }

  synchronized Wire call(Method method, Wire request) throws ProviderException {
    boolean isReused = valid().isPresent();
    try {
      return calls.call(method, Optional.of(token().value()), request);
    } catch (ProviderException e) {
      if (!isReused || e.fault() != Fault.CREDENTIALS_REFUSED) {
        throw e;
      }
      token = Optional.empty();
      return calls.call(method, Optional.of(token().value()), request);
    }
  }

  private Optional<Token> valid() {
    return token.filter(known -> clock.instant().isBefore(known.until()));
  }

  private Token token() throws ProviderException {
    Token known = valid().orElse(null);
    if (known == null) {
      known = exchange();
      token = Optional.of(known);
    }
    return known;
  }

  /** ExchangeTokenRequest of RFC 8693. */
  private Token exchange() throws ProviderException {
    Instant now = clock.instant();
    Wire grant =
        calls.call(
            Method.EXCHANGE_TOKEN,
            Optional.empty(),
            Wire.message()
                .text(1, "urn:ietf:params:oauth:grant-type:token-exchange")
                .text(2, "urn:ietf:params:oauth:token-type:access_token")
                .text(3, account.signedToken(now))
                .text(4, "urn:ietf:params:oauth:token-type:jwt")
                .build());
    String value =
        grant
            .text(1)
            .orElseThrow(
                () ->
                    new ProviderException(
                        NebiusProvider.ID,
                        Fault.UNEXPECTED,
                        "The exchange of tokens answered without an access_token."));
    Duration life = Duration.ofSeconds(grant.number(4));
    return new Token(new Secret(value), now.plus(life).minus(MARGIN));
  }

  private record Token(Secret value, Instant until) {}
}
