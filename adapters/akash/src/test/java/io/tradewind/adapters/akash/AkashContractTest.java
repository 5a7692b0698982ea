package io.tradewind.adapters.akash;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;

class AkashContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new AkashFactory();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeAkash(api);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).prices();
  }

  private static FakeAkash fake(LoopbackApi api) {
    return new FakeAkash(api).has("h100", "80Gi", "SXM5", 29, "2.58");
  }
}
