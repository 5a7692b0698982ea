package io.tradewind.server.signin;

import io.quarkus.oidc.TenantResolver;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Bearer tokens go to the issuer that they name; all else is a browser's session. */
@Singleton
class TenantChoice implements TenantResolver {
  private final Issuers issuers;

  TenantChoice(Issuers issuers) {
    this.issuers = issuers;
  }

  /** Null leaves the choice to the issuer that the token names. */
  @Override
  @SuppressWarnings("NullAway")
  public @Nullable String resolve(RoutingContext context) {
    boolean browser = context.request().getHeader(HttpHeaders.AUTHORIZATION) == null;
    return browser && issuers.signsBrowsersIn() ? IssuerSettings.PORTAL : null;
  }
}
