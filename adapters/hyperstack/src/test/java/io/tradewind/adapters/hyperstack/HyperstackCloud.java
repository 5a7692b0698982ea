package io.tradewind.adapters.hyperstack;

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

/**
 * {@link FakeHyperstack} and an account's machines: pages of two, whatever is asked for, and every
 * refusal a 400 with words.
 */
public final class HyperstackCloud extends RestCloud {
  private static final String PATH = "/v1/core/virtual-machines";
  private static final String KEY = "key-2e77-of-the-test";
  private static final int PAGE = 2;

  public HyperstackCloud() {
    admit("api_key", KEY);
    new FakeHyperstack(api())
        .priced("A100-80G-PCIe", "1.35")
        .priced("A100-80G-PCIe-spot", "1.08")
        .sells("n3-A100x1", "A100-80G-PCIe", 1, "CANADA-1", "true")
        .sells("n3-A100x1-spot", "A100-80G-PCIe-spot", 1, "CANADA-1", "true")
        .sells("n3-A100x1", "A100-80G-PCIe", 1, "US-1", "true");
    api().on("GET", "/v1/core/images", images());
    serve(Call.LOOK, "GET", PATH, this::list);
    serve(Call.START, "POST", PATH, this::create);
    serve(Call.STOP, "DELETE", PATH + "/*", this::delete);
  }

  @Override
  public ProviderFactory factory() {
    return new HyperstackFactory();
  }

  @Override
  public ProviderId id() {
    return HyperstackProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", api().url(), "api-key", KEY, "ssh-key", "tradewind");
  }

  @Override
  public String accelerators() {
    return "A100-80GB-PCIe:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.region().name().equals("CANADA-1");
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
  protected boolean isEnding(String status) {
    return status.equals("DELETING");
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> error(400, "There is not enough stock of this flavor in CANADA-1.");
      case QUOTA_EXCEEDED -> error(400, "Your organization's quota of GPUs is exceeded.");
      case UNREACHABLE -> error(500, "Internal Server Error");
      case CREDENTIALS_REFUSED -> error(401, "Unauthorized");
      case THROTTLED, UNEXPECTED -> error(400, "Invalid payload");
    };
  }

  static ApiReply error(int status, String message) {
    return ApiReply.status(status, "{\"status\": false, \"message\": \"%s\"}".formatted(message));
  }

  private ApiReply list(ApiRequest request) {
    List<String> all = listed().stream().map(HyperstackCloud::told).toList();
    int page = Integer.parseInt(request.parameter("page").orElse("1"));
    int from = Math.min(all.size(), (page - 1) * PAGE);
    int to = Math.min(all.size(), from + PAGE);
    return ApiReply.json(
        "{\"status\": true, \"message\": \"ok\", \"instances\": [%s], \"count\": %d, \"page\": %d, \"page_size\": %d}"
            .formatted(String.join(",", all.subList(from, to)), all.size(), page, PAGE));
  }

  private ApiReply create(ApiRequest request) {
    JsonNode asked = parse(request.body());
    boolean isWhole =
        asked.path("count").asInt() == 1
            && asked.path("name").asText().length() <= 50
            && !asked.path("key_name").asText().isEmpty();
    if (!isWhole) {
      return error(400, "Invalid payload");
    }
    Machine machine = make("447%03d", request, "CREATING");
    return answered(
        ApiReply.json(
            "{\"status\": true, \"message\": \"ok\", \"instances\": [%s]}"
                .formatted(told(machine))));
  }

  private ApiReply delete(ApiRequest request) {
    String id = named(request);
    if (known(id).isEmpty()) {
      return error(404, "Virtual machine not found");
    }
    machine(id).become("DELETING");
    return ApiReply.json("{\"status\": true, \"message\": \"Virtual machine is being deleted\"}");
  }

  private static String told(Machine machine) {
    String environment = machine.asked("environment_name");
    return """
    {"id": %s, "name": "%s", "status": "%s", "power_state": null, "vm_state": null,
     "environment": {"id": 7, "name": "%s", "region": "%s"}, "labels": [], "floating_ip": null}\
    """
        .formatted(
            machine.id(),
            machine.asked("name"),
            machine.status(),
            environment,
            environment.replaceFirst("^default-", ""));
  }

  /** Two generations, one without a driver, and a region that has none with it. */
  private static ApiReply images() {
    String canada =
        List.of(
                "Ubuntu Server 24.04 LTS",
                "Ubuntu Server 22.04 LTS R535 CUDA 12.2 with Docker",
                "Ubuntu Server 24.04 LTS R570 CUDA 12.8",
                "Ubuntu Server 24.04 LTS R570 CUDA 12.8 with Docker",
                "Windows Server 2022")
            .stream()
            .map("{\"id\": 1, \"name\": \"%s\", \"is_public\": true}"::formatted)
            .collect(Collectors.joining(","));
    return ApiReply.json(
        """
        {"status": true, "message": "ok", "images": [
          {"region_name": "CANADA-1", "type": "Ubuntu", "logo": "-", "images": [%s]},
          {"region_name": "US-1", "type": "Ubuntu", "logo": "-", "images": [
            {"id": 9, "name": "Ubuntu Server 24.04 LTS"}]}]}\
        """
            .formatted(canada));
  }
}
