package io.tradewind.adapters.aws;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.OfferFaults;
import io.tradewind.testkit.ProviderContract;
import io.tradewind.testkit.TestContext;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AwsContractTest extends ProviderContract {
  private final FakeAws aws = FakeAws.start();

  @Override
  protected ProviderFactory factory() {
    return new AwsFactory(Cloud.PATIENCE);
  }

  @Override
  protected Map<String, String> settings() {
    return Cloud.settings(aws);
  }

  @Override
  protected void prepare(TestContext context) {
    Cloud.virginia(aws);
  }

  @Override
  protected Optional<OfferFaults> faults(Provider provider) {
    return Optional.of(fault -> aws.fail("GetCallerIdentity", tries(fault), reply(fault)));
  }

  @AfterEach
  void closeTheFake() {
    aws.close();
  }

  private static int tries(Fault fault) {
    return fault == Fault.CREDENTIALS_REFUSED ? 1 : Cloud.PATIENCE.tries();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case THROTTLED -> FakeAws.stsError(400, "Throttling", "Rate exceeded");
      case CREDENTIALS_REFUSED ->
          // As AWS does: a refused signature is answered with what was signed.
          FakeAws.stsError(
              403, "SignatureDoesNotMatch", "x-amz-security-token:" + Cloud.TOKEN + " POST /");
      case UNREACHABLE, NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED ->
          FakeAws.stsError(500, "InternalFailure", "oh no");
    };
  }
}
