package io.tradewind.adapters.catalog;

import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ProviderContract;

/** The bundled list prices, as they ship. */
class CatalogContractTest extends ProviderContract {
  @Override
  protected ProviderFactory factory() {
    return new CatalogFactory();
  }
}
