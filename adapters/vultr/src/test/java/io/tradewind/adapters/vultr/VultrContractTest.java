package io.tradewind.adapters.vultr;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;

class VultrContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new VultrFactory();
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
    new FakeVultr(api, 100);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).page("plans", 0);
  }

  private static FakeVultr fake(LoopbackApi api) {
    return new FakeVultr(api, 100)
        .sells("vcg-a40-24c-120g-48vram", "1.712", "NVIDIA_A40", 48, "ewr", "blr")
        .sellsMetal("vbm-112c-2048gb-8-h100-gpu", "23.92", "18.4", "sea");
  }
}
