package io.tradewind.adapters.gcp;

import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.FaultInjector;
import io.tradewind.testkit.ProvisionerContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class GcpContractTest extends ProvisionerContract {
  private final GoogleCloud cloud = new GoogleCloud();

  @Override
  protected ProviderFactory factory() {
    return cloud.factory();
  }

  @Override
  protected Map<String, String> settings() {
    return cloud.settings();
  }

  @Override
  protected Offer startable(List<Offer> offers) {
    return offers.stream().filter(cloud::makes).findFirst().orElseThrow();
  }

  @Override
  protected void settle(Provider provider) {
    cloud.settle();
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(cloud);
  }

  @Override
  protected boolean reaches(LeaseId from, LeaseId to) {
    return cloud.reaches(from, to);
  }

  @AfterEach
  void closeGoogle() {
    cloud.close();
  }
}
