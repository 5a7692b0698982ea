package io.tradewind.server.signin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.problem.Problems;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Finds out who is calling. API tokens are taken everywhere. Beside them an issuer's bearer tokens
 * and sessions are, where there is an issuer; and else the owner's. A wrong token is refused even
 * with a good cookie.
 */
@Alternative
@Priority(1)
@Singleton
class Authentication implements HttpAuthenticationMechanism {
  /** Which of the caller's organizations a request is for, by id or alias. */
  static final String ORGANIZATION_HEADER = "Tradewind-Organization";

  /** Which project what the request makes is for, by id. */
  static final String PROJECT_HEADER = "Tradewind-Project";

  private static final List<String> OF_SOMEBODY = List.of("/api", "/mcp", "/q", "/signin");

  private static final String BEARER = "Bearer ";

  private final Issuers issuers;
  private final OidcAuthenticationMechanism openId;
  private final Revocations revocations;
  private final Newcomers newcomers;
  private final OwnerAuthentication owner;
  private final ApiTokens apiTokens;

  Authentication(
      Issuers issuers,
      OidcAuthenticationMechanism openId,
      Revocations revocations,
      Newcomers newcomers,
      OwnerAuthentication owner,
      ApiTokens apiTokens) {
    this.issuers = issuers;
    this.openId = openId;
    this.revocations = revocations;
    this.newcomers = newcomers;
    this.owner = owner;
    this.apiTokens = apiTokens;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    if (hasOwnAuthentication(context) || isOfPortal(context)) {
      return Uni.createFrom().nullItem();
    }
    HttpServerRequest request = context.request();
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    Optional<String> bearer = Optional.ofNullable(authorization).flatMap(Authentication::bearer);
    if (authorization != null && bearer.isEmpty()) {
      return refused();
    }
    if (bearer.filter(it -> it.startsWith(ApiToken.PREFIX)).isPresent()) {
      return apiTokens
          .identify(bearer.orElseThrow())
          .chain(it -> it.map(known -> Uni.createFrom().item(known)).orElseGet(this::refused));
    }
    People.Wish wish = wish(request);
    return issuers.present()
        ? openId
            .authenticate(context, identityProviders)
            .chain(it -> revocations.require(it, bearer))
            .chain(it -> admitted(it, wish))
        : owner.authenticate(request, bearer, wish);
  }

  private Uni<SecurityIdentity> admitted(SecurityIdentity vouchedFor, People.Wish wish) {
    if (vouchedFor == null || !(vouchedFor.getPrincipal() instanceof JsonWebToken token)) {
      return Uni.createFrom().nullItem();
    }
    return newcomers
        .admit(token, wish)
        .chain(
            standing ->
                standing
                    .map(it -> Uni.createFrom().item(Identities.of(it)))
                    .orElseGet(this::refused));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return issuers.present() ? openId.getCredentialTypes() : Set.of();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return mayLeadToIssuer(context)
        ? openId.getChallenge(context)
        : Uni.createFrom()
            .item(
                new ChallengeData(
                    HttpResponseStatus.UNAUTHORIZED.code(),
                    HttpHeaderNames.WWW_AUTHENTICATE,
                    "Bearer"));
  }

  /** Only a browser that asks to sign in is sent to the issuer; programs get a problem. */
  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    if (mayLeadToIssuer(context)) {
      return HttpAuthenticationMechanism.super.sendChallenge(context);
    }
    context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    Problems.send(context, Problems.unauthorized());
    return Uni.createFrom().item(true);
  }

  private boolean mayLeadToIssuer(RoutingContext context) {
    return issuers.signsBrowsersIn()
        && context.normalizedPath().equals(IssuerSettings.SIGN_IN)
        && context.request().getHeader(HttpHeaders.AUTHORIZATION) == null;
  }

  /** Agents present their own credential, which is checked where they are served. */
  private static boolean hasOwnAuthentication(RoutingContext context) {
    return context.normalizedPath().startsWith("/agent/");
  }

  /**
   * Its pages and files are for everybody, so that whoever is not known any more can sign in: a
   * session that has ended must not close them.
   */
  private static boolean isOfPortal(RoutingContext context) {
    return OF_SOMEBODY.stream().noneMatch(context.normalizedPath()::startsWith);
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
