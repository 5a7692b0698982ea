package io.tradewind.server.signin;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What the framework is to be told for {@code tradewind.identity}: a tenant that takes bearer
 * tokens, one for each further issuer, and one that signs browsers in. Nothing where the settings
 * are half there.
 */
public class IssuerSettings implements ConfigSourceFactory {
  /** The tenant that signs browsers in. */
  static final String PORTAL = "portal";

  static final String SIGN_IN = "/signin/sso";
  static final String SIGN_OUT = "/signin/out";
  static final String TOLD_TO_SIGN_OUT = "/signin/backchannel-logout";

  private static final String IDENTITY = "tradewind.identity.";
  private static final String OIDC = "quarkus.oidc.";

  /** Above the defaults of the application, below what an operator writes. */
  private static final int ORDINAL = 255;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Optional<String> issuer = value(context, "issuer");
    Optional<String> audience = value(context, "audience");
    Map<String, String> settings = new TreeMap<>();
    if (issuer.isPresent() && audience.isPresent()) {
      settings.put(OIDC + "resolve-tenants-with-issuer", "true");
      bearers(settings, OIDC, issuer.get(), audience.get());
      value(context, "introspection-secret")
          .ifPresent(it -> settings.put(OIDC + "credentials.secret", it));
      List<String> further = further(context);
      for (int i = 0; i < further.size(); i++) {
        bearers(settings, OIDC + "issuer-" + (i + 1) + ".", further.get(i), audience.get());
      }
      value(context, "client-id").ifPresent(client -> portal(context, settings, issuer.get()));
    }
    return List.of(new PropertiesConfigSource(settings, "issuers", ORDINAL));
  }

  private static void bearers(
      Map<String, String> settings, String tenant, String issuer, String audience) {
    settings.put(tenant + "tenant-enabled", "true");
    settings.put(tenant + "application-type", "service");
    settings.put(tenant + "auth-server-url", issuer);
    settings.put(tenant + "client-id", audience);
    settings.put(tenant + "token.audience", audience);
    settings.put(tenant + "token.principal-claim", "sub");
    verified(settings, tenant);
  }

  /**
   * Whatever presents itself is judged by the issuer's keys first; whether it was revoked is the
   * question of {@code Revocations}, with the credentials of the tenant. Keys are fetched again
   * when one is missing, which may be at the next sign-in after they changed.
   */
  private static void verified(Map<String, String> settings, String tenant) {
    settings.put(tenant + "token.allow-jwt-introspection", "false");
    settings.put(tenant + "token.allow-opaque-token-introspection", "false");
    settings.put(tenant + "token.forced-jwk-refresh-interval", "10S");
  }

  private static void portal(
      ConfigSourceContext context, Map<String, String> settings, String issuer) {
    String tenant = OIDC + PORTAL + ".";
    settings.put(tenant + "tenant-enabled", "true");
    settings.put(tenant + "application-type", "web-app");
    settings.put(tenant + "auth-server-url", issuer);
    value(context, "client-id").ifPresent(it -> settings.put(tenant + "client-id", it));
    value(context, "client-secret")
        .ifPresent(it -> settings.put(tenant + "credentials.secret", it));
    value(context, "scopes").ifPresent(it -> settings.put(tenant + "authentication.scopes", it));
    settings.put(tenant + "authentication.pkce-required", "true");
    settings.put(tenant + "authentication.redirect-path", SIGN_IN);
    settings.put(tenant + "authentication.restore-path-after-redirect", "false");
    settings.put(tenant + "authentication.remove-redirect-parameters", "true");
    settings.put(tenant + "authentication.cookie-same-site", "lax");
    settings.put(tenant + "authentication.cookie-path", "/");
    settings.put(tenant + "authentication.session-age-extension", "30M");
    settings.put(tenant + "authentication.fail-on-missing-state-param", "false");
    verified(settings, tenant);
    settings.put(tenant + "token.refresh-expired", "true");
    settings.put(tenant + "token.principal-claim", "sub");
    settings.put(tenant + "token-state-manager.strategy", "id-refresh-tokens");
    settings.put(tenant + "logout.path", SIGN_OUT);
    settings.put(tenant + "logout.post-logout-path", "/");
    settings.put(tenant + "logout.backchannel.path", TOLD_TO_SIGN_OUT);
    value(context, "session-key")
        .ifPresent(
            key -> {
              settings.put(tenant + "token-state-manager.encryption-secret", key);
              settings.put(tenant + "authentication.state-secret", key);
            });
  }

  private static List<String> further(ConfigSourceContext context) {
    return value(context, "further-issuers").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .map(it -> URI.create(it).toString())
        .toList();
  }

  private static Optional<String> value(ConfigSourceContext context, String name) {
    return Optional.ofNullable(context.getValue(IDENTITY + name))
        .map(ConfigValue::getValue)
        .filter(it -> !it.isBlank());
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }
}
