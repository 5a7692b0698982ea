package io.tradewind.adapters.carbonlive.gb;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Great Britain's grid. */
public final class GbFactory implements CarbonFeedFactory {
  @Override
  public String name() {
    return GbFeed.ID.value();
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyless("https://api.carbonintensity.org.uk");
  }

  @Override
  public List<CarbonFeed> create(AdapterContext context) {
    return new FeedSettings(name(), context)
        .keylessClient(GbFeed.ID).stream()
            .<CarbonFeed>map(client -> new GbFeed(client, context.clock()))
            .toList();
  }
}
