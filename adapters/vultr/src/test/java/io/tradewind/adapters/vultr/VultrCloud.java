package io.tradewind.adapters.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@link FakeVultr} and an account's machines: two a page, by a cursor; none without the key. */
public final class VultrCloud extends RestCloud {
  private static final String PATH = "/v2/instances";
  private static final String KEY = "key-71cd-of-the-test";
  private static final int PAGE = 2;

  public VultrCloud() {
    admit("Authorization", "Bearer " + KEY);
    new FakeVultr(api(), 200)
        .sells("vcg-a100-12c-120g-80vram", "2.397", "NVIDIA_A100", 80, "ewr", "ams")
        .sells("vc2-12c-120g", "0.9", "", 0, "ewr")
        .sellsMetal("vbm-112c-2048gb-8-h100-gpu", "23.92", "11.96", "sea");
    serve(Call.LOOK, "GET", PATH, this::list);
    serve(Call.START, "POST", PATH, this::create);
    serve(Call.STOP, "DELETE", PATH + "/*", this::delete);
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
        api().url(),
        "api-key",
        KEY,
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
  protected String name(JsonNode asked) {
    return asked.path("label").asText();
  }

  @Override
  protected String document(JsonNode asked) {
    byte[] userData = Base64.getDecoder().decode(asked.path("user_data").asText());
    return new String(userData, StandardCharsets.UTF_8);
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> error(400, "The plan is not available in the selected region.");
      case QUOTA_EXCEEDED -> error(400, "You have reached the maximum number of active servers.");
      case UNREACHABLE -> error(500, "Server error");
      case CREDENTIALS_REFUSED -> error(401, "Invalid API token.");
      case THROTTLED, UNEXPECTED -> error(400, "Invalid label.");
    };
  }

  static ApiReply error(int status, String message) {
    return ApiReply.status(
        status, "{\"error\": \"%s\", \"status\": %d}".formatted(message, status));
  }

  private ApiReply list(ApiRequest request) {
    List<String> all = listed().stream().map(VultrCloud::told).toList();
    int from = Integer.parseInt(request.parameter("cursor").orElse("0"));
    int to = Math.min(all.size(), from + PAGE);
    return ApiReply.json(
        "{\"instances\": [%s], \"meta\": {\"total\": %d, \"links\": {\"next\": \"%s\", \"prev\": \"\"}}}"
            .formatted(
                String.join(",", all.subList(Math.min(from, to), to)),
                all.size(),
                to < all.size() ? String.valueOf(to) : ""));
  }

  private ApiReply create(ApiRequest request) {
    Machine machine = make("cb676a46-66fd-4dfb-b839-%012d", request, "pending");
    return answered(ApiReply.status(202, "{\"instance\": %s}".formatted(told(machine))));
  }

  private ApiReply delete(ApiRequest request) {
    return forget(named(request)) ? ApiReply.status(204) : error(404, "Invalid instance-id.");
  }

  /** Of a machine that is being installed, the power is off as well at times. */
  private static String told(Machine machine) {
    boolean isOff = machine.status().equals("off");
    return """
    {"id": "%s", "label": "%s", "status": "%s", "power_status": "%s", "server_status": "%s",
     "region": "%s", "plan": "%s"}\
    """
        .formatted(
            machine.id(),
            machine.asked("label"),
            isOff ? "active" : "pending",
            "stopped",
            isOff ? "ok" : "none",
            machine.asked("region"),
            machine.asked("plan"));
  }
}
