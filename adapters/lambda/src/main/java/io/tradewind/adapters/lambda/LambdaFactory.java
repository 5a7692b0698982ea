package io.tradewind.adapters.lambda;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Lambda Cloud, when there is a key to read it with. */
public final class LambdaFactory implements ProviderFactory {
  private static final String NAME = "lambda";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyed("https://cloud.lambda.ai");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(LambdaProvider.ID, "Authorization", "Bearer ").stream()
            .<Provider>map(client -> new LambdaProvider(client, context.clock()))
            .toList();
  }
}
