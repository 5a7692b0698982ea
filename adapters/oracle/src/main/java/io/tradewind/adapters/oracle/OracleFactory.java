package io.tradewind.adapters.oracle;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.util.List;

/** Makes the feed of Oracle's public price list. */
public final class OracleFactory implements ProviderFactory {
  private static final String NAME = "oracle";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return FeedSettings.keyless("https://apexapps.oracle.com");
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keylessClient(OracleProvider.ID).stream()
            .<Provider>map(client -> new OracleProvider(client, context.clock()))
            .toList();
  }
}
