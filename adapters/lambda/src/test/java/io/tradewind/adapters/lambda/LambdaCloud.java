package io.tradewind.adapters.lambda;

import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.FakeCloud;
import io.tradewind.testkit.LoopbackApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link FakeLambda} with a key that machines can be started with, as a whole cloud. */
public final class LambdaCloud implements FakeCloud {
  private static final String NAME = "tradewind-";

  private final LoopbackApi api = LoopbackApi.start();
  final FakeLambda lambda =
      new FakeLambda(api)
          .sells("gpu_1x_h100_sxm5", "H100 (80 GB SXM5)", 1, "429", "us-east-2", "us-west-3");

  @Override
  public ProviderFactory factory() {
    return new LambdaFactory();
  }

  @Override
  public ProviderId id() {
    return LambdaProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", api.url(), "api-key", "key-5f2c-of-the-test", "ssh-key", "laptop");
  }

  @Override
  public String accelerators() {
    return "H100-SXM:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.availability().state().mayStart();
  }

  @Override
  public List<Box> boxes() {
    synchronized (api) {
      return lambda.boxes().entrySet().stream().map(it -> box(it.getKey(), it.getValue())).toList();
    }
  }

  private static Box box(String id, FakeLambda.Box box) {
    return new Box(
        LeaseId.parse(box.asked.path("name").asText().substring(NAME.length())),
        id,
        box.asked.path("user_data").asText(),
        !box.status.equals("terminating"));
  }

  @Override
  public void lose(LeaseId lease) {
    synchronized (api) {
      lambda.boxes().values().removeIf(box -> box("", box).lease().equals(lease));
    }
  }

  @Override
  public void settle() {
    synchronized (api) {
      lambda.settle();
    }
  }

  @Override
  public boolean knowsRepetition() {
    return false;
  }

  @Override
  public void recover() {
    synchronized (api) {
      lambda.recover();
    }
  }

  @Override
  public Call kind(ApiRequest request) {
    return switch (request.path()) {
      case FakeLambda.LAUNCH -> Call.START;
      case FakeLambda.TERMINATE -> Call.STOP;
      case FakeLambda.INSTANCES -> Call.LOOK;
      default -> Call.OTHER;
    };
  }

  @Override
  public LoopbackApi api() {
    return api;
  }

  @Override
  public void failNextStart(Fault fault) {
    lambda.fail(FakeLambda.LAUNCH, reply(fault));
  }

  @Override
  public void loseNextStartReply() {
    lambda.loseNextReply();
  }

  @Override
  public boolean failNextFind(Fault fault) {
    lambda.fail(FakeLambda.INSTANCES, reply(fault));
    return true;
  }

  @Override
  public boolean failNextOwned(Fault fault) {
    return failNextFind(fault);
  }

  @Override
  public boolean failNextStop(Fault fault) {
    lambda.fail(FakeLambda.TERMINATE, reply(fault));
    return true;
  }

  @Override
  public void close() {
    api.close();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> FakeLambda.error(400, "instance-operations/launch/insufficient-capacity");
      case QUOTA_EXCEEDED -> FakeLambda.error(400, "global/quota-exceeded");
      case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
      case UNREACHABLE -> FakeLambda.error(503, "global/internal-error");
      case CREDENTIALS_REFUSED -> FakeLambda.error(401, "global/invalid-api-key");
      case UNEXPECTED -> FakeLambda.error(400, "global/invalid-parameters");
    };
  }
}
