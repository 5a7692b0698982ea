package io.tradewind.adapters.runpod;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link FakeRunPod} and an account's pods: a bare list, and most refusals a 500. */
public final class RunPodCloud extends RestCloud {
  private static final String PATH = "/v1/pods";
  private static final String KEY = "key-c0d3-of-the-test";

  public RunPodCloud() {
    admit("Authorization", "Bearer " + KEY);
    FakeRunPod.Gpu h100 = FakeRunPod.Gpu.h100(Map.of(1, "\"High\"", 8, "\"Low\""));
    FakeRunPod.Gpu amd =
        new FakeRunPod.Gpu(
            "AMD Instinct MI300X OAM",
            "MI300X",
            192,
            "\"securePrice\": 2.49, \"communityPrice\": null, \"secureSpotPrice\": null,"
                + " \"communitySpotPrice\": null",
            Map.of(1, "\"High\""));
    new FakeRunPod(api())
        .center("EU-RO-1", true)
        .country("SE")
        .sells("EU-RO-1", h100)
        .sells("EU-RO-1", amd)
        .sells("SE", h100);
    serve(Call.LOOK, "GET", PATH, request -> list());
    serve(Call.START, "POST", PATH, this::create);
    serve(Call.STOP, "DELETE", PATH + "/*", this::delete);
  }

  @Override
  public ProviderFactory factory() {
    return new RunPodFactory();
  }

  @Override
  public ProviderId id() {
    return RunPodProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "enabled", "true", "url", api().url(), "machines-url", api().url(), "api-key", KEY);
  }

  @Override
  public String accelerators() {
    return "H100-SXM:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().equals("1x-H100-SXM")
        && offer.capacityType() == CapacityType.ON_DEMAND
        && Site.isSecure(offer);
  }

  @Override
  protected String name(JsonNode asked) {
    return asked.path("name").asText();
  }

  @Override
  protected String document(JsonNode asked) {
    return documentIn(asked.path("dockerStartCmd").path(0).asText());
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> error(500, "create pod: There are no instances currently available");
      case QUOTA_EXCEEDED -> error(500, "create pod: Your account balance is too low");
      case UNREACHABLE -> error(502, "Bad Gateway");
      case CREDENTIALS_REFUSED -> ApiReply.status(401, "Unauthorized");
      case THROTTLED, UNEXPECTED -> error(400, "name: too long");
    };
  }

  static ApiReply error(int status, String message) {
    return ApiReply.status(
        status, "{\"error\": \"%s\", \"status\": %d}".formatted(message, status));
  }

  private ApiReply list() {
    return ApiReply.json(
        listed().stream().map(RunPodCloud::told).collect(Collectors.joining(",", "[", "]")));
  }

  private ApiReply create(ApiRequest request) {
    JsonNode asked = parse(request.body());
    boolean isWhole =
        asked.path("gpuTypeIds").path(0).asText().matches("NVIDIA .*|AMD .*")
            && asked.path("dockerStartCmd").size() == 1
            && asked.path("imageName").isTextual();
    if (!isWhole) {
      return error(400, "the request is incomplete");
    }
    Machine machine = make("xedezhzb9la%03d", request, "RUNNING");
    return answered(ApiReply.status(201, told(machine)));
  }

  private ApiReply delete(ApiRequest request) {
    return forget(named(request)) ? ApiReply.status(204) : error(404, "pod not found");
  }

  private static String told(Machine machine) {
    String center = machine.asked().path("dataCenterIds").path(0).asText();
    String country = machine.asked().path("countryCodes").path(0).asText();
    return """
    {"id": "%s", "name": "%s", "desiredStatus": "%s", "image": "%s", "costPerHr": 2.99,
     "machine": {"dataCenterId": "%s", "location": "%s", "secureCloud": %s}}\
    """
        .formatted(
            machine.id(),
            machine.asked("name"),
            machine.status(),
            machine.asked("imageName"),
            center,
            country,
            !center.isEmpty());
  }
}
