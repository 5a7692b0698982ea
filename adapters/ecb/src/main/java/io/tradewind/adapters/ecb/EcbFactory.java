package io.tradewind.adapters.ecb;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.RateFeed;
import io.tradewind.api.RateFeedFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of daily reference rates. */
public final class EcbFactory implements RateFeedFactory {
  @Override
  public String name() {
    return EcbRates.ID.value();
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyless("https://www.ecb.europa.eu");
  }

  @Override
  public List<RateFeed> create(AdapterContext context) {
    return new FeedSettings(name(), context)
        .keylessClient(EcbRates.ID).stream()
            .<RateFeed>map(client -> new EcbRates(client, context.clock()))
            .toList();
  }
}
