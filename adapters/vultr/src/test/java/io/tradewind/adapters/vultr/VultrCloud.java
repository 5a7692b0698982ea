package io.tradewind.adapters.vultr;

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
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@link FakeVultr} and {@link FakeInstances} as a whole cloud. */
public final class VultrCloud implements FakeCloud {
  private static final String NAME = "tradewind-";

  private final LoopbackApi api = LoopbackApi.start();
  final FakeInstances instances = new FakeInstances(api);

  public VultrCloud() {
    new FakeVultr(api, 200)
        .sells("vcg-a100-12c-120g-80vram", "2.397", "NVIDIA_A100", 80, "ewr", "ams")
        .sells("vc2-12c-120g", "0.9", "", 0, "ewr")
        .sellsMetal("vbm-112c-2048gb-8-h100-gpu", "23.92", "11.96", "sea");
  }

  @Override
  public ProviderFactory factory() {
    return new VultrFactory();
  }

  @Override
  public ProviderId id() {
    return VultrProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "enabled",
        "true",
        "url",
        api.url(),
        "api-key",
        FakeInstances.KEY,
        "accelerated-image",
        "with-the-driver");
  }

  @Override
  public String accelerators() {
    return "A100-80GB-PCIe:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().startsWith("vcg-");
  }

  @Override
  public List<Box> boxes() {
    synchronized (api) {
      return instances.boxes().entrySet().stream()
          .map(it -> box(it.getKey(), it.getValue()))
          .toList();
    }
  }

  private static Box box(String id, FakeInstances.Box box) {
    byte[] userData = Base64.getDecoder().decode(box.asked.path("user_data").asText());
    return new Box(
        LeaseId.parse(box.asked.path("label").asText().substring(NAME.length())),
        id,
        new String(userData, StandardCharsets.UTF_8),
        true);
  }

  @Override
  public void lose(LeaseId lease) {
    synchronized (api) {
      instances.boxes().values().removeIf(box -> box("", box).lease().equals(lease));
    }
  }

  /** A deletion is done at once. */
  @Override
  public void settle() {}

  @Override
  public boolean knowsRepetition() {
    return false;
  }

  @Override
  public void recover() {
    synchronized (api) {
      instances.recover();
    }
  }

  @Override
  public Call kind(ApiRequest request) {
    if (!request.path().startsWith(FakeInstances.PATH)) {
      return Call.OTHER;
    }
    return switch (request.method()) {
      case "POST" -> Call.START;
      case "DELETE" -> Call.STOP;
      default -> Call.LOOK;
    };
  }

  @Override
  public LoopbackApi api() {
    return api;
  }

  @Override
  public void failNextStart(Fault fault) {
    instances.fail("POST", reply(fault));
  }

  @Override
  public void loseNextStartReply() {
    instances.loseNextReply();
  }

  @Override
  public boolean failNextFind(Fault fault) {
    instances.fail("GET", reply(fault));
    return true;
  }

  @Override
  public boolean failNextOwned(Fault fault) {
    return failNextFind(fault);
  }

  @Override
  public boolean failNextStop(Fault fault) {
    instances.fail("DELETE", reply(fault));
    return true;
  }

  @Override
  public void close() {
    api.close();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY ->
          FakeInstances.error(400, "The plan is not available in the selected region.");
      case QUOTA_EXCEEDED ->
          FakeInstances.error(400, "You have reached the maximum number of active servers.");
      case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
      case UNREACHABLE -> FakeInstances.error(500, "Server error");
      case CREDENTIALS_REFUSED -> FakeInstances.error(401, "Invalid API token.");
      case UNEXPECTED -> FakeInstances.error(400, "Invalid label.");
    };
  }
}
