package io.tradewind.adapters.digitalocean;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;

class DigitalOceanContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new DigitalOceanFactory();
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeDigitalOcean(api, 200);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).page(1);
  }

  private static FakeDigitalOcean fake(LoopbackApi api) {
    return new FakeDigitalOcean(api, 200)
        .sells("gpu-h100x1-80gb", "4.41", "nvidia_h100", 1, "nyc2", "tor1");
  }
}
