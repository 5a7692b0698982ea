package io.tradewind.adapters.primeintellect;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Prime Intellect, when there is a key to read it with. */
public final class PrimeIntellectFactory implements ProviderFactory {
  private static final String NAME = "prime-intellect";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyed("https://api.primeintellect.ai");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(PrimeIntellectProvider.ID, "Authorization", "Bearer ").stream()
            .<Provider>map(client -> new PrimeIntellectProvider(client, context.clock()))
            .toList();
  }
}
