package io.tradewind.adapters.aws;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.OfferFaults;
import io.tradewind.testkit.ProviderContract;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AwsPublicContractTest extends ProviderContract {
  private final FakePriceFiles files = FakePriceFiles.start();

  @Override
  protected ProviderFactory factory() {
    return new AwsPublicFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return AwsPublicTest.settings(files);
  }

  @Override
  protected void prepare(TestContext context) {
    files
        .onDemand("us-east-1", "p5.48xlarge", "55.0400000000")
        .onDemand("us-east-1", "g5.xlarge", "1.0060000000");
  }

  /** The spot prices, the advice and the one region's price list, in this order. */
  @Override
  protected Optional<OfferFaults> faults(Provider provider) {
    return Optional.of(fault -> files.api().next(reply(fault), reply(fault), reply(fault)));
  }

  @AfterEach
  void closeTheFake() {
    files.close();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case THROTTLED -> ApiReply.unavailable(Duration.ofMinutes(1));
      case CREDENTIALS_REFUSED -> ApiReply.status(403, "<Error><Code>AccessDenied</Code></Error>");
      case UNREACHABLE, NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED ->
          ApiReply.status(200, FakePriceFiles.HEAD).cut();
    };
  }
}
