package io.tradewind.adapters.hyperstack;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;

class HyperstackContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new HyperstackFactory();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeHyperstack(api);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).prices();
  }

  private static FakeHyperstack fake(LoopbackApi api) {
    return new FakeHyperstack(api)
        .priced("A100-80G-PCIe", "1.35")
        .priced("A100-80G-PCIe-spot", "1.08")
        .sells("n3-A100x1", "A100-80G-PCIe", 1, "CANADA-1", "true")
        .sells("n3-A100x1-spot", "A100-80G-PCIe-spot", 1, "CANADA-1", "true");
  }
}
