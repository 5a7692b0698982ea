package io.tradewind.adapters.shadeform;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;

class ShadeformContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new ShadeformFactory();
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("provision", "off");
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeShadeform(api);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).reply();
  }

  private static FakeShadeform fake(LoopbackApi api) {
    return new FakeShadeform(api)
        .sells(
            "hyperstack",
            "n3-H100x8",
            "1992",
            FakeShadeform.Card.H100,
            FakeShadeform.in("canada-1", true),
            FakeShadeform.in("norway-1", false));
  }
}
