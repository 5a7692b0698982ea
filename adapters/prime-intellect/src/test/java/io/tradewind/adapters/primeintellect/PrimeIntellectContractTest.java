package io.tradewind.adapters.primeintellect;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;

class PrimeIntellectContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new PrimeIntellectFactory();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakePrimeIntellect(api, 100);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).page(1);
  }

  private static FakePrimeIntellect fake(LoopbackApi api) {
    return new FakePrimeIntellect(api, 100)
        .sells("runpod", "H100_80GB", "SXM5", 8, "21.52")
        .says(
            FakePrimeIntellect.row("runpod", "H100_80GB", "SXM5", 8, "9.9")
                .replace("\"isSpot\": null", "\"isSpot\": true"));
  }
}
