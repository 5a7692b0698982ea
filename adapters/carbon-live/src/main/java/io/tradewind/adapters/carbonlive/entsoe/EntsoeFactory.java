package io.tradewind.adapters.carbonlive.entsoe;

import io.tradewind.adapters.carbonlive.ZoneNames;
import io.tradewind.api.AdapterContext;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.rest.FeedSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the feed of European generation by fuel. */
public final class EntsoeFactory implements CarbonFeedFactory {
  private static final String AREAS = "areas";

  @Override
  public String name() {
    return EntsoeFeed.ID.value();
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyed("https://web-api.tp.entsoe.eu"));
    settings.add(
        new Setting(
            AREAS,
            "Energy Identification Codes of areas, each with our grid zone.",
            "10YBE----------2=BE,10YFR-RTE------C=FR,10YNL----------L=NL,10YES-REE------0=ES,"
                + "10YPT-REN------W=PT,10YAT-APG------L=AT,10YPL-AREA-----S=PL,10YFI-1--------U=FI,"
                + "10Y1001A1001A83F=DE,10YCZ-CEPS-----N=CZ",
            false));
    return settings;
  }

  @Override
  public List<CarbonFeed> create(AdapterContext context) {
    Map<String, GridZone> areas = ZoneNames.of(context, name(), AREAS);
    return new FeedSettings(name(), context)
        .queryKeyedClient(EntsoeFeed.ID, "securityToken").stream()
            .<CarbonFeed>map(client -> new EntsoeFeed(client, areas, context.clock()))
            .toList();
  }
}
