package io.tradewind.server.signin;

import io.quarkus.oidc.OidcProviderClient;
import io.quarkus.oidc.TokenIntrospection;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.config.TradewindConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the first issuer whether a bearer token still holds, once its signature and claims are found
 * good: people are shut out, sessions ended and tokens revoked before tokens expire. An answer is
 * believed for {@code tradewind.identity.introspection-interval}; without one the token is refused.
 */
@Singleton
class Revocations {
  private static final Logger LOG = Logger.getLogger(Revocations.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_REMEMBERED = 10_000;

  private record Answer(boolean holds, Instant until) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Optional<String> issuer;
  private final Duration interval;
  private final Clock clock;

  Revocations(TradewindConfig config, Issuers issuers, Clock clock) {
    issuer = config.identity().introspectionSecret().flatMap(secret -> issuers.first());
    interval = config.identity().introspectionInterval();
    this.clock = clock;
  }

  /**
   * @param known null for nobody
   * @return the same; fails with {@link AuthenticationFailedException} when the token was revoked
   */
  Uni<SecurityIdentity> require(@Nullable SecurityIdentity known, Optional<String> bearer) {
    if (known == null || bearer.isEmpty() || !isAsked(known)) {
      return Uni.createFrom().item(known);
    }
    String token = bearer.get();
    String key = Digests.sha256(token);
    Instant now = clock.instant();
    Answer before = answers.get(key);
    Uni<Boolean> holds =
        before != null && now.isBefore(before.until())
            ? Uni.createFrom().item(before.holds())
            : ask(known, token).invoke(it -> remember(key, new Answer(it, now.plus(interval))));
    return holds.map(it -> passed(it, known));
  }

  private boolean isAsked(SecurityIdentity known) {
    return known.getPrincipal() instanceof JsonWebToken token
        && issuer.filter(it -> it.equals(token.getIssuer())).isPresent();
  }

  private static Uni<Boolean> ask(SecurityIdentity known, String token) {
    OidcProviderClient client = known.getAttribute(OidcProviderClient.class.getName());
    return client
        .introspectAccessToken(token)
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(TokenIntrospection::isActive)
        .onFailure()
        .transform(Revocations::unanswered);
  }

  private static AuthenticationFailedException unanswered(Throwable failure) {
    LOG.warnf(
        "A token is refused because the issuer does not say whether it holds: %s",
        failure.getClass().getSimpleName());
    return new AuthenticationFailedException(failure);
  }

  private void remember(String key, Answer fresh) {
    if (answers.size() >= MOST_REMEMBERED) {
      answers.clear();
    }
    answers.put(key, fresh);
  }

  private static SecurityIdentity passed(boolean holds, SecurityIdentity known) {
    if (!holds) {
      throw new AuthenticationFailedException();
    }
    return known;
  }
}
