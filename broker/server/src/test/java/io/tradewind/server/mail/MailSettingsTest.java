package io.tradewind.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MailSettingsTest {
  @Test
  void withoutAHostTheMailerIsToldNothing() {
    assertThat(told(Map.of("tradewind.mail.from", "t@example.org"))).isEmpty();
  }

  @Test
  void theWayIsClosedUnlessSomebodyOpensIt() {
    assertThat(told(Map.of("tradewind.mail.host", "mail.example.org")))
        .containsEntry("quarkus.mailer.host", "mail.example.org")
        .containsEntry("quarkus.mailer.port", "587")
        .containsEntry("quarkus.mailer.start-tls", "REQUIRED")
        .containsEntry("quarkus.mailer.login", "NONE")
        .containsEntry("quarkus.mailer.mock", "false");
    assertThat(told(Map.of("tradewind.mail.host", "m", "tradewind.mail.security", "tls")))
        .containsEntry("quarkus.mailer.port", "465")
        .containsEntry("quarkus.mailer.tls", "true");
  }

  @Test
  void whoeverHasAnAccountThereSignsIn() {
    assertThat(
            told(
                Map.of(
                    "tradewind.mail.host", "m",
                    "tradewind.mail.username", "broker",
                    "tradewind.mail.password", "s3cret")))
        .containsEntry("quarkus.mailer.login", "REQUIRED")
        .containsEntry("quarkus.mailer.password", "s3cret");
  }

  private static Map<String, String> told(Map<String, String> settings) {
    var config =
        new SmallRyeConfigBuilder()
            .withDefaultValues(settings)
            .withSources(new MailSettings())
            .build();
    Map<String, String> told = new TreeMap<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith("quarkus.mailer.")) {
        told.put(name, config.getConfigValue(name).getValue());
      }
    }
    return told;
  }
}
