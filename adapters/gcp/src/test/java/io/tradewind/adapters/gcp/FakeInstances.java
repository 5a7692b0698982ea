package io.tradewind.adapters.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compute Engine's machines on this machine: a name is used once in a zone, a request id is
 * answered with its first operation, and whether there is room is told by the operation alone. Two
 * machines a page.
 */
final class FakeInstances {
  private static final String ZONES = "/compute/v1/projects/demo-project/zones/";
  private static final String ALL = "/compute/v1/projects/demo-project/aggregated/instances";
  private static final Pattern FILTER = Pattern.compile("([a-z.-]+) = \"([^\"]+)\"");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 2;

  private final LoopbackApi api;
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Map<String, Task> taskByRequest = new HashMap<>();
  private final Map<String, Deque<ApiReply>> failures = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private Optional<String> errorOfNext = Optional.empty();
  private Optional<String> silentZone = Optional.empty();
  private boolean losesNextReply;
  private int made;

  /** A machine, as it was asked for. */
  static final class Box {
    final int number;
    final String zone;
    final JsonNode asked;
    String status = "PROVISIONING";

    Box(int number, String zone, JsonNode asked) {
      this.number = number;
      this.zone = zone;
      this.asked = asked;
    }

    String name() {
      return asked.path("name").asText();
    }

    String json() {
      return "{\"kind\": \"compute#instance\", \"id\": \"1\", \"name\": \"%s\", \"zone\": \"https://compute.googleapis.com/compute/v1/projects/demo-project/zones/%s\", \"status\": \"%s\", \"creationTimestamp\": \"2026-11-20T04:00:00.000-08:00\", \"labels\": %s}"
          .formatted(name(), zone, status, asked.path("labels"));
    }
  }

  private record Task(String name, String box, Optional<String> error) {}

  FakeInstances(LoopbackApi api) {
    this.api = api;
    api.on("GET", ALL, request -> scripted("list").orElseGet(() -> list(request)));
  }

  FakeInstances zone(String zone) {
    api.on("POST", ZONES + zone + "/instances", request -> insert(zone, request));
    return this;
  }

  /** The next operation fails with this code, after its machine was there for a while. */
  FakeInstances failNextOperation(String code) {
    errorOfNext = Optional.of(code);
    return this;
  }

  /**
   * The next call of a kind is answered with this.
   *
   * @param kind {@code insert, get, list, delete, wait}
   */
  FakeInstances fail(String kind, ApiReply... replies) {
    failures.computeIfAbsent(kind, any -> new ArrayDeque<>()).addAll(List.of(replies));
    return this;
  }

  FakeInstances loseNextReply() {
    losesNextReply = true;
    return this;
  }

  FakeInstances silent(String zone) {
    silentZone = Optional.of(zone);
    return this;
  }

  /** Whatever was to go wrong does not. */
  void recover() {
    failures.clear();
    errorOfNext = Optional.empty();
    silentZone = Optional.empty();
    losesNextReply = false;
  }

  /** Taken away, as spot machines are. */
  void lose(String name) {
    boxes.values().removeIf(box -> box.name().equals(name));
  }

  /** What was ended is gone. */
  void settle() {
    boxes.values().removeIf(box -> box.status.equals("STOPPING"));
  }

  List<Box> boxes() {
    return List.copyOf(boxes.values());
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  static ApiReply error(int status, String reason, String message) {
    return ApiReply.status(
            status,
            "{\"error\": {\"code\": %d, \"message\": \"%s\", \"errors\": [{\"message\": \"%s\", \"domain\": \"global\", \"reason\": \"%s\"}]}}"
                .formatted(status, message, message, reason))
        .with("Content-Type", "application/json");
  }

  private Optional<ApiReply> scripted(String kind) {
    calls.add(kind);
    return Optional.ofNullable(failures.getOrDefault(kind, new ArrayDeque<>()).poll());
  }

  private ApiReply insert(String zone, ApiRequest request) {
    Optional<ApiReply> failure = scripted("insert");
    if (failure.isPresent()) {
      return failure.get();
    }
    String requestId = request.parameter("requestId").orElse("");
    Task before = taskByRequest.get(requestId);
    if (before != null) {
      return ApiReply.json(operation(before, true));
    }
    JsonNode asked = parse(request.body());
    String key = zone + "/" + asked.path("name").asText();
    if (boxes.containsKey(key)) {
      return error(409, "alreadyExists", "The resource " + key + " already exists");
    }
    boxes.put(key, new Box(++made, zone, asked));
    route(zone, key);
    Task task = new Task("operation-" + taskByRequest.size(), key, errorOfNext);
    errorOfNext = Optional.empty();
    taskByRequest.put(requestId, task);
    api.on(
        "POST",
        ZONES + zone + "/operations/" + task.name() + "/wait",
        any -> scripted("wait").orElseGet(() -> done(task)));
    ApiReply reply = ApiReply.json(operation(task, false));
    boolean isLost = losesNextReply;
    losesNextReply = false;
    return isLost ? reply.cut() : reply;
  }

  private ApiReply done(Task task) {
    if (task.error().isPresent()) {
      boxes.remove(task.box());
    } else if (boxes.containsKey(task.box())) {
      boxes.get(task.box()).status = "RUNNING";
    }
    return ApiReply.json(operation(task, true));
  }

  private void route(String zone, String key) {
    String path = ZONES + zone + "/instances/" + key.substring(key.indexOf('/') + 1);
    api.on(
        "GET",
        path,
        any ->
            scripted("get")
                .orElseGet(
                    () -> boxes.containsKey(key) ? ApiReply.json(boxes.get(key).json()) : gone()));
    api.on("DELETE", path, any -> scripted("delete").orElseGet(() -> delete(key)));
  }

  private ApiReply delete(String key) {
    if (!boxes.containsKey(key)) {
      return gone();
    }
    boxes.get(key).status = "STOPPING";
    return ApiReply.json(operation(new Task("operation-delete", key, Optional.empty()), false));
  }

  private static ApiReply gone() {
    return error(404, "notFound", "The resource was not found");
  }

  private ApiReply list(ApiRequest request) {
    Matcher filter = FILTER.matcher(request.parameter("filter").orElse(""));
    List<Box> found =
        filter.matches()
            ? boxes.values().stream()
                .filter(box -> has(box, filter.group(1), filter.group(2)))
                .toList()
            : List.of();
    int from =
        request.parameter("pageToken").filter(it -> !it.isEmpty()).map(Integer::parseInt).orElse(0);
    int to = Math.min(found.size(), from + PAGE);
    List<String> scopes = new ArrayList<>();
    found.subList(from, to).stream()
        .collect(Collectors.groupingBy(box -> box.zone))
        .forEach((zone, here) -> scopes.add(scope(zone, here)));
    silentZone.ifPresent(
        zone ->
            scopes.add(
                "\"zones/%s\": {\"warning\": {\"code\": \"UNREACHABLE\", \"message\": \"-\"}}"
                    .formatted(zone)));
    return ApiReply.json(
        "{\"kind\": \"compute#instanceAggregatedList\", \"items\": {%s}, \"nextPageToken\": \"%s\"}"
            .formatted(String.join(",", scopes), to < found.size() ? String.valueOf(to) : ""));
  }

  private static String scope(String zone, List<Box> boxes) {
    return "\"zones/%s\": {\"instances\": [%s]}"
        .formatted(zone, boxes.stream().map(Box::json).collect(Collectors.joining(",")));
  }

  private static boolean has(Box box, String field, String value) {
    return field.equals("name")
        ? box.name().equals(value)
        : box.asked.path("labels").path(field.substring("labels.".length())).asText().equals(value);
  }

  private static String operation(Task task, boolean isDone) {
    String error =
        task.error()
            .filter(any -> isDone)
            .map(
                code ->
                    ", \"error\": {\"errors\": [{\"code\": \"%s\", \"message\": \"told so by the fake\"}]}"
                        .formatted(code))
            .orElse("");
    return "{\"kind\": \"compute#operation\", \"name\": \"%s\", \"status\": \"%s\"%s}"
        .formatted(task.name(), isDone ? "DONE" : "RUNNING", error);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request is no JSON.", e);
    }
  }
}
