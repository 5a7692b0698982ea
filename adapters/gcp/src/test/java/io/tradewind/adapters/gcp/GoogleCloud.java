package io.tradewind.adapters.gcp;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Set;

/** {@link FakeGoogle} with a small market, as a whole cloud. */
public final class GoogleCloud implements FakeCloud {
  private final FakeGoogle google = Market.open();

  @Override
  public ProviderFactory factory() {
    return new GcpFactory();
  }

  @Override
  public ProviderId id() {
    return GcpProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return google.accountSettings();
  }

  @Override
  public String accelerators() {
    return "L4:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().equals("g2-standard-4");
  }

  @Override
  public List<Box> boxes() {
    synchronized (api()) {
      return google.instances.boxes().stream().map(GoogleCloud::box).toList();
    }
  }

  private static Box box(FakeInstances.Box box) {
    String userData = "";
    for (JsonNode item : box.asked.path("metadata").path("items")) {
      userData =
          item.path("key").asText().equals("user-data") ? item.path("value").asText() : userData;
    }
    return new Box(
        LeaseId.parse(box.asked.path("labels").path(Labels.LEASE).asText()),
        box.name() + "#" + box.number,
        userData,
        !box.status.equals("STOPPING"));
  }

  @Override
  public void lose(LeaseId lease) {
    synchronized (api()) {
      google.instances.lose(Labels.name(lease));
    }
  }

  @Override
  public boolean reaches(LeaseId from, LeaseId to) {
    synchronized (api()) {
      return google.networks.letsIn(tags(from), tags(to));
    }
  }

  private Set<String> tags(LeaseId lease) {
    return google.instances.boxes().stream()
        .filter(box -> box.name().equals(Labels.name(lease)))
        .findFirst()
        .map(box -> FakeNetworks.texts(box.asked.at("/tags/items")))
        .orElseThrow();
  }

  @Override
  public void settle() {
    synchronized (api()) {
      google.instances.settle();
    }
  }

  @Override
  public void recover() {
    synchronized (api()) {
      google.instances.recover();
    }
  }

  @Override
  public Call kind(ApiRequest request) {
    if (!request.path().contains("/instances")) {
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
    return google.api;
  }

  @Override
  public void failNextStart(Fault fault) {
    switch (fault) {
      case NO_CAPACITY ->
          google.instances.failNextOperation("ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS");
      case QUOTA_EXCEEDED ->
          google.instances.fail(
              "insert", FakeInstances.error(403, "quotaExceeded", "Quota 'GPUS' exceeded"));
      case THROTTLED, UNREACHABLE, CREDENTIALS_REFUSED, UNEXPECTED ->
          google.instances.fail("insert", reply(fault));
    }
  }

  @Override
  public void loseNextStartReply() {
    google.instances.loseNextReply();
  }

  @Override
  public boolean failNextFind(Fault fault) {
    google.instances.fail("get", reply(fault));
    return true;
  }

  @Override
  public boolean failNextOwned(Fault fault) {
    google.instances.fail("list", reply(fault));
    return true;
  }

  @Override
  public boolean failNextStop(Fault fault) {
    google.instances.fail("delete", reply(fault));
    return true;
  }

  @Override
  public boolean halfMakeNextStart() {
    google.instances.failNextOperation("ZONE_RESOURCE_POOL_EXHAUSTED");
    return true;
  }

  @Override
  public void close() {
    google.close();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case THROTTLED -> ApiReply.throttled(Duration.ofSeconds(7));
      case UNREACHABLE -> FakeInstances.error(503, "backendError", "try again");
      case CREDENTIALS_REFUSED ->
          FakeInstances.error(403, "forbidden", "no permission, key " + FakeGoogle.KEY);
      case NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED ->
          FakeInstances.error(400, "invalid", "Invalid value");
    };
  }
}
