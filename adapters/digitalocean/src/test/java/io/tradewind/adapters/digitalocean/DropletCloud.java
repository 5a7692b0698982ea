package io.tradewind.adapters.digitalocean;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link FakeDigitalOcean} and its machines: two lists by kind, two machines a page. */
public final class DropletCloud extends RestCloud {
  private static final String PATH = "/v2/droplets";
  private static final String KEY = "key-5f2c-of-the-test";
  private static final int PAGE = 2;

  public DropletCloud() {
    admit("Authorization", "Bearer " + KEY);
    new FakeDigitalOcean(api(), 200)
        .sells("gpu-h100x1-80gb", "3.39", "nvidia_h100", 1, "nyc2", "tor1")
        .sells("gpu-h100x8-640gb", "23.92", "nvidia_h100", 8, "nyc2")
        .sells("gpu-mi300x1-192gb", "1.99", "amd_mi300x", 1, "nyc2")
        .sells("g-16vcpu-64gb", "0.75", "", 0, "sfo3");
    serve(Call.LOOK, "GET", PATH, this::list);
    serve(Call.START, "POST", PATH, this::create);
    serve(Call.STOP, "DELETE", PATH + "/*", this::delete);
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
    return Map.of("url", api().url(), "api-key", KEY, "ssh-key", "3b:16:bf");
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
  protected String name(JsonNode asked) {
    return asked.path("name").asText();
  }

  @Override
  protected String document(JsonNode asked) {
    return asked.path("user_data").asText();
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY ->
          error(422, "unprocessable_entity", "Size is not available in this region.");
      case QUOTA_EXCEEDED ->
          error(422, "unprocessable_entity", "this will exceed your droplet limit");
      case UNREACHABLE -> error(500, "server_error", "Unexpected server-side error");
      case CREDENTIALS_REFUSED -> error(401, "Unauthorized", "Unable to authenticate you");
      case THROTTLED, UNEXPECTED -> error(422, "unprocessable_entity", "name is invalid");
    };
  }

  static ApiReply error(int status, String id, String message) {
    return ApiReply.status(status, "{\"id\": \"%s\", \"message\": \"%s\"}".formatted(id, message));
  }

  private ApiReply list(ApiRequest request) {
    String kind = request.parameter("type").orElse("droplets");
    List<String> all =
        listed().stream()
            .filter(it -> it.asked("size").startsWith("gpu-") == kind.equals("gpus"))
            .map(DropletCloud::told)
            .toList();
    int from = (Integer.parseInt(request.parameter("page").orElse("1")) - 1) * PAGE;
    int to = Math.min(all.size(), from + PAGE);
    String next =
        to < all.size()
            ? "\"pages\": {\"next\": \"%s%s?type=%s&page=%d&per_page=200\"}"
                .formatted(api().url(), PATH, kind, to / PAGE + 1)
            : "";
    return ApiReply.json(
        all.subList(from, to).stream()
            .collect(Collectors.joining(",", "{\"droplets\": [", "], \"links\": {" + next + "}}")));
  }

  private ApiReply create(ApiRequest request) {
    Machine machine = make("31644%03d", request, "new");
    return answered(
        ApiReply.status(202, "{\"droplet\": %s, \"links\": {}}".formatted(told(machine))));
  }

  private ApiReply delete(ApiRequest request) {
    return forget(named(request))
        ? ApiReply.status(204)
        : error(404, "not_found", "The resource you were accessing could not be found.");
  }

  private static String told(Machine machine) {
    return "{\"id\": %s, \"name\": \"%s\", \"status\": \"%s\", \"region\": {\"slug\": \"%s\"}}"
        .formatted(machine.id(), machine.asked("name"), machine.status(), machine.asked("region"));
  }
}
