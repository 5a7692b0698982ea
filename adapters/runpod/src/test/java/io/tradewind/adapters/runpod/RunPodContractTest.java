package io.tradewind.adapters.runpod;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;

class RunPodContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new RunPodFactory();
  }

  // Override because the lists are read without the key, which only starts machines.
  @Override
  protected Map<String, String> credentials() {
    return Map.of();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeRunPod(api).center("EU-RO-1", true).country("SE");
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).sites();
  }

  private static FakeRunPod fake(LoopbackApi api) {
    return new FakeRunPod(api)
        .center("EU-RO-1", true)
        .country("SE")
        .sells("EU-RO-1", FakeRunPod.Gpu.h100(Map.of(1, "\"High\"", 8, "\"Low\"")))
        .sells("SE", FakeRunPod.Gpu.h100(Map.of(1, "null")));
  }
}
