package io.tradewind.adapters.carbonlive.denmark;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Denmark's two price areas. */
public final class DenmarkFactory implements CarbonFeedFactory {
  @Override
  public String name() {
    return DenmarkFeed.ID.value();
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyless("https://api.energidataservice.dk");
  }

  @Override
  public List<CarbonFeed> create(AdapterContext context) {
    return new FeedSettings(name(), context)
        .keylessClient(DenmarkFeed.ID).stream()
            .<CarbonFeed>map(client -> new DenmarkFeed(client, context.clock()))
            .toList();
  }
}
