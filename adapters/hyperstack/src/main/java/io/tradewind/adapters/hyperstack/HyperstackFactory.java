package io.tradewind.adapters.hyperstack;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Hyperstack, when there is a key to read it with. */
public final class HyperstackFactory implements ProviderFactory {
  private static final String NAME = "hyperstack";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyed("https://infrahub-api.nexgencloud.com");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(HyperstackProvider.ID, "api_key", "").stream()
            .<Provider>map(client -> new HyperstackProvider(client, context.clock()))
            .toList();
  }
}
