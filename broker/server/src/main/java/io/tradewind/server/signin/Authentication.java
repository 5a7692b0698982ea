package io.tradewind.server.signin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.problem.Problems;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Finds out who is calling: by an API token, by the owner's token, or by the cookie of a browser
 * that is signed in. A wrong token is refused even with a good cookie.
 */
@Singleton
class Authentication implements HttpAuthenticationMechanism {
  /** Which of the caller's organizations a request is for, by id or alias. */
  static final String ORGANIZATION_HEADER = "Tradewind-Organization";

  /** Which project what the request makes is for, by id. */
  static final String PROJECT_HEADER = "Tradewind-Project";

  private static final String BEARER = "Bearer ";

  private final OwnerToken token;
  private final Sessions sessions;
  private final ApiTokens apiTokens;
  private final People people;

  Authentication(OwnerToken token, Sessions sessions, ApiTokens apiTokens, People people) {
    this.token = token;
    this.sessions = sessions;
    this.apiTokens = apiTokens;
    this.people = people;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    if (hasOwnAuthentication(context)) {
      return Uni.createFrom().nullItem();
    }
    HttpServerRequest request = context.request();
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      return bearer(authorization).map(it -> byBearer(it, wish(request))).orElseGet(this::refused);
    }
    boolean signedIn =
        Optional.ofNullable(request.getCookie(Sessions.COOKIE))
            .map(Cookie::getValue)
            .filter(sessions::isOpen)
            .isPresent();
    return signedIn ? owner(wish(request)) : Uni.createFrom().nullItem();
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

  private Uni<SecurityIdentity> byBearer(String presented, People.Wish wish) {
    if (presented.startsWith(ApiToken.PREFIX)) {
      return apiTokens.identify(presented).chain(it -> it.map(this::item).orElseGet(this::refused));
    }
    return token.matches(presented) ? owner(wish) : refused();
  }

  /** Asks the database only where another organization than the first is wanted. */
  private Uni<SecurityIdentity> owner(People.Wish wish) {
    return wish.isNone()
        ? item(Identities.owner())
        : people
            .standing(Tenants.OWNER, wish)
            .chain(found -> found.map(it -> item(Identities.of(it))).orElseGet(this::refused));
  }

  private Uni<SecurityIdentity> item(SecurityIdentity identity) {
    return Uni.createFrom().item(identity);
  }

  private Uni<SecurityIdentity> refused() {
    return Uni.createFrom().failure(new AuthenticationFailedException());
  }

  private static Optional<String> bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private static People.Wish wish(HttpServerRequest request) {
    return new People.Wish(
        Optional.ofNullable(request.getHeader(ORGANIZATION_HEADER)).orElse("").strip(),
        Optional.ofNullable(request.getHeader(PROJECT_HEADER)).orElse("").strip());
  }
}
