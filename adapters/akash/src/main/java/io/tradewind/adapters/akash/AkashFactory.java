package io.tradewind.adapters.akash;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Akash Network's public prices. */
public final class AkashFactory implements ProviderFactory {
  private static final String NAME = "akash";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyless("https://console-api.akash.network");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keylessClient(AkashProvider.ID).stream()
            .<Provider>map(client -> new AkashProvider(client, context.clock()))
            .toList();
  }
}
