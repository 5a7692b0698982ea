package io.tradewind.server.signin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.problem.Problems;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Standalone mode: the owner's bearer token, or the cookie of a browser that opened a sign-in link.
 * A wrong token is refused even with a good cookie.
 */
@Singleton
class OwnerAuthentication implements HttpAuthenticationMechanism {
  static final String SUBJECT = "owner";

  private static final String BEARER = "Bearer ";

  private final OwnerToken token;
  private final Sessions sessions;

  OwnerAuthentication(OwnerToken token, Sessions sessions) {
    this.token = token;
    this.sessions = sessions;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    if (hasOwnAuthentication(context)) {
      return Uni.createFrom().nullItem();
    }
    var authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      return isOwner(authorization)
          ? Uni.createFrom().item(owner())
          : Uni.createFrom().failure(new AuthenticationFailedException());
    }
    boolean signedIn =
        Optional.ofNullable(context.request().getCookie(Sessions.COOKIE))
            .map(Cookie::getValue)
            .filter(sessions::isOpen)
            .isPresent();
    return signedIn ? Uni.createFrom().item(owner()) : Uni.createFrom().nullItem();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(
            new ChallengeData(
                HttpResponseStatus.UNAUTHORIZED.code(),
                HttpHeaderNames.WWW_AUTHENTICATE,
                "Bearer"));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    Problems.send(context, Problems.unauthorized());
    return Uni.createFrom().item(true);
  }

  /** Agents present their own credential, which is checked where they are served. */
  private static boolean hasOwnAuthentication(RoutingContext context) {
    return context.normalizedPath().startsWith("/agent/");
  }

  private boolean isOwner(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && token.matches(authorization.substring(BEARER.length()).strip());
  }

  private static SecurityIdentity owner() {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(SUBJECT))
        .addRole(SUBJECT)
        .addAttribute(Caller.ORGANIZATION, Tenants.DEFAULT_ORGANIZATION)
        .addAttribute(Caller.PROJECT, Tenants.DEFAULT_PROJECT)
        .build();
  }
}
