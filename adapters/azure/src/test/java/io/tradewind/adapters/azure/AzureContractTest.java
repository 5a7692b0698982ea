package io.tradewind.adapters.azure;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.OfferFaults;
import io.tradewind.testkit.ProviderContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AzureContractTest extends ProviderContract {
  private final FakeAzure azure = AzureScenario.stocked();

  @Override
  protected ProviderFactory factory() {
    return azure.factory();
  }

  @Override
  protected Map<String, String> settings() {
    return azure.settings();
  }

  @Override
  protected Optional<OfferFaults> faults(Provider provider) {
    return Optional.of(fault -> azure.fail(FakeAzure.SKUS, 1, reply(fault)));
  }

  @AfterEach
  void closeAzure() {
    azure.close();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
      case CREDENTIALS_REFUSED ->
          ApiReply.status(403, FakeAzure.error("AuthorizationFailed", "no right to read"));
      case UNREACHABLE, NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED ->
          ApiReply.status(500, FakeAzure.error("InternalServerError", "oh no"));
    };
  }
}
