package io.tradewind.adapters.lambda;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;

class LambdaContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new LambdaFactory();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeLambda(api);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).reply();
  }

  private static FakeLambda fake(LoopbackApi api) {
    return new FakeLambda(api)
        .sells("gpu_1x_h100_sxm5", "H100 (80 GB SXM5)", 1, "429", "us-east-2", "us-west-3");
  }
}
