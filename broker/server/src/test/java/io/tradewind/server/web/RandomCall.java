package io.tradewind.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Makes up requests after a contract: right ones, ones with a mistake, and rubbish. */
final class RandomCall {
  private static final int DEEPEST = 5;

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1e999",
          "999999999999999999999",
          "null",
          "true",
          "NaN",
          "ü漢字\uD83D\uDE80",
          "\u0000",
          "'; drop table workload; --",
          "../../etc/passwd",
          "%",
          "a".repeat(3_000),
          "2026-02-30T25:61:00Z",
          "+999999999-01-01T00:00:00Z",
          "0001-01-01T00:00:00Z",
          "AAAA",
          "USD",
          "1 USD",
          "{}",
          "[]",
          "\"");

  private final Random random;
  private final JsonNode contract;
  private final ObjectMapper json;

  RandomCall(Random random, JsonNode contract, ObjectMapper json) {
    this.random = random;
    this.contract = contract;
    this.json = json;
  }

  /** One request; the target is encoded. */
  record Call(String method, String target, Map<String, String> headers, String body) {}

  Call next(String path, String method, JsonNode operation) {
    var headers = new LinkedHashMap<String, String>();
    String target = path;
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asText();
      String value = text(parameter.path("schema"));
      switch (parameter.path("in").asText()) {
        case "path" -> target = target.replace("{" + name + "}", encoded(value));
        case "query" -> {
          if (random.nextInt(3) > 0) {
            query.add(encoded(name) + "=" + encoded(value));
          }
        }
        case "header" -> {
          if (random.nextBoolean()) {
            headers.put(name, value.replaceAll("[^\\x20-\\x7e]", "?").strip());
          }
        }
        default -> throw new IllegalStateException("A parameter in " + parameter.path("in"));
      }
    }
    target = target.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    String body = body(operation.path("requestBody").path("content"), headers);
    String whole = query.isEmpty() ? target : target + "?" + String.join("&", query);
    return new Call(method, whole, headers, body);
  }

  private String body(JsonNode content, Map<String, String> headers) {
    if (content.isMissingNode()) {
      return "";
    }
    List<Map.Entry<String, JsonNode>> kinds = new ArrayList<>(content.properties());
    Map.Entry<String, JsonNode> kind = kinds.get(random.nextInt(kinds.size()));
    headers.put("Content-Type", random.nextInt(20) == 0 ? "text/csv" : kind.getKey());
    if (random.nextInt(8) == 0) {
      return odd();
    }
    String right = value(kind.getValue().path("schema"), 0).toString();
    return random.nextInt(8) == 0 ? right.substring(0, random.nextInt(right.length() + 1)) : right;
  }

  private String text(JsonNode schema) {
    JsonNode value =
        random.nextInt(4) == 0 ? json.getNodeFactory().textNode(odd()) : value(schema, 0);
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asText().replaceFirst(".*/", "");
      return value(contract.path("components").path("schemas").path(name), depth + 1);
    }
    if (random.nextInt(12) == 0) {
      return mistaken();
    }
    for (String choice : List.of("anyOf", "oneOf", "allOf", "enum", "examples")) {
      JsonNode choices = schema.path(choice);
      if (choices.isArray() && !choices.isEmpty()) {
        JsonNode chosen = choices.get(random.nextInt(choices.size()));
        return choice.endsWith("Of") ? value(chosen, depth + 1) : chosen;
      }
    }
    JsonNode type = schema.path("type");
    String one = type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText();
    return switch (one) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> json.getNodeFactory().numberNode(integer());
      case "number" -> json.getNodeFactory().numberNode(random.nextGaussian() * 1_000);
      case "boolean" -> json.getNodeFactory().booleanNode(random.nextBoolean());
      case "null" -> json.getNodeFactory().nullNode();
      default -> json.getNodeFactory().textNode(string(schema.path("format").asText()));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = json.createObjectNode();
    if (depth < DEEPEST) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        if (random.nextInt(5) > 0) {
          object.set(property.getKey(), value(property.getValue(), depth + 1));
        }
      }
    }
    if (random.nextInt(12) == 0) {
      object.put("unheardOf", odd());
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = json.createArrayNode();
    for (int i = random.nextInt(3); depth < DEEPEST && i > 0; i--) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  private JsonNode mistaken() {
    return switch (random.nextInt(6)) {
      case 0 -> json.getNodeFactory().nullNode();
      case 1 -> json.getNodeFactory().numberNode(integer());
      case 2 -> json.createArrayNode().addNull();
      case 3 -> json.createObjectNode().put("a", odd());
      case 4 -> json.getNodeFactory().booleanNode(true);
      default -> json.getNodeFactory().textNode(odd());
    };
  }

  private String string(String format) {
    return switch (format) {
      case "uuid" -> UUID.nameUUIDFromBytes(new byte[] {(byte) random.nextInt(3)}).toString();
      case "date-time" -> "2026-0%d-01T00:00:00Z".formatted(1 + random.nextInt(9));
      case "date" -> "2026-01-0" + (1 + random.nextInt(9));
      case "uri" -> "https://example.org/" + random.nextInt(9);
      default -> random.nextInt(3) == 0 ? odd() : "word" + random.nextInt(9);
    };
  }

  private long integer() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> -1 - random.nextInt(9);
      case 2 -> Integer.MAX_VALUE;
      case 3 -> random.nextLong();
      default -> 1 + random.nextInt(50);
    };
  }

  private String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
