package io.tradewind.adapters.digitalocean;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of DigitalOcean, when there is a key to read it with. */
public final class DigitalOceanFactory implements ProviderFactory {
  private static final String NAME = "digitalocean";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyed("https://api.digitalocean.com");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(DigitalOceanProvider.ID, "Authorization", "Bearer ").stream()
            .<Provider>map(client -> new DigitalOceanProvider(client, context.clock()))
            .toList();
  }
}
