package io.tradewind.adapters.aws;

import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.FaultInjector;
import io.tradewind.testkit.ProvisionerContract;
import io.tradewind.testkit.TestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AwsContractTest extends ProvisionerContract {
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
  protected Offer startable(List<Offer> offers) {
    return offers.stream()
        .filter(offer -> offer.instanceType().name().equals("g5.xlarge"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected void settle(Provider provider) {
    aws.region("us-east-1").compute().settle();
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(new AwsFailures(aws));
  }

  @AfterEach
  void closeTheFake() {
    aws.close();
  }

  private record AwsFailures(FakeAws aws) implements FaultInjector {
    @Override
    public void failNextOffers(Fault fault) {
      aws.fail("GetCallerIdentity", tries(fault), identity(fault));
    }

    @Override
    public void failNextStart(Fault fault) {
      aws.fail("RunInstances", tries(fault), compute(fault));
    }

    @Override
    public void loseNextStartReply() {
      aws.loseReplies("RunInstances", Cloud.PATIENCE.tries());
    }

    @Override
    public boolean failNextFind(Fault fault) {
      aws.fail("DescribeInstances@", tries(fault), compute(fault));
      return true;
    }

    @Override
    public boolean failNextOwned(Fault fault) {
      return failNextFind(fault);
    }

    @Override
    public boolean failNextStop(Fault fault) {
      aws.fail("TerminateInstances", tries(fault), compute(fault));
      return true;
    }

    @Override
    public List<String> leftOver() {
      return aws.region("us-east-1").compute().living().stream().map(box -> box.id).toList();
    }

    private static int tries(Fault fault) {
      return switch (fault) {
        case THROTTLED, UNREACHABLE -> Cloud.PATIENCE.tries();
        case CREDENTIALS_REFUSED, NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED -> 1;
      };
    }

    private static ApiReply identity(Fault fault) {
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

    private static ApiReply compute(Fault fault) {
      return switch (fault) {
        case NO_CAPACITY -> error(500, "InsufficientInstanceCapacity");
        case QUOTA_EXCEEDED -> error(400, "VcpuLimitExceeded");
        case THROTTLED -> error(503, "RequestLimitExceeded");
        case UNREACHABLE -> error(503, "Unavailable");
        case CREDENTIALS_REFUSED -> error(403, "UnauthorizedOperation");
        case UNEXPECTED -> error(400, "InvalidParameterValue");
      };
    }

    private static ApiReply error(int status, String code) {
      return FakeAws.queryError(status, code, "told so, with " + Cloud.TOKEN);
    }
  }
}
