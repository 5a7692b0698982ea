package io.tradewind.adapters.vast;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.util.List;
import java.util.Map;

/**
 * {@link FakeVast} and an account's machines: pages of two with a token, whatever is asked for; a
 * start of at most 4096 characters and variables of at most 256.
 */
public final class VastCloud extends RestCloud {
  private static final String LIST = "/api/v1/instances/";
  private static final String KEY = "key-7a57-of-the-test";
  private static final int PAGE = 2;
  private static final int LONGEST_START = 4_096;
  private static final int LONGEST_VARIABLE = 256;

  public VastCloud() {
    admit("Authorization", "Bearer " + KEY);
    new FakeVast(api()).has(11).has(12);
    serve(Call.LOOK, "GET", LIST, this::list);
    serve(Call.START, "PUT", "/api/v0/asks/*/", this::create);
    serve(Call.STOP, "DELETE", "/api/v0/instances/*/", this::destroy);
  }

  @Override
  public ProviderFactory factory() {
    return new VastFactory();
  }

  @Override
  public ProviderId id() {
    return VastProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("enabled", "true", "url", api().url(), "api-key", KEY);
  }

  @Override
  public String accelerators() {
    return "RTX4090:2";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.capacityType() == CapacityType.ON_DEMAND;
  }

  @Override
  protected String name(JsonNode asked) {
    return asked.path("label").asText();
  }

  @Override
  protected String document(JsonNode asked) {
    StringBuilder code = new StringBuilder();
    for (int n = 0; asked.path("env").has("TRADEWIND_" + n); n++) {
      code.append(asked.path("env").path("TRADEWIND_" + n).asText());
    }
    return documentIn(unzipped(code.toString()));
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY ->
          error(410, "no_such_ask", "error 410/3907: Instance type 11 is no longer available.");
      case QUOTA_EXCEEDED -> error(400, "insufficient_credit", "Your credit is too low");
      case UNREACHABLE -> error(500, "internal", "oh no");
      case CREDENTIALS_REFUSED -> error(401, "auth_error", "Invalid user key");
      case THROTTLED, UNEXPECTED -> error(400, "invalid_args", "error 400/3467: Invalid args");
    };
  }

  static ApiReply error(int status, String code, String message) {
    return ApiReply.status(
        status,
        "{\"success\": false, \"error\": \"%s\", \"msg\": \"%s\"}".formatted(code, message));
  }

  private ApiReply list(ApiRequest request) {
    List<String> all = listed().stream().map(VastCloud::told).toList();
    int from = Integer.parseInt(request.parameter("after_token").orElse("0"));
    int to = Math.min(all.size(), from + PAGE);
    return ApiReply.json(
        "{\"success\": true, \"total_instances\": %d, \"next_token\": %s, \"instances\": [%s]}"
            .formatted(
                all.size(),
                to < all.size() ? "\"" + to + "\"" : "null",
                String.join(",", all.subList(Math.min(from, to), to))));
  }

  private ApiReply create(ApiRequest request) {
    JsonNode asked = parse(request.body());
    boolean isShort = asked.path("onstart").asText().length() <= LONGEST_START;
    for (JsonNode variable : asked.path("env")) {
      isShort &= variable.asText().length() <= LONGEST_VARIABLE;
    }
    if (!isShort || asked.path("disk").asDouble() < 8) {
      return error(400, "invalid_args", "error 400/3467: Invalid args");
    }
    Machine machine = make("1234%03d", request, "created");
    return answered(
        ApiReply.json("{\"success\": true, \"new_contract\": %s}".formatted(machine.id())));
  }

  private ApiReply destroy(ApiRequest request) {
    return forget(named(request))
        ? ApiReply.json("{\"success\": true}")
        : error(404, "no_such_instance", "there is none");
  }

  private static String told(Machine machine) {
    return """
    {"id": %s, "label": "%s", "actual_status": %s, "intended_status": "running",
     "geolocation": "Denmark, DK", "machine_id": 9011, "image_uuid": "%s"}\
    """
        .formatted(
            machine.id(),
            machine.asked("label"),
            machine.status().equals("created") ? "null" : "\"" + machine.status() + "\"",
            machine.asked("image"));
  }
}
