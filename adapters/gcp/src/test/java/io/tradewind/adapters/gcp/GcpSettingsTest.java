package io.tradewind.adapters.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tradewind.testkit.TestContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GcpSettingsTest {
  private final GcpFactory factory = new GcpFactory();

  @Test
  void withNothingConnectedThereIsNoProvider() {
    assertThat(factory.create(TestContext.of(factory))).isEmpty();
  }

  @Test
  void aKeyMayBeSwitchedOff() {
    assertThat(factory.create(with(Map.of("api-key", "k", "enabled", "false")))).isEmpty();
  }

  @Test
  void beingSwitchedOnWithNothingConnectedIsAComplaint() {
    complains(Map.of("enabled", "true"), "tradewind.gcp.enabled");
  }

  @Test
  void anAccountNeedsAProject() {
    complains(Map.of("credentials-file", "/nowhere.json"), "tradewind.gcp.project");
  }

  @Test
  void aCredentialsFileThatIsNotThereIsNamed() {
    complains(
        Map.of("credentials-file", "/nowhere.json", "project", "p"),
        "tradewind.gcp.credentials-file");
  }

  @Test
  void aTimeLimitIsADuration() {
    complains(Map.of("api-key", "k", "time-limit", "soon"), "tradewind.gcp.time-limit");
    complains(Map.of("api-key", "k", "time-limit", "PT0S"), "tradewind.gcp.time-limit");
  }

  private void complains(Map<String, String> settings, String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> factory.create(with(settings)))
        .withMessageContaining(key);
  }

  private TestContext with(Map<String, String> settings) {
    return TestContext.of(factory, settings);
  }
}
