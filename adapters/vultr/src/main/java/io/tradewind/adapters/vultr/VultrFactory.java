package io.tradewind.adapters.vultr;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Vultr's public plans. */
public final class VultrFactory implements ProviderFactory {
  private static final String NAME = "vultr";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyless("https://api.vultr.com");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keylessClient(VultrProvider.ID).stream()
            .<Provider>map(client -> new VultrProvider(client, context.clock()))
            .toList();
  }
}
