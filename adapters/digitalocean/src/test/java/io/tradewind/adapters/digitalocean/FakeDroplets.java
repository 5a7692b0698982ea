package io.tradewind.adapters.digitalocean;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The account's machines as documented: two lists by kind, two machines a page. */
final class FakeDroplets {
  static final String PATH = "/v2/droplets";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 2;

  private final LoopbackApi api;
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Map<String, Deque<ApiReply>> failures = new HashMap<>();
  private boolean losesNextReply;
  private int made;

  /** A machine, as it was asked for. */
  static final class Box {
    final JsonNode asked;
    String status = "new";

    Box(JsonNode asked) {
      this.asked = asked;
    }

    private boolean isOf(String kind) {
      return asked.path("size").asText().startsWith("gpu-") == kind.equals("gpus");
    }

    private String json(String id) {
      return "{\"id\": %s, \"name\": %s, \"status\": \"%s\", \"region\": {\"slug\": %s}}"
          .formatted(id, asked.path("name"), status, asked.path("region"));
    }
  }

  FakeDroplets(LoopbackApi api) {
    this.api = api;
    api.on("GET", PATH, request -> scripted("GET").orElseGet(() -> list(request)));
    api.on("POST", PATH, request -> scripted("POST").orElseGet(() -> create(request)));
    api.otherwise(request -> scripted(request.method()).orElseGet(() -> delete(request)));
  }

  /** The next call of a method is answered with this. */
  FakeDroplets fail(String method, ApiReply reply) {
    failures.computeIfAbsent(method, any -> new ArrayDeque<>()).add(reply);
    return this;
  }

  FakeDroplets loseNextReply() {
    losesNextReply = true;
    return this;
  }

  /** Whatever was to go wrong does not. */
  void recover() {
    failures.clear();
    losesNextReply = false;
  }

  Map<String, Box> boxes() {
    return boxes;
  }

  Box box(String id) {
    return Optional.ofNullable(boxes.get(id)).orElseThrow();
  }

  static ApiReply error(int status, String id, String message) {
    return ApiReply.status(status, "{\"id\": \"%s\", \"message\": \"%s\"}".formatted(id, message));
  }

  private Optional<ApiReply> scripted(String method) {
    return Optional.ofNullable(failures.getOrDefault(method, new ArrayDeque<>()).poll());
  }

  private ApiReply list(ApiRequest request) {
    String kind = request.parameter("type").orElse("droplets");
    List<String> all =
        boxes.entrySet().stream()
            .filter(box -> box.getValue().isOf(kind))
            .map(box -> box.getValue().json(box.getKey()))
            .toList();
    int from = (Integer.parseInt(request.parameter("page").orElse("1")) - 1) * PAGE;
    int to = Math.min(all.size(), from + PAGE);
    String next =
        to < all.size()
            ? "\"pages\": {\"next\": \"%s%s?type=%s&page=%d&per_page=200\"}"
                .formatted(api.url(), PATH, kind, to / PAGE + 1)
            : "";
    return ApiReply.json(
        all.subList(from, to).stream()
            .collect(Collectors.joining(",", "{\"droplets\": [", "], \"links\": {" + next + "}}")));
  }

  private ApiReply create(ApiRequest request) {
    String id = String.valueOf(3_164_444 + made++);
    Box box = new Box(parse(request));
    boxes.put(id, box);
    ApiReply reply =
        ApiReply.status(202, "{\"droplet\": %s, \"links\": {}}".formatted(box.json(id)));
    boolean isLost = losesNextReply;
    losesNextReply = false;
    return isLost ? reply.cut() : reply;
  }

  private ApiReply delete(ApiRequest request) {
    String id = request.path().substring(PATH.length() + 1);
    return boxes.remove(id) == null
        ? error(404, "not_found", "The resource you were accessing could not be found.")
        : ApiReply.status(204);
  }

  private static JsonNode parse(ApiRequest request) {
    try {
      return JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request is no JSON.", e);
    }
  }
}
