package io.tradewind.adapters.catalog;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.OfferFaults;
import io.tradewind.testkit.ProviderContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A catalogue at an address, with everything that an address may do wrong. */
class WebCatalogContractTest extends ProviderContract {
  private final CatalogServer server = new CatalogServer();

  @AfterEach
  void stopServing() {
    server.close();
  }

  @Override
  protected ProviderFactory factory() {
    return new CatalogFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("files", server.address());
  }

  @Override
  protected Optional<? extends OfferFaults> faults(Provider provider) {
    return Optional.of(server);
  }
}
