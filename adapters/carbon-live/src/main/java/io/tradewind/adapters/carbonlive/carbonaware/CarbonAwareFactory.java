package io.tradewind.adapters.carbonlive.carbonaware;

import io.tradewind.adapters.carbonlive.ZoneNames;
import io.tradewind.api.AdapterContext;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.rest.FeedSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the feed of an operator's own Carbon Aware SDK Web API. That passes on another source's
 * figures without saying what they count, so the operator says it.
 */
public final class CarbonAwareFactory implements CarbonFeedFactory {
  private static final String LOCATIONS = "locations";
  private static final String BASIS = "basis";

  @Override
  public String name() {
    return CarbonAwareFeed.ID.value();
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyless("http://127.0.0.1:8090"));
    settings.add(
        new Setting(
            LOCATIONS,
            "Its locations, each with our grid zone: westeurope=NL. Without any it is not read.",
            "",
            false));
    settings.add(
        new Setting(
            BASIS,
            "What its figures count, for instance marginal_location_direct with WattTime behind it"
                + " and average_location_lifecycle with Electricity Maps.",
            "",
            false));
    return settings;
  }

  @Override
  public List<CarbonFeed> create(AdapterContext context) {
    Map<String, GridZone> locations = ZoneNames.of(context, name(), LOCATIONS);
    if (locations.isEmpty()) {
      return List.of();
    }
    CarbonBasis basis = basis(context.setting(BASIS).orElse(""));
    return new FeedSettings(name(), context)
        .keylessClient(CarbonAwareFeed.ID).stream()
            .<CarbonFeed>map(
                client -> new CarbonAwareFeed(client, locations, basis, context.clock()))
            .toList();
  }

  private CarbonBasis basis(String text) {
    return Arrays.stream(CarbonBasis.values())
        .filter(basis -> basis.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The setting tradewind.%s.%s is '%s'. Say what its figures count: %s."
                        .formatted(name(), BASIS, text, choices())));
  }

  private static String choices() {
    return Arrays.stream(CarbonBasis.values())
        .map(basis -> basis.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
