package io.tradewind.adapters.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Firewall rules of the project and placement policies of its regions: a name is used once. */
final class FakeNetworks {
  private static final String PROJECT = "/compute/v1/projects/demo-project/";
  private static final String RULES = PROJECT + "global/firewalls";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoopbackApi api;
  private final Map<String, JsonNode> rules = new LinkedHashMap<>();
  private final Map<String, JsonNode> policies = new LinkedHashMap<>();
  private final Deque<ApiReply> failures = new ArrayDeque<>();

  FakeNetworks(LoopbackApi api) {
    this.api = api;
    api.on("GET", RULES, request -> failure().orElseGet(this::list));
    api.on("POST", RULES, request -> failure().orElseGet(() -> insert(RULES, rules, request)));
  }

  FakeNetworks region(String region) {
    String path = PROJECT + "regions/" + region + "/resourcePolicies";
    api.on("POST", path, request -> failure().orElseGet(() -> insert(path, policies, request)));
    api.on(
        "POST",
        PROJECT + "regions/" + region + "/operations/made/wait",
        ApiReply.json(operation("DONE")));
    return this;
  }

  /** The next call is answered with this. */
  void fail(ApiReply reply) {
    failures.add(reply);
  }

  Map<String, JsonNode> rules() {
    return Map.copyOf(rules);
  }

  Map<String, JsonNode> policies() {
    return Map.copyOf(policies);
  }

  /** Whether a rule of the network lets machines with some tags in at those with others. */
  boolean letsIn(Set<String> from, Set<String> to) {
    return rules.values().stream()
        .anyMatch(
            rule ->
                rule.path("direction").asText().equals("INGRESS")
                    && texts(rule.path("sourceTags")).stream().anyMatch(from::contains)
                    && texts(rule.path("targetTags")).stream().anyMatch(to::contains)
                    && rule.at("/allowed/0/IPProtocol").asText().equals("all"));
  }

  static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private Optional<ApiReply> failure() {
    return Optional.ofNullable(failures.poll());
  }

  private ApiReply list() {
    return ApiReply.json(
        rules.values().stream()
            .map(JsonNode::toString)
            .map(
                json ->
                    json.replaceFirst(
                        "^\\{", "{\"creationTimestamp\": \"2026-11-20T04:00:00.000-08:00\","))
            .collect(Collectors.joining(",", "{\"items\": [", "]}")));
  }

  private ApiReply insert(String path, Map<String, JsonNode> into, ApiRequest request) {
    JsonNode asked = parse(request.body());
    String name = asked.path("name").asText();
    if (into.putIfAbsent(name, asked) != null) {
      return FakeInstances.error(409, "alreadyExists", "The resource already exists");
    }
    api.on("DELETE", path + "/" + name, any -> failure().orElseGet(() -> delete(into, name)));
    return ApiReply.json(operation("RUNNING"));
  }

  private static ApiReply delete(Map<String, JsonNode> from, String name) {
    return from.remove(name) == null
        ? FakeInstances.error(404, "notFound", "The resource was not found")
        : ApiReply.json(operation("RUNNING"));
  }

  private static String operation(String status) {
    return "{\"kind\": \"compute#operation\", \"name\": \"made\", \"status\": \"%s\"}"
        .formatted(status);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request is no JSON.", e);
    }
  }
}
