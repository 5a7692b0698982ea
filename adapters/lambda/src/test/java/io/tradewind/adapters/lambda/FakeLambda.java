package io.tradewind.adapters.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The list of machine types as documented: one object, by name; refuses whoever has no key. */
final class FakeLambda {
  static final String PATH = "/api/v1/instance-types";

  static final String INSTANCES = "/api/v1/instances";
  static final String LAUNCH = "/api/v1/instance-operations/launch";
  static final String TERMINATE = "/api/v1/instance-operations/terminate";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Map<String, Deque<ApiReply>> failures = new HashMap<>();
  private boolean losesNextReply;
  private boolean isLagging;
  private int made;

  /** A machine, as it was asked for. */
  static final class Box {
    final JsonNode asked;
    String status = "booting";
    boolean isListed;

    Box(JsonNode asked, boolean isListed) {
      this.asked = asked;
      this.isListed = isListed;
    }

    private String json(String id) {
      return "{\"id\": \"%s\", \"name\": %s, \"status\": \"%s\", \"region\": {\"name\": %s, \"description\": \"-\"}, \"ssh_key_names\": [], \"file_system_names\": []}"
          .formatted(id, asked.path("name"), status, asked.path("region_name"));
    }
  }

  FakeLambda(LoopbackApi api) {
    api.on("GET", INSTANCES, request -> scripted(INSTANCES).orElseGet(this::list));
    api.on("POST", LAUNCH, request -> scripted(LAUNCH).orElseGet(() -> launch(request)));
    api.on("POST", TERMINATE, request -> scripted(TERMINATE).orElseGet(() -> end(request)));
    api.on(
        "GET",
        PATH,
        request ->
            request.header("authorization").filter(it -> it.startsWith("Bearer ")).isPresent()
                ? reply()
                : ApiReply.status(401, "{\"error\": {\"code\": \"global/invalid-api-key\"}}"));
  }

  FakeLambda sells(String name, String card, int gpus, String cents, String... free) {
    String regions =
        Arrays.stream(free)
            .map(region -> "{\"name\": \"%s\", \"description\": \"Somewhere\"}".formatted(region))
            .collect(Collectors.joining(","));
    types.put(
        name,
        """
        {"instance_type": {"name": "%s", "description": "some", "gpu_description": "%s",
           "price_cents_per_hour": %s,
           "specs": {"vcpus": 26, "memory_gib": 200, "storage_gib": 1024, "gpus": %d}},
         "regions_with_capacity_available": [%s]}\
        """
            .formatted(name, card, cents, gpus, regions));
    return this;
  }

  FakeLambda says(String name, String json) {
    types.put(name, json);
    return this;
  }

  ApiReply reply() {
    return ApiReply.json(
        types.entrySet().stream()
            .map(type -> "\"%s\": %s".formatted(type.getKey(), type.getValue()))
            .collect(Collectors.joining(",", "{\"data\": {", "}}")));
  }

  /** The next call of a path is answered with this. */
  FakeLambda fail(String path, ApiReply... replies) {
    failures.computeIfAbsent(path, any -> new ArrayDeque<>()).addAll(List.of(replies));
    return this;
  }

  FakeLambda loseNextReply() {
    losesNextReply = true;
    return this;
  }

  /** What is made from now on is not listed until this is over. */
  FakeLambda lag(boolean lagging) {
    isLagging = lagging;
    boxes.values().forEach(box -> box.isListed |= !lagging);
    return this;
  }

  /** Whatever was to go wrong does not. */
  void recover() {
    failures.clear();
    losesNextReply = false;
    lag(false);
  }

  void settle() {
    boxes.values().removeIf(box -> box.status.equals("terminating"));
  }

  Map<String, Box> boxes() {
    return boxes;
  }

  Box box(String id) {
    return Optional.ofNullable(boxes.get(id)).orElseThrow();
  }

  static ApiReply error(int status, String code) {
    return ApiReply.status(
        status,
        "{\"error\": {\"code\": \"%s\", \"message\": \"told so by the fake\", \"suggestion\": \"-\"}}"
            .formatted(code));
  }

  private Optional<ApiReply> scripted(String path) {
    return Optional.ofNullable(failures.getOrDefault(path, new ArrayDeque<>()).poll());
  }

  private ApiReply list() {
    return ApiReply.json(
        boxes.entrySet().stream()
            .filter(box -> box.getValue().isListed)
            .map(box -> box.getValue().json(box.getKey()))
            .collect(Collectors.joining(",", "{\"data\": [", "]}")));
  }

  private ApiReply launch(ApiRequest request) {
    JsonNode asked = parse(request);
    if (asked.path("ssh_key_names").size() != 1) {
      return error(400, "global/invalid-parameters");
    }
    String id = "%032d".formatted(made++);
    boxes.put(id, new Box(asked, !isLagging));
    ApiReply reply = ApiReply.json("{\"data\": {\"instance_ids\": [\"%s\"]}}".formatted(id));
    boolean isLost = losesNextReply;
    losesNextReply = false;
    return isLost ? reply.cut() : reply;
  }

  private ApiReply end(ApiRequest request) {
    for (JsonNode id : parse(request).path("instance_ids")) {
      Box box = boxes.get(id.asText());
      if (box == null) {
        return error(404, "global/object-does-not-exist");
      }
      box.status = "terminating";
    }
    return ApiReply.json("{\"data\": {\"terminated_instances\": []}}");
  }

  private static JsonNode parse(ApiRequest request) {
    try {
      return JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request is no JSON.", e);
    }
  }
}
