package io.tradewind.adapters.azure;

import static io.tradewind.adapters.azure.FakeRetailPrices.Item.onDemand;
import static io.tradewind.adapters.azure.FakeRetailPrices.Item.spot;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;

class AzureRetailContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new AzureRetailFactory();
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("regions", "eastus,westeurope");
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeRetailPrices(api, 10);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).page("eastus", "", 0);
  }

  private static FakeRetailPrices fake(LoopbackApi api) {
    return new FakeRetailPrices(api, 10)
        .sells(
            "eastus",
            onDemand("Standard_NC24ads_A100_v4", "3.673"),
            spot("Standard_NC24ads_A100_v4", "0.97"))
        .sells("westeurope", onDemand("Standard_NC4as_T4_v3", "0.658"));
  }
}
