package io.tradewind.adapters.gcp;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.OfferFaults;
import io.tradewind.testkit.ProviderContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class GcpContractTest extends ProviderContract {
  private final FakeGoogle google = Market.open();

  @Override
  protected ProviderFactory factory() {
    return new GcpFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return google.accountSettings();
  }

  @Override
  protected Optional<OfferFaults> faults(Provider provider) {
    return Optional.of(google.api.faults());
  }

  @AfterEach
  void closeGoogle() {
    google.close();
  }
}
