package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.TestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedSettingsTest {
  private static final ProviderId ACME = ProviderId.of("acme");

  @Test
  void aKeylessFeedIsReadUnlessItIsSwitchedOff() {
    assertThat(keyless(Map.of())).isPresent();
    assertThat(keyless(Map.of("enabled", "TRUE"))).isPresent();
    assertThat(keyless(Map.of("enabled", "false"))).isEmpty();
  }

  @Test
  void aFeedWithoutItsKeyIsNotRead() {
    assertThat(keyed(Map.of())).isEmpty();
    assertThat(keyed(Map.of("api-key", "k"))).isPresent();
  }

  @Test
  void aKeyDoesNotTravelInTheClear() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyed(Map.of("api-key", "k", "url", "http://api.example.org")))
        .withMessageContaining("tradewind.acme.url")
        .withMessageContaining("use https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:80", "http://localhost", "http://[::1]:90"})
  void onThisMachineItMay(String url) {
    assertThat(keyed(Map.of("api-key", "k", "url", url))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://example.org", "example.org", "https://", "https://a b", "https://a?b"})
  void whatIsNoAddressIsNamed(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyless(Map.of("url", url)))
        .withMessageContaining("tradewind.acme.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "PT0S", "-PT1S"})
  void whatIsNoTimeLimitIsNamed(String limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyless(Map.of("time-limit", limit)))
        .withMessageContaining("tradewind.acme.time-limit");
  }

  @Test
  void whatIsNeitherOnNorOffIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyless(Map.of("enabled", "yes")))
        .withMessageContaining("tradewind.acme.enabled is 'yes'");
  }

  private static Optional<RestClient> keyless(Map<String, String> settings) {
    TestContext context =
        TestContext.of(new Acme(FeedSettings.keyless("https://api.example.org")), settings);
    return new FeedSettings("acme", context).keylessClient(ACME);
  }

  private static Optional<RestClient> keyed(Map<String, String> settings) {
    TestContext context =
        TestContext.of(new Acme(FeedSettings.keyed("https://api.example.org")), settings);
    return new FeedSettings("acme", context).keyedClient(ACME, "Authorization", "Bearer ");
  }

  private record Acme(List<Setting> settings) implements ProviderFactory {
    @Override
    public String name() {
      return "acme";
    }

    @Override
    public List<Provider> create(ProviderContext context) {
      return List.of();
    }
  }
}
