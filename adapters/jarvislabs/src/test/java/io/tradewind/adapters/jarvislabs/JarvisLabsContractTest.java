package io.tradewind.adapters.jarvislabs;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;

class JarvisLabsContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new JarvisLabsFactory();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeJarvisLabs(api);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).meta();
  }

  private static FakeJarvisLabs fake(LoopbackApi api) {
    return new FakeJarvisLabs(api).sells("L4", "24", 2, "0.44", "0.29");
  }
}
