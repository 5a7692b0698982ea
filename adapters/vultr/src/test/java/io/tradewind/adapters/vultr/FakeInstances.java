package io.tradewind.adapters.vultr;

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

/** The account's machines as documented: two a page, by a cursor; none without the key. */
final class FakeInstances {
  static final String PATH = "/v2/instances";
  static final String KEY = "key-71cd-of-the-test";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 2;

  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Map<String, Deque<ApiReply>> failures = new HashMap<>();
  private boolean losesNextReply;
  private int made;

  /** A machine, as it was asked for. */
  static final class Box {
    final JsonNode asked;
    String status = "pending";
    String power = "running";
    String server = "none";

    Box(JsonNode asked) {
      this.asked = asked;
    }

    private String json(String id) {
      return """
      {"id": "%s", "label": %s, "status": "%s", "power_status": "%s", "server_status": "%s",
       "region": %s, "plan": %s}\
      """
          .formatted(
              id,
              asked.path("label"),
              status,
              power,
              server,
              asked.path("region"),
              asked.path("plan"));
    }
  }

  FakeInstances(LoopbackApi api) {
    api.on("GET", PATH, request -> scripted(request).orElseGet(() -> list(request)));
    api.on("POST", PATH, request -> scripted(request).orElseGet(() -> create(request)));
    api.otherwise(request -> scripted(request).orElseGet(() -> delete(request)));
  }

  /** The next call of a method is answered with this. */
  FakeInstances fail(String method, ApiReply reply) {
    failures.computeIfAbsent(method, any -> new ArrayDeque<>()).add(reply);
    return this;
  }

  FakeInstances loseNextReply() {
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

  static ApiReply error(int status, String message) {
    return ApiReply.status(
        status, "{\"error\": \"%s\", \"status\": %d}".formatted(message, status));
  }

  private Optional<ApiReply> scripted(ApiRequest request) {
    if (!request.header("Authorization").equals(Optional.of("Bearer " + KEY))) {
      return Optional.of(error(401, "Invalid API token."));
    }
    return Optional.ofNullable(failures.getOrDefault(request.method(), new ArrayDeque<>()).poll());
  }

  private ApiReply list(ApiRequest request) {
    List<String> all =
        boxes.entrySet().stream().map(box -> box.getValue().json(box.getKey())).toList();
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
    String id = "cb676a46-66fd-4dfb-b839-%012d".formatted(made++);
    Box box = new Box(parse(request));
    boxes.put(id, box);
    ApiReply reply = ApiReply.status(202, "{\"instance\": %s}".formatted(box.json(id)));
    boolean isLost = losesNextReply;
    losesNextReply = false;
    return isLost ? reply.cut() : reply;
  }

  private ApiReply delete(ApiRequest request) {
    String id = request.path().substring(PATH.length() + 1);
    return boxes.remove(id) == null ? error(404, "Invalid instance-id.") : ApiReply.status(204);
  }

  private static JsonNode parse(ApiRequest request) {
    try {
      return JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request is no JSON.", e);
    }
  }
}
