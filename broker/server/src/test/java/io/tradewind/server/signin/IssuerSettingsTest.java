package io.tradewind.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the framework is told. */
class IssuerSettingsTest {
  private static final String ISSUER = "tradewind.identity.issuer";
  private static final String AUDIENCE = "tradewind.identity.audience";

  @Test
  void withoutAnIssuerThereIsNone() {
    assertThat(told(Map.of())).isEmpty();
  }

  @Test
  void anIssuerWithoutAnAudienceSignsNobodyIn() {
    assertThat(told(Map.of(ISSUER, "https://id.example/realms/a"))).isEmpty();
  }

  @Test
  void bearersMustBeForTheAudience() {
    assertThat(told(Map.of(ISSUER, "https://id.example/realms/a", AUDIENCE, "tradewind")))
        .containsEntry("quarkus.oidc.tenant-enabled", "true")
        .containsEntry("quarkus.oidc.application-type", "service")
        .containsEntry("quarkus.oidc.token.audience", "tradewind")
        .doesNotContainKey("quarkus.oidc.portal.auth-server-url");
  }

  @Test
  void aBrowserIsSignedInWithPkce() {
    assertThat(
            told(
                Map.of(
                    ISSUER,
                    "https://id.example/realms/a",
                    AUDIENCE,
                    "tradewind",
                    "tradewind.identity.client-id",
                    "portal",
                    "tradewind.identity.scopes",
                    "organization:*")))
        .containsEntry("quarkus.oidc.portal.application-type", "web-app")
        .containsEntry("quarkus.oidc.portal.client-id", "portal")
        .containsEntry("quarkus.oidc.portal.authentication.scopes", "organization:*")
        .containsEntry("quarkus.oidc.portal.authentication.pkce-required", "true")
        .containsEntry("quarkus.oidc.portal.token.forced-jwk-refresh-interval", "10S");
  }

  @Test
  void onlyTheFirstIssuerIsAskedWhatWasRevoked() {
    assertThat(
            told(
                Map.of(
                    ISSUER,
                    "https://id.example/realms/a",
                    AUDIENCE,
                    "tradewind",
                    "tradewind.identity.further-issuers",
                    "https://b.example",
                    "tradewind.identity.introspection-secret",
                    "s3cret")))
        .containsEntry("quarkus.oidc.credentials.secret", "s3cret")
        .doesNotContainKey("quarkus.oidc.issuer-1.credentials.secret");
  }

  @Test
  void furtherIssuersSignProgramsIn() {
    assertThat(
            told(
                Map.of(
                    ISSUER,
                    "https://id.example/realms/a",
                    AUDIENCE,
                    "tradewind",
                    "tradewind.identity.further-issuers",
                    "https://b.example, https://c.example")))
        .containsEntry("quarkus.oidc.issuer-1.auth-server-url", "https://b.example")
        .containsEntry("quarkus.oidc.issuer-2.auth-server-url", "https://c.example")
        .containsEntry("quarkus.oidc.issuer-2.token.audience", "tradewind");
  }

  private static Map<String, String> told(Map<String, String> settings) {
    var config =
        new SmallRyeConfigBuilder()
            .withDefaultValues(settings)
            .withSources(new IssuerSettings())
            .build();
    Map<String, String> told = new TreeMap<>();
    config
        .getPropertyNames()
        .forEach(
            name -> {
              if (name.startsWith("quarkus.oidc.")) {
                told.put(name, config.getConfigValue(name).getValue());
              }
            });
    return told;
  }
}
