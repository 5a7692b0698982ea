package io.tradewind.adapters.vast;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;

class VastContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new VastFactory();
  }

  // Override because the search is public: the key only starts machines.
  @Override
  protected Map<String, String> credentials() {
    return Map.of();
  }

  @Override
  protected void serve(LoopbackApi api) {
    new FakeVast(api).has(11).has(12);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeVast(api);
  }

  @Override
  protected ApiReply firstReply() {
    return new FakeVast(api).has(11).has(12).everything();
  }
}
