package io.tradewind.adapters.gcp;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.OfferFaults;
import io.tradewind.testkit.ProviderContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Without an account there is no quota to tell, and nothing is asked of a project. */
class GcpKeyAloneContractTest extends ProviderContract {
  private final FakeGoogle google = Market.open();

  @Override
  protected ProviderFactory factory() {
    return new GcpFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return google.keySettings();
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
