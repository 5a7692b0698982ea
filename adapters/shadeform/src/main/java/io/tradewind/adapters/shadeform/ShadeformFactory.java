package io.tradewind.adapters.shadeform;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Shadeform, when there is a key to read it with. */
public final class ShadeformFactory implements ProviderFactory {
  private static final String NAME = "shadeform";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyed("https://api.shadeform.ai");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(ShadeformProvider.ID, "X-API-KEY", "").stream()
            .<Provider>map(client -> new ShadeformProvider(client, context.clock()))
            .toList();
  }
}
