package io.tradewind.adapters.azure;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.rest.FeedSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes the feed of Azure's public price list. */
public final class AzureRetailFactory implements ProviderFactory {
  private static final String NAME = "azure-retail";
  private static final String REGIONS = "regions";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    Setting regions =
        new Setting(
            REGIONS,
            "Region names of Azure, separated by commas; without any, every region in our table.",
            "",
            false);
    return Stream.concat(FeedSettings.keyless(RetailPrices.URL).stream(), Stream.of(regions))
        .toList();
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keylessClient(AzureRetailProvider.ID).stream()
            .map(client -> new RetailPrices(client.with(RetailPrices.patience())))
            .<Provider>map(
                prices -> new AzureRetailProvider(prices, context.clock(), regions(context)))
            .toList();
  }

  private static List<String> regions(ProviderContext context) {
    List<String> wanted =
        Arrays.stream(context.setting(REGIONS).orElse("").split(","))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    return wanted.isEmpty() ? known() : wanted;
  }

  private static List<String> known() {
    return Regions.bundled().places().keySet().stream()
        .filter(region -> region.provider().equals(AzureProvider.ID))
        .map(Region::name)
        .sorted()
        .toList();
  }
}
