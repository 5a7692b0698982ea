package io.tradewind.adapters.carbonlive.electricitymaps;

import io.tradewind.adapters.carbonlive.ZoneNames;
import io.tradewind.api.AdapterContext;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.rest.FeedSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the feed of the zones that a token of Electricity Maps may see. */
public final class ElectricityMapsFactory implements CarbonFeedFactory {
  private static final String ZONES = "zones";
  private static final String FACTORS = "emission-factors";
  private static final String FORECAST = "forecast";

  @Override
  public String name() {
    return ElectricityMapsFeed.ID.value();
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings =
        new ArrayList<>(FeedSettings.keyed("https://api.electricitymaps.com/v4"));
    settings.add(
        new Setting(
            ZONES,
            "Their zones that the token may see, each with our grid zone where that has another"
                + " name: DE,US-CAL-CISO=US-CISO.",
            "",
            false));
    settings.add(new Setting(FACTORS, "lifecycle or direct.", "lifecycle", false));
    settings.add(
        new Setting(
            FORECAST, "Whether the plan includes forecasts: true or false.", "false", false));
    return settings;
  }

  @Override
  public List<CarbonFeed> create(AdapterContext context) {
    Map<String, GridZone> zones = ZoneNames.of(context, name(), ZONES);
    return new FeedSettings(name(), context)
        .keyedClient(ElectricityMapsFeed.ID, "auth-token", "").stream()
            .filter(client -> !zones.isEmpty())
            .<CarbonFeed>map(
                client ->
                    new ElectricityMapsFeed(
                        client,
                        zones,
                        basis(context.setting(FACTORS).orElse("")),
                        context.setting(FORECAST).map(Boolean::parseBoolean).orElse(false),
                        context.clock()))
            .toList();
  }

  private CarbonBasis basis(String factors) {
    return switch (factors) {
      case "lifecycle" -> CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
      case "direct" -> CarbonBasis.AVERAGE_LOCATION_DIRECT;
      default ->
          throw new IllegalArgumentException(
              "The setting tradewind.%s.%s is '%s'. Write lifecycle or direct."
                  .formatted(name(), FACTORS, factors));
    };
  }
}
