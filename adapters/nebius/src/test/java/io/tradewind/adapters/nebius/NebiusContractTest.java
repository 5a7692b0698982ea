package io.tradewind.adapters.nebius;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.MutableClock;
import io.tradewind.testkit.OfferFaults;
import io.tradewind.testkit.ProviderContract;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class NebiusContractTest extends ProviderContract {
  // The contract moves its own clock by an hour; a token of the fake must hold for both.
  private final FakeNebius nebius =
      new FakeNebius(MutableClock.at(TestContext.START))
          .hasProject("project-1", "eu-north1")
          .sells(
              "eu-north1",
              "gpu-h100-sxm",
              80,
              true,
              new FakeNebius.Preset("8gpu-128vcpu-1600gb", 8, 128, 1600, true))
          .priced("gpu-h100-sxm", "8gpu-128vcpu-1600gb", "23.6")
          .pricedSpot("gpu-h100-sxm", "8gpu-128vcpu-1600gb", "10.4")
          .advises("eu-north1", "gpu-h100-sxm", "8gpu-128vcpu-1600gb", 1, 3, 8);

  @Override
  protected ProviderFactory factory() {
    return new NebiusFactory();
  }

  @Override
  protected Map<String, String> settings() {
    Map<String, String> listing = new HashMap<>(NebiusProviderTest.settings(nebius));
    listing.put("provision", "off");
    return listing;
  }

  @Override
  protected Optional<OfferFaults> faults(Provider provider) {
    return Optional.of(nebius::failNext);
  }

  @AfterEach
  void closeTheFake() {
    nebius.close();
  }
}
