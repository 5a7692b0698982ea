package io.tradewind.adapters.carbonlive.watttime;

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

/** Makes the feed of the regions that a login of WattTime may see. */
public final class WattTimeFactory implements CarbonFeedFactory {
  private static final String REGIONS = "regions";

  @Override
  public String name() {
    return WattTimeFeed.ID.value();
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.login("https://api.watttime.org"));
    settings.add(
        new Setting(
            REGIONS,
            "Their regions that the login may see, each with our grid zone. The default is what a"
                + " login without a plan may see.",
            "CAISO_NORTH=US-CISO",
            false));
    return settings;
  }

  @Override
  public List<CarbonFeed> create(AdapterContext context) {
    Map<String, GridZone> regions = ZoneNames.of(context, name(), REGIONS);
    return new FeedSettings(name(), context)
        .loginClient(WattTimeFeed.ID).stream()
            .<CarbonFeed>map(
                client ->
                    new WattTimeFeed(new Login(client, context.clock()), regions, context.clock()))
            .toList();
  }
}
