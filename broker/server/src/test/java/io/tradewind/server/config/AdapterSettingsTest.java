package io.tradewind.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterSettingsTest {
  private static final ProviderFactory FEED = new FeedLike();

  @Test
  void aFeedWithoutAnAccountIsReadUnlessThereAreCatalogues() {
    assertThat(with(Map.of()).value(FEED, "enabled")).contains("true");
    assertThat(with(Map.of("tradewind.catalog.files", "a.csv")).value(FEED, "enabled"))
        .contains("false");
  }

  @Test
  void oneSwitchSettlesThemAll() {
    assertThat(with(Map.of("tradewind.feed.keyless", "off")).value(FEED, "enabled"))
        .contains("false");
    assertThat(
            with(Map.of("tradewind.feed.keyless", "on", "tradewind.catalog.files", "a.csv"))
                .value(FEED, "enabled"))
        .contains("true");
  }

  @Test
  void aFeedsOwnSwitchGoesBefore() {
    assertThat(
            with(Map.of("tradewind.feed.keyless", "off", "tradewind.acme.enabled", "true"))
                .value(FEED, "enabled"))
        .contains("true");
  }

  @Test
  void otherSettingsAreTakenAsTheyAre() {
    assertThat(with(Map.of()).value(FEED, "mode")).contains("auto");
    assertThat(with(Map.of("tradewind.acme.mode", "fast")).value(FEED, "mode")).contains("fast");
    assertThatIllegalArgumentException().isThrownBy(() -> with(Map.of()).value(FEED, "colour"));
  }

  private static AdapterSettings with(Map<String, String> values) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(values, "test", 500))
            .withDefaultValue("user.home", "/nowhere")
            .withMapping(TradewindConfig.class)
            .withValidateUnknown(false)
            .build();
    return new AdapterSettings(config, config.getConfigMapping(TradewindConfig.class));
  }

  private static final class FeedLike implements ProviderFactory {
    @Override
    public String name() {
      return "acme";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          new Setting("enabled", "Whether it is read.", "auto", false),
          new Setting("mode", "How.", "auto", false));
    }

    @Override
    public List<Provider> create(ProviderContext context) {
      return List.of();
    }
  }
}
