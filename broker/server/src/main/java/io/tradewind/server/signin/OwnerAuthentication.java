package io.tradewind.server.signin;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Standalone mode: the owner's bearer token, or the cookie of a browser that opened a sign-in link.
 */
@Singleton
class OwnerAuthentication {
  private final OwnerToken token;
  private final Sessions sessions;
  private final People people;

  OwnerAuthentication(OwnerToken token, Sessions sessions, People people) {
    this.token = token;
    this.sessions = sessions;
    this.people = people;
  }

  Uni<SecurityIdentity> authenticate(
      HttpServerRequest request, Optional<String> bearer, People.Wish wish) {
    if (bearer.isPresent()) {
      return token.matches(bearer.get())
          ? owner(wish)
          : Uni.createFrom().failure(new AuthenticationFailedException());
    }
    boolean signedIn =
        Optional.ofNullable(request.getCookie(Sessions.COOKIE))
            .map(Cookie::getValue)
            .filter(sessions::isOpen)
            .isPresent();
    return signedIn ? owner(wish) : Uni.createFrom().nullItem();
  }

  /** Asks the database only where another organization than the first is wanted. */
  private Uni<SecurityIdentity> owner(People.Wish wish) {
    return wish.isNone()
        ? Uni.createFrom().item(Identities.owner())
        : people
            .standing(Tenants.OWNER, wish)
            .map(found -> Identities.of(found.orElseThrow(AuthenticationFailedException::new)));
  }
}
