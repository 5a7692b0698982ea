package io.tradewind.adapters.verda;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@link FakeVerda}, and an account's machines and scripts. Bare lists; what is made is answered
 * with its id alone; actions are a PUT.
 */
public final class VerdaCloud extends RestCloud {
  private static final String INSTANCES = "/v1/instances";
  private static final String SCRIPTS = "/v1/scripts";

  final FakeVerda verda =
      new FakeVerda(api())
          .in("FIN-01")
          .sells("1H100.80S.30V", 1, "H100 SXM5 80GB", "\"3.95\"", "\"1.10\"")
          .sells("1V100.6V", 1, "V100 16GB", "\"0.89\"", "null")
          .sells("CPU.120V.480G", 0, "", "\"3.00\"", "null")
          .has("FIN-01", "1H100.80S.30V")
          .hasSpot("FIN-01", "1H100.80S.30V");

  /** Every script that ever was, by its id; those in use. */
  private final Map<String, JsonNode> scripts = new LinkedHashMap<>();

  private final Map<String, String> kept = new LinkedHashMap<>();

  public VerdaCloud() {
    api().on("GET", "/v1/images", images());
    admit(verda::knows);
    serve(Call.LOOK, "GET", INSTANCES, request -> list());
    serve(Call.START, "POST", INSTANCES, this::create);
    serve(Call.STOP, "PUT", INSTANCES, this::act);
    serve(Call.OTHER, "GET", SCRIPTS, request -> scripts());
    serve(Call.OTHER, "POST", SCRIPTS, this::keep);
    serve(Call.OTHER, "DELETE", SCRIPTS + "/*", this::drop);
  }

  @Override
  public ProviderFactory factory() {
    return new VerdaFactory();
  }

  @Override
  public ProviderId id() {
    return VerdaProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", api().url(), "client-id", "client-7", "client-secret", FakeVerda.SECRET);
  }

  @Override
  public String accelerators() {
    return "H100-SXM:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().startsWith("1H100")
        && offer.capacityType() == CapacityType.ON_DEMAND;
  }

  @Override
  protected String name(JsonNode asked) {
    return asked.path("hostname").asText();
  }

  @Override
  protected String document(JsonNode asked) {
    JsonNode script = requireNonNull(scripts.get(asked.path("startup_script_id").asText()));
    return documentIn(script.path("script").asText());
  }

  @Override
  protected boolean isEnding(String status) {
    return status.equals("deleting");
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> error(400, "invalid_request", "Instance type is not available");
      case QUOTA_EXCEEDED -> error(402, "insufficient_funds", "Balance is too low");
      case UNREACHABLE -> error(500, "server_error", "Internal error");
      case CREDENTIALS_REFUSED -> FakeVerda.stranger();
      case THROTTLED, UNEXPECTED -> error(400, "invalid_request", "Invalid hostname");
    };
  }

  @Override
  public void failNextStart(Fault fault) {
    failNext(Call.START, fault);
  }

  @Override
  public boolean failNextFind(Fault fault) {
    failNext(Call.LOOK, fault);
    return true;
  }

  @Override
  public boolean failNextStop(Fault fault) {
    failNext(Call.STOP, fault);
    return true;
  }

  /** Whoever is refused trades the secret for another token, and asks once more. */
  private void failNext(Call kind, Fault fault) {
    failNext(kind, reply(fault));
    if (fault == Fault.CREDENTIALS_REFUSED) {
      failNext(kind, reply(fault));
    }
  }

  @Override
  public boolean halfMakeNextStart() {
    failNextStart(Fault.NO_CAPACITY);
    return true;
  }

  @Override
  public List<String> leftOver() {
    List<String> left = new ArrayList<>(super.leftOver());
    synchronized (api()) {
      left.addAll(kept.values());
    }
    return left;
  }

  static ApiReply error(int status, String code, String message) {
    return ApiReply.status(
        status, "{\"code\": \"%s\", \"message\": \"%s\"}".formatted(code, message));
  }

  private ApiReply list() {
    return ApiReply.json(
        listed().stream().map(VerdaCloud::told).collect(Collectors.joining(",", "[", "]")));
  }

  private ApiReply create(ApiRequest request) {
    JsonNode asked = parse(request.body());
    if (!kept.containsKey(asked.path("startup_script_id").asText())) {
      return error(400, "invalid_request", "Invalid startup script");
    }
    return answered(
        ApiReply.status(202, make("8705bb38-2574-454f-9967-%012d", request, "provisioning").id()));
  }

  private ApiReply act(ApiRequest request) {
    JsonNode asked = parse(request.body());
    String id = asked.path("id").asText();
    if (!asked.path("action").asText().equals("delete") || known(id).isEmpty()) {
      return error(400, "invalid_request", "Invalid instance id");
    }
    machine(id).become("deleting");
    return ApiReply.status(202);
  }

  private ApiReply scripts() {
    return ApiReply.json(
        kept.entrySet().stream()
            .map(
                it ->
                    "{\"id\": \"%s\", \"name\": \"%s\", \"script\": %s}"
                        .formatted(
                            it.getKey(),
                            it.getValue(),
                            requireNonNull(scripts.get(it.getKey())).path("script")))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private ApiReply keep(ApiRequest request) {
    JsonNode asked = parse(request.body());
    String id = "deadc0de-a5d2-4972-ae4e-%012d".formatted(scripts.size());
    scripts.put(id, asked);
    kept.put(id, asked.path("name").asText());
    return ApiReply.status(201, id);
  }

  private ApiReply drop(ApiRequest request) {
    return kept.remove(named(request)) == null
        ? error(404, "not_found", "Invalid script id")
        : ApiReply.status(200);
  }

  private static String told(Machine machine) {
    return """
    {"id": "%s", "hostname": "%s", "description": "-", "status": "%s", "location": "%s",
     "instance_type": "%s", "is_spot": false, "ip": null, "os_volume_id": null}\
    """
        .formatted(
            machine.id(),
            machine.asked("hostname"),
            machine.status(),
            machine.asked("location_code"),
            machine.asked("instance_type"));
  }

  private static ApiReply images() {
    return ApiReply.json(
        List.of(
                "ubuntu-24.04",
                "ubuntu-22.04-cuda-12.0-docker",
                "ubuntu-24.04-cuda-12.8-open-docker",
                "ubuntu-24.04-cuda-13.0-open",
                "ubuntu-24.04-cuda-13.0-open-docker")
            .stream()
            .map(
                "{\"id\": \"-\", \"name\": \"-\", \"image_type\": \"%s\", \"details\": []}"
                    ::formatted)
            .collect(Collectors.joining(",", "[", "]")));
  }
}
