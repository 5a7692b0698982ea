package io.tradewind.adapters.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Resource groups, networks and machines as Azure's Resource Manager keeps them. A machine is
 * accepted first; whether there is room is told when it is looked at, and one that failed stays
 * with its parts until it is deleted. Two machines a page.
 */
final class FakeMachines {
  private static final Pattern GROUP =
      Pattern.compile("/subscriptions/[^/]+/resource[gG]roups/([^/]+)");
  private static final Pattern MACHINE =
      Pattern.compile(GROUP + "/providers/Microsoft.Compute/virtualMachines(?:/([^/]+))?");
  private static final Pattern NETWORK =
      Pattern.compile(GROUP + "/providers/Microsoft.(Network|Compute/proximityPlacementGroups)/.+");
  private static final Pattern RESOURCES = Pattern.compile(GROUP + "/resources");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 2;

  private final Set<String> groups = new TreeSet<>();
  private final Map<String, JsonNode> networks = new LinkedHashMap<>();
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Map<String, Deque<ApiReply>> failures = new HashMap<>();
  private Optional<String> failureOfNext = Optional.empty();
  private boolean losesNextReply;
  private int made;

  /** A machine, as it was asked for. */
  static final class Box {
    final int number;
    final String group;
    final String name;
    final JsonNode asked;
    private final Optional<String> failure;
    String provisioning = "Creating";
    String power = "starting";

    Box(int number, String group, String name, JsonNode asked, Optional<String> failure) {
      this.number = number;
      this.group = group;
      this.name = name;
      this.asked = asked;
      this.failure = failure;
    }

    private void advance() {
      if (provisioning.equals("Creating")) {
        provisioning = failure.isPresent() ? "Failed" : "Succeeded";
        power = failure.isPresent() ? "" : "running";
      }
    }

    private String json(boolean withView) {
      String view =
          withView ? ", \"instanceView\": {\"statuses\": [%s]}".formatted(statuses()) : "";
      return """
      {"id": "/subscriptions/s/resourceGroups/%s/providers/Microsoft.Compute/virtualMachines/%s",
       "name": "%s", "type": "Microsoft.Compute/virtualMachines", "location": "%s", "tags": %s,
       "properties": {"provisioningState": "%s", "timeCreated": "2026-11-20T12:00:00.000+00:00"%s}}\
      """
          .formatted(
              group,
              name,
              name,
              asked.path("location").asText(),
              asked.path("tags"),
              provisioning,
              view);
    }

    private String statuses() {
      List<String> all = new ArrayList<>();
      if (provisioning.equals("Failed")) {
        all.add(
            "{\"code\": \"ProvisioningState/failed/%s\", \"level\": \"Error\", \"message\": \"told so by the fake\"}"
                .formatted(failure.orElse("Unknown")));
      }
      if (!power.isEmpty()) {
        all.add("{\"code\": \"PowerState/%s\", \"level\": \"Info\"}".formatted(power));
      }
      return String.join(",", all);
    }
  }

  /** The next machine is accepted, and then fails with this code. */
  FakeMachines failNextMachine(String code) {
    failureOfNext = Optional.of(code);
    return this;
  }

  /**
   * The next call of a kind is answered with this.
   *
   * @param kind {@code PUT, GET, DELETE} of a machine, or {@code LIST}
   */
  FakeMachines fail(String kind, ApiReply reply) {
    failures.computeIfAbsent(kind, any -> new ArrayDeque<>()).add(reply);
    return this;
  }

  FakeMachines loseNextReply() {
    losesNextReply = true;
    return this;
  }

  /** Whatever was to go wrong does not. */
  void recover() {
    failures.clear();
    failureOfNext = Optional.empty();
    losesNextReply = false;
  }

  /** Taken away, as spot machines are. */
  void lose(String name) {
    boxes.values().removeIf(box -> box.name.equals(name));
  }

  /** What is being deleted is gone. */
  void settle() {
    boxes.values().removeIf(box -> box.provisioning.equals("Deleting"));
  }

  List<Box> boxes() {
    return List.copyOf(boxes.values());
  }

  JsonNode network(String id) {
    return Optional.ofNullable(networks.get(id)).orElseThrow();
  }

  Set<String> groups() {
    return Set.copyOf(groups);
  }

  ApiReply answer(ApiRequest request) {
    Matcher machine = MACHINE.matcher(request.path());
    if (machine.matches()) {
      String kind = machine.group(2) == null ? "LIST" : request.method();
      ApiReply failure = failures.getOrDefault(kind, new ArrayDeque<>()).poll();
      return failure != null ? failure : machine(kind, machine.group(1), machine.group(2), request);
    }
    if (NETWORK.matcher(request.path()).matches()) {
      return network(request);
    }
    if (RESOURCES.matcher(request.path()).matches()) {
      return Optional.ofNullable(failures.getOrDefault("RESOURCES", new ArrayDeque<>()).poll())
          .orElseGet(this::resources);
    }
    Matcher group = GROUP.matcher(request.path());
    return group.matches() ? group(group.group(1), request) : missing("NoSuchRoute");
  }

  private ApiReply machine(String kind, String group, String name, ApiRequest request) {
    if (!groups.contains(group)) {
      return missing("ResourceGroupNotFound");
    }
    Box box = boxes.get(group + "/" + name);
    return switch (kind) {
      case "LIST" -> list(group, request);
      case "PUT" -> put(group, name, request);
      case "GET" -> box == null ? missing("ResourceNotFound") : got(box);
      case "DELETE" -> box == null ? ApiReply.status(204) : deleted(box);
      default -> ApiReply.status(405);
    };
  }

  private ApiReply put(String group, String name, ApiRequest request) {
    if (boxes.containsKey(group + "/" + name)) {
      return request.header("If-None-Match").filter("*"::equals).isPresent()
          ? error(412, "PreconditionFailed", "The resource is there")
          : error(409, "PropertyChangeNotAllowed", "customData");
    }
    JsonNode asked = parse(request.body());
    String subnet =
        asked
            .at(
                "/properties/networkProfile/networkInterfaceConfigurations/0/properties/ipConfigurations/0/properties/subnet/id")
            .asText();
    if (networks.keySet().stream().noneMatch(it -> subnet.startsWith(it + "/subnets/"))) {
      return error(400, "InvalidResourceReference", "no subnet " + subnet);
    }
    Box box = new Box(++made, group, name, asked, failureOfNext);
    failureOfNext = Optional.empty();
    boxes.put(group + "/" + name, box);
    ApiReply reply = json(201, box.json(false));
    boolean isLost = losesNextReply;
    losesNextReply = false;
    return isLost ? ApiReply.reset() : reply;
  }

  private static ApiReply got(Box box) {
    String now = box.json(true);
    box.advance();
    return json(200, now);
  }

  private static ApiReply deleted(Box box) {
    box.provisioning = "Deleting";
    box.power = "stopping";
    return ApiReply.status(202);
  }

  private ApiReply list(String group, ApiRequest request) {
    List<Box> all = boxes.values().stream().filter(box -> box.group.equals(group)).toList();
    int from = Integer.parseInt(request.parameter("$skiptoken").orElse("0"));
    int to = Math.min(all.size(), from + PAGE);
    String next =
        to < all.size()
            ? "\"https://management.azure.com%s?api-version=2025-04-01&$skiptoken=%d\""
                .formatted(request.path(), to)
            : "null";
    return json(
        200,
        "{\"value\": [%s], \"nextLink\": %s}"
            .formatted(
                all.subList(from, to).stream()
                    .map(box -> box.json(false))
                    .collect(Collectors.joining(",")),
                next));
  }

  private ApiReply resources() {
    return json(
        200,
        networks.keySet().stream()
            .map(
                id ->
                    "{\"id\": \"%s\", \"name\": \"%s\", \"createdTime\": \"2026-11-20T12:00:00Z\"}"
                        .formatted(id, id.substring(id.lastIndexOf('/') + 1)))
            .collect(Collectors.joining(",", "{\"value\": [", "]}")));
  }

  /** A network is used by machines, rules by a network. */
  private ApiReply dropped(String id) {
    boolean isUsed =
        boxes.values().stream().anyMatch(box -> box.asked.toString().contains("\"" + id + "\""))
            || boxes.values().stream().anyMatch(box -> box.asked.toString().contains(id + "/"))
            || networks.values().stream().anyMatch(it -> it.toString().contains("\"" + id + "\""));
    if (isUsed) {
      return error(400, "InUse", "It is used");
    }
    networks.remove(id);
    return ApiReply.status(202);
  }

  /** What networks and placement groups there are, by their paths. */
  Set<String> networks() {
    return Set.copyOf(networks.keySet());
  }

  private ApiReply network(ApiRequest request) {
    boolean isThere = networks.containsKey(request.path());
    Optional<ApiReply> failure =
        Optional.ofNullable(failures.getOrDefault("NETWORK", new ArrayDeque<>()).poll());
    if (failure.isPresent()) {
      return failure.get();
    }
    return switch (request.method()) {
      case "DELETE" -> dropped(request.path());
      case "HEAD" -> ApiReply.status(isThere ? 204 : 404);
      case "PUT" -> {
        networks.put(request.path(), parse(request.body()));
        yield resource(request.path());
      }
      default -> isThere ? resource(request.path()) : missing("ResourceNotFound");
    };
  }

  private static ApiReply resource(String id) {
    return json(
        200,
        "{\"id\": \"%s\", \"name\": \"n\", \"location\": \"eastus\", \"properties\": {\"provisioningState\": \"Succeeded\"}}"
            .formatted(id));
  }

  private ApiReply group(String group, ApiRequest request) {
    return switch (request.method()) {
      case "HEAD" -> ApiReply.status(groups.contains(group) ? 204 : 404);
      case "PUT" -> {
        groups.add(group);
        yield resource("/subscriptions/s/resourceGroups/" + group);
      }
      default -> ApiReply.status(405);
    };
  }

  static ApiReply error(int status, String code, String message) {
    return json(status, FakeAzure.error(code, message));
  }

  private static ApiReply missing(String code) {
    return error(404, code, "there is none");
  }

  private static ApiReply json(int status, String body) {
    return ApiReply.status(status, body).with("Content-Type", "application/json");
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request is no JSON.", e);
    }
  }
}
