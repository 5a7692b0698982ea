package io.tradewind.adapters.runpod;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of RunPod's public price list. */
public final class RunPodFactory implements ProviderFactory {
  private static final String NAME = "runpod";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyless("https://api.runpod.io");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keylessClient(RunPodProvider.ID).stream()
            .<Provider>map(client -> new RunPodProvider(client, context.clock()))
            .toList();
  }
}
