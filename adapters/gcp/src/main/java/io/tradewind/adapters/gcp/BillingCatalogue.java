package io.tradewind.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.cloud.billing.v1.CloudCatalogClient;
import com.google.cloud.billing.v1.CloudCatalogSettings;
import com.google.cloud.billing.v1.ListSkusRequest;
import com.google.cloud.billing.v1.Sku;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.OfferBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The public price list of Google Cloud, read over HTTP. */
final class BillingCatalogue implements AutoCloseable {
  private static final String COMPUTE_ENGINE = "services/6F81-5844-456A";
  // Generations up to v4; later ones stand with Compute Engine.
  private static final String CLOUD_TPU = "services/E000-3F24-B8AA";
  private static final int MOST_A_PAGE = 5000;

  private final CloudCatalogClient client;
  private final GoogleFaults faults;

  private BillingCatalogue(CloudCatalogClient client, GoogleFaults faults) {
    this.client = client;
    this.faults = faults;
  }

  /** Nothing is called yet. A key goes before an account: it can do nothing else. */
  static BillingCatalogue connect(
      GcpSettings settings, CredentialsProvider credentials, GoogleFaults faults) {
    try {
      CloudCatalogSettings.Builder builder = CloudCatalogSettings.newHttpJsonBuilder();
      settings.billingEndpoint().ifPresent(builder::setEndpoint);
      builder.setCredentialsProvider(credentials);
      if (settings.apiKey().isPresent()) {
        // In a header: an address is shown in logs.
        builder.setCredentialsProvider(NoCredentialsProvider.create());
        builder.setHeaderProvider(
            FixedHeaderProvider.create("x-goog-api-key", settings.apiKey().get().reveal()));
      }
      Patience.none(builder.listSkusSettings(), settings.timeLimit());
      return new BillingCatalogue(CloudCatalogClient.create(builder.build()), faults);
    } catch (IOException e) {
      throw new UncheckedIOException("Google's billing client cannot be made.", e);
    }
  }

  UnitPrices read(OfferBook book) throws ProviderException {
    UnitPrices prices = new UnitPrices();
    for (String service : List.of(COMPUTE_ENGINE, CLOUD_TPU)) {
      read(service, book, prices);
    }
    return prices;
  }

  private void read(String service, OfferBook book, UnitPrices prices) throws ProviderException {
    ListSkusRequest request =
        ListSkusRequest.newBuilder()
            .setParent(service)
            .setCurrencyCode("USD")
            .setPageSize(MOST_A_PAGE)
            .build();
    boolean isEmpty = true;
    try {
      for (Sku sku : client.listSkus(request).iterateAll()) {
        isEmpty = false;
        book.row("%s %s".formatted(sku.getSkuId(), sku.getDescription()), () -> prices.add(sku));
      }
    } catch (ApiException e) {
      throw faults.name("listing the prices of " + service, e);
    }
    if (isEmpty) {
      throw new ProviderException(
          GcpProvider.ID, Fault.UNEXPECTED, "the price list of %s is empty".formatted(service));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
