package io.tradewind.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.adapters.azure.FakeRetailPrices.Item;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A fake Azure with a usual stock, and providers that ask it. */
abstract class AzureScenario {
  final FakeAzure azure = stocked();

  static FakeAzure stocked() {
    FakeAzure azure = new FakeAzure();
    azure
        .size("eastus", Skus.a100().json())
        .size("eastus", Skus.h100().json())
        .size(
            "eastus", Skus.size(Skus.A10_SIXTH, 6, 55, 1).family("StandardNVADSA10v5Family").json())
        .size("eastus", Skus.size("Standard_D4s_v5", 4, 16, 0).family("standardDSv5Family").json())
        .size("eastus", Skus.size("Premium_LRS", 1, 1, 0).type("disks").json())
        .quotas(
            "eastus",
            FakeAzure.quota("cores", 10, 500),
            FakeAzure.quota("lowPriorityCores", 0, 100),
            FakeAzure.quota("standardNCADSA100v4Family", 24, 96),
            FakeAzure.quota("standardNDSH100v5Family", 0, 0));
    azure.retail.sells(
        "eastus",
        Item.onDemand(Skus.A100, "3.673"),
        Item.spot(Skus.A100, "0.97"),
        Item.onDemand(Skus.H100, "98.32"),
        Item.onDemand(Skus.A10_SIXTH, "0.454"),
        Item.onDemand("Standard_D4s_v5", "0.192"));
    return azure;
  }

  @AfterEach
  void closeAzure() {
    azure.close();
  }

  /**
   * @param more key and value in turn
   */
  TestContext context(String... more) {
    Map<String, String> settings = new HashMap<>(azure.settings());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return TestContext.of(azure.factory(), settings);
  }

  Provider provider(TestContext context) {
    return azure.factory().create(context).get(0);
  }

  OfferFeed read(String... more) throws ProviderException {
    try (Provider provider = provider(context(more))) {
      return provider.offers();
    }
  }

  ProviderException failure(String... more) {
    try {
      read(more);
    } catch (ProviderException thrown) {
      assertThat(thrown.provider()).isEqualTo(AzureProvider.ID);
      assertThat(thrown).hasMessageNotContaining(FakeAzure.SECRET);
      return thrown;
    }
    throw new AssertionError("The reading should have failed.");
  }

  static List<Offer> offers(OfferFeed feed, String size, CapacityType capacity) {
    return feed.offers().stream()
        .filter(offer -> offer.instanceType().name().equals(size))
        .filter(offer -> offer.capacityType() == capacity)
        .toList();
  }

  static Offer only(OfferFeed feed, String size, CapacityType capacity) {
    List<Offer> found = offers(feed, size, capacity);
    assertThat(found).as("%s offers of %s", capacity, size).hasSize(1);
    return found.get(0);
  }
}
