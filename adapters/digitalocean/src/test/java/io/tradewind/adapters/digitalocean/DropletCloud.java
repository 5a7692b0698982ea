package io.tradewind.adapters.digitalocean;

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

/** {@link FakeDigitalOcean} and {@link FakeDroplets} as a whole cloud. */
public final class DropletCloud implements FakeCloud {
  private static final String NAME = "tradewind-";

  private final LoopbackApi api = LoopbackApi.start();
  final FakeDroplets droplets = new FakeDroplets(api);

  public DropletCloud() {
    new FakeDigitalOcean(api, 200)
        .sells("gpu-h100x1-80gb", "3.39", "nvidia_h100", 1, "nyc2", "tor1")
        .sells("gpu-h100x8-640gb", "23.92", "nvidia_h100", 8, "nyc2")
        .sells("gpu-mi300x1-192gb", "1.99", "amd_mi300x", 1, "nyc2")
        .sells("g-16vcpu-64gb", "0.75", "", 0, "sfo3");
  }

  @Override
  public ProviderFactory factory() {
    return new DigitalOceanFactory();
  }

  @Override
  public ProviderId id() {
    return DigitalOceanProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", api.url(), "api-key", "key-5f2c-of-the-test", "ssh-key", "3b:16:bf");
  }

  @Override
  public String accelerators() {
    return "H100:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().equals("gpu-h100x1-80gb");
  }

  @Override
  public List<Box> boxes() {
    synchronized (api) {
      return droplets.boxes().entrySet().stream()
          .map(it -> box(it.getKey(), it.getValue()))
          .toList();
    }
  }

  private static Box box(String id, FakeDroplets.Box box) {
    return new Box(
        LeaseId.parse(box.asked.path("name").asText().substring(NAME.length())),
        id,
        box.asked.path("user_data").asText(),
        true);
  }

  @Override
  public void lose(LeaseId lease) {
    synchronized (api) {
      droplets.boxes().values().removeIf(box -> box("", box).lease().equals(lease));
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
      droplets.recover();
    }
  }

  @Override
  public Call kind(ApiRequest request) {
    if (!request.path().startsWith(FakeDroplets.PATH)) {
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
    droplets.fail("POST", reply(fault));
  }

  @Override
  public void loseNextStartReply() {
    droplets.loseNextReply();
  }

  @Override
  public boolean failNextFind(Fault fault) {
    droplets.fail("GET", reply(fault));
    return true;
  }

  @Override
  public boolean failNextOwned(Fault fault) {
    return failNextFind(fault);
  }

  @Override
  public boolean failNextStop(Fault fault) {
    droplets.fail("DELETE", reply(fault));
    return true;
  }

  @Override
  public void close() {
    api.close();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY ->
          FakeDroplets.error(422, "unprocessable_entity", "Size is not available in this region.");
      case QUOTA_EXCEEDED ->
          FakeDroplets.error(422, "unprocessable_entity", "this will exceed your droplet limit");
      case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
      case UNREACHABLE -> FakeDroplets.error(500, "server_error", "Unexpected server-side error");
      case CREDENTIALS_REFUSED ->
          FakeDroplets.error(401, "Unauthorized", "Unable to authenticate you");
      case UNEXPECTED -> FakeDroplets.error(422, "unprocessable_entity", "name is invalid");
    };
  }
}
