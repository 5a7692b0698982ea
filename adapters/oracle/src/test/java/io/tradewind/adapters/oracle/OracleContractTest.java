package io.tradewind.adapters.oracle;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;

class OracleContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new OracleFactory();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakePriceList(api, 100);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).page(0);
  }

  private static FakePriceList fake(LoopbackApi api) {
    return new FakePriceList(api, 100)
        .gpu("B98415", "Oracle Cloud Infrastructure - Compute - GPU - H100", "10")
        .gpu("B95909", "Compute  - GPU - A10", "2");
  }
}
