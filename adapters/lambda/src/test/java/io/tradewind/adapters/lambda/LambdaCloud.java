package io.tradewind.adapters.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link FakeLambda} with a key that machines can be started with, as a whole cloud. */
public final class LambdaCloud extends RestCloud {
  static final String INSTANCES = "/api/v1/instances";

  private static final String KEY = "key-5f2c-of-the-test";
  private static final String LAUNCH = "/api/v1/instance-operations/launch";
  private static final String TERMINATE = "/api/v1/instance-operations/terminate";

  public LambdaCloud() {
    admit("Authorization", "Bearer " + KEY);
    new FakeLambda(api())
        .sells("gpu_1x_h100_sxm5", "H100 (80 GB SXM5)", 1, "429", "us-east-2", "us-west-3");
    serve(Call.LOOK, "GET", INSTANCES, request -> list());
    serve(Call.START, "POST", LAUNCH, this::launch);
    serve(Call.STOP, "POST", TERMINATE, this::end);
  }

  @Override
  public ProviderFactory factory() {
    return new LambdaFactory();
  }

  @Override
  public ProviderId id() {
    return LambdaProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", api().url(), "api-key", KEY, "ssh-key", "laptop");
  }

  @Override
  public String accelerators() {
    return "H100-SXM:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.availability().state().mayStart();
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
    return status.equals("terminating");
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> error(400, "instance-operations/launch/insufficient-capacity");
      case QUOTA_EXCEEDED -> error(400, "global/quota-exceeded");
      case UNREACHABLE -> error(503, "global/internal-error");
      case CREDENTIALS_REFUSED -> error(401, "global/invalid-api-key");
      case THROTTLED, UNEXPECTED -> error(400, "global/invalid-parameters");
    };
  }

  static ApiReply error(int status, String code) {
    return ApiReply.status(
        status,
        "{\"error\": {\"code\": \"%s\", \"message\": \"told so by the fake\", \"suggestion\": \"-\"}}"
            .formatted(code));
  }

  private ApiReply list() {
    return ApiReply.json(
        listed().stream()
            .map(LambdaCloud::told)
            .collect(Collectors.joining(",", "{\"data\": [", "]}")));
  }

  private static String told(Machine machine) {
    return "{\"id\": \"%s\", \"name\": \"%s\", \"status\": \"%s\", \"region\": {\"name\": \"%s\", \"description\": \"-\"}, \"ssh_key_names\": [], \"file_system_names\": []}"
        .formatted(
            machine.id(), machine.asked("name"), machine.status(), machine.asked("region_name"));
  }

  private ApiReply launch(ApiRequest request) {
    if (parse(request.body()).path("ssh_key_names").size() != 1) {
      return error(400, "global/invalid-parameters");
    }
    Machine machine = make("%032d", request, "booting");
    return answered(
        ApiReply.json("{\"data\": {\"instance_ids\": [\"%s\"]}}".formatted(machine.id())));
  }

  private ApiReply end(ApiRequest request) {
    for (JsonNode id : parse(request.body()).path("instance_ids")) {
      if (known(id.asText()).isEmpty()) {
        return error(404, "global/object-does-not-exist");
      }
      machine(id.asText()).become("terminating");
    }
    return ApiReply.json("{\"data\": {\"terminated_instances\": []}}");
  }
}
