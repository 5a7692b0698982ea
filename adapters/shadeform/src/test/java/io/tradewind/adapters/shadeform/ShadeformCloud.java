package io.tradewind.adapters.shadeform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.adapters.shadeform.FakeShadeform.Card;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link FakeShadeform} and an account's machines, which run a script once they are up. */
public final class ShadeformCloud extends RestCloud {
  private static final String LIST = "/v1/instances";
  private static final String CREATE = "/v1/instances/create";
  private static final String KEY = "key-90b1-of-the-test";

  final FakeShadeform types =
      new FakeShadeform(api())
          .sells(
              "lambdalabs",
              "gpu_1x_h100",
              "299",
              new Card(1, "H100", "pcie", 80),
              FakeShadeform.in("us-east-1", true),
              FakeShadeform.in("us-west-1", false))
          .sells("hyperstack", "n3-H100x8", "1992", Card.H100, FakeShadeform.in("canada-1", true));

  public ShadeformCloud() {
    admit("x-api-key", KEY);
    serve(Call.LOOK, "GET", LIST, request -> list());
    serve(Call.START, "POST", CREATE, this::create);
    serve(Call.STOP, "POST", "/v1/instances/*/delete", this::delete);
  }

  @Override
  public ProviderFactory factory() {
    return new ShadeformFactory();
  }

  @Override
  public ProviderId id() {
    return ShadeformProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", api().url(), "api-key", KEY);
  }

  @Override
  public String accelerators() {
    return "H100-PCIe:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().equals("gpu_1x_h100")
        && offer.availability().state().mayStart();
  }

  @Override
  protected String name(JsonNode asked) {
    return asked.path("name").asText();
  }

  @Override
  protected String document(JsonNode asked) {
    JsonNode launch = asked.path("launch_configuration");
    byte[] script =
        Base64.getDecoder()
            .decode(launch.path("script_configuration").path("base64_script").asText());
    return documentIn(new String(script, StandardCharsets.UTF_8));
  }

  @Override
  protected boolean isEnding(String status) {
    return status.equals("deleting");
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> error(409, "OUT_OF_STOCK", "The instance type is out of stock.");
      case QUOTA_EXCEEDED -> error(400, "QUOTA", "The quota of the account is reached.");
      case UNREACHABLE -> error(500, "INTERNAL", "Internal error");
      case CREDENTIALS_REFUSED -> error(401, "UNAUTHORIZED", "The API key is not known.");
      case THROTTLED, UNEXPECTED -> error(400, "INVALID_REQUEST", "The request is invalid.");
    };
  }

  static ApiReply error(int status, String code, String message) {
    return ApiReply.status(
        status, "{\"error_code\": \"%s\", \"error\": \"%s\"}".formatted(code, message));
  }

  private ApiReply list() {
    return ApiReply.json(
        listed().stream()
            .map(ShadeformCloud::told)
            .collect(Collectors.joining(",", "{\"instances\": [", "]}")));
  }

  private ApiReply create(ApiRequest request) {
    JsonNode asked = parse(request.body());
    boolean isWhole =
        asked.path("shade_cloud").asBoolean()
            && !asked.path("shade_instance_type").asText().isEmpty()
            && asked.path("launch_configuration").path("type").asText().equals("script");
    if (!isWhole) {
      return error(400, "INVALID_REQUEST", "The request is invalid.");
    }
    Machine machine = make("d290f1ee-6c54-4b01-90e6-%012d", request, "creating");
    return answered(
        ApiReply.json("{\"id\": \"%s\", \"cloud_assigned_id\": \"-\"}".formatted(machine.id())));
  }

  /** Answered with an empty body. */
  private ApiReply delete(ApiRequest request) {
    String id = named(request);
    if (known(id).isEmpty()) {
      return error(404, "NOT_FOUND", "There is no such instance.");
    }
    machine(id).become("deleting");
    return ApiReply.status(200);
  }

  private static String told(Machine machine) {
    return """
    {"id": "%s", "name": "%s", "status": "%s", "cloud": "%s", "region": "%s", "shade_cloud": true,
     "shade_instance_type": "%s", "ip": "", "cost_estimate": "0", "status_details": "waiting"}\
    """
        .formatted(
            machine.id(),
            machine.asked("name"),
            machine.status(),
            machine.asked("cloud"),
            machine.asked("region"),
            machine.asked("shade_instance_type"));
  }
}
