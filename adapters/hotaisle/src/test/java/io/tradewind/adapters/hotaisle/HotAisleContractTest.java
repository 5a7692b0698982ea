package io.tradewind.adapters.hotaisle;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;

class HotAisleContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new HotAisleFactory();
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("team", FakeHotAisle.TEAM);
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeHotAisle(api);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).list();
  }

  private static FakeHotAisle fake(LoopbackApi api) {
    return new FakeHotAisle(api).has("MI300X", 1, 13, "299");
  }
}
