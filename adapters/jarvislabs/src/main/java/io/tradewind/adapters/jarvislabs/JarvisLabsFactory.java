package io.tradewind.adapters.jarvislabs;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Jarvis Labs, when there is a key to read it with. */
public final class JarvisLabsFactory implements ProviderFactory {
  private static final String NAME = "jarvislabs";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyed("https://backendprod.jarvislabs.net");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(JarvisLabsProvider.ID, "Authorization", "Bearer ").stream()
            .<Provider>map(client -> new JarvisLabsProvider(client, context.clock()))
            .toList();
  }
}
