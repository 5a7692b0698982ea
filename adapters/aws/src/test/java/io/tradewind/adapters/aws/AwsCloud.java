package io.tradewind.adapters.aws;

import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.FakeCloud;
import io.tradewind.testkit.LoopbackApi;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@link FakeAws} with its usual stock in one region, as a whole cloud. */
public final class AwsCloud implements FakeCloud {
  private final FakeAws aws = FakeAws.start();
  private final FakeCompute compute = Cloud.virginia(aws).compute();

  @Override
  public ProviderFactory factory() {
    return new AwsFactory(Cloud.PATIENCE);
  }

  @Override
  public ProviderId id() {
    return AwsProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Cloud.settings(aws);
  }

  @Override
  public String accelerators() {
    return "A10G:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().equals("g5.xlarge");
  }

  @Override
  public List<Box> boxes() {
    synchronized (api()) {
      return compute.living().stream().map(AwsCloud::box).toList();
    }
  }

  private static Box box(FakeCompute.Box box) {
    byte[] userData = Base64.getDecoder().decode(box.request.get("UserData"));
    return new Box(
        LeaseId.parse(String.valueOf(box.tags("instance").get(MachineTags.LEASE))),
        box.id,
        new String(userData, StandardCharsets.UTF_8),
        !box.state.equals("shutting-down"));
  }

  @Override
  public void lose(LeaseId lease) {
    synchronized (api()) {
      compute.living().stream()
          .filter(box -> box(box).lease().equals(lease))
          .forEach(box -> box.state = "terminated");
    }
  }

  @Override
  public boolean reaches(LeaseId from, LeaseId to) {
    synchronized (api()) {
      return compute.reach(of(from), of(to));
    }
  }

  private FakeCompute.Box of(LeaseId lease) {
    return compute.living().stream()
        .filter(box -> box(box).lease().equals(lease))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void settle() {
    synchronized (api()) {
      compute.settle();
    }
  }

  @Override
  public void recover() {
    aws.recover();
    synchronized (api()) {
      compute.lag(false);
    }
  }

  @Override
  public Call kind(ApiRequest request) {
    if (request.body().contains("Action=RunInstances")) {
      return Call.START;
    }
    if (request.body().contains("Action=TerminateInstances")) {
      return Call.STOP;
    }
    return request.body().contains("Action=DescribeInstances&") ? Call.LOOK : Call.OTHER;
  }

  @Override
  public LoopbackApi api() {
    return aws.api();
  }

  @Override
  public void failNextOffers(Fault fault) {
    aws.fail("GetCallerIdentity", tries(fault), identity(fault));
  }

  @Override
  public void failNextStart(Fault fault) {
    aws.fail("RunInstances", tries(fault), reply(fault));
  }

  @Override
  public void loseNextStartReply() {
    aws.loseReplies("RunInstances", Cloud.PATIENCE.tries());
  }

  @Override
  public boolean failNextFind(Fault fault) {
    aws.fail("DescribeInstances@", tries(fault), reply(fault));
    return true;
  }

  @Override
  public boolean failNextOwned(Fault fault) {
    return failNextFind(fault);
  }

  @Override
  public boolean failNextStop(Fault fault) {
    aws.fail("TerminateInstances", tries(fault), reply(fault));
    return true;
  }

  @Override
  public void close() {
    aws.close();
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

  private static ApiReply reply(Fault fault) {
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
