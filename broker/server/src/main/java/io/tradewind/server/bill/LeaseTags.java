package io.tradewind.server.bill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the lease that a row is of: by the tag of its machine, which each provider's export writes
 * in its own way, else by the machine's name, which holds the lease's id at two of the three.
 */
final class LeaseTags {
  private static final String TAG = "tradewindlease";
  private static final Pattern NAME =
      Pattern.compile("tradewind-([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

  private final ObjectReader json;

  LeaseTags(ObjectReader json) {
    this.json = json;
  }

  Optional<UUID> find(BillRow row, String resource) {
    for (Map.Entry<String, String> cell : row.cells().entrySet()) {
      String name = cell.getKey();
      if (name.contains("tag") || name.contains("label")) {
        Optional<UUID> found = name.endsWith(TAG) ? uuid(cell.getValue()) : ofMap(cell.getValue());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    Matcher named = NAME.matcher(resource);
    return named.find() ? uuid(named.group(1)) : Optional.empty();
  }

  /** JSON: an object, a list of keys and values, or (Azure's) an object without its braces. */
  private Optional<UUID> ofMap(String text) {
    if (!BillRow.plain(text).contains(TAG)) {
      return Optional.empty();
    }
    String whole = text.strip().matches("(?s)[\\[{].*") ? text : "{" + text + "}";
    try {
      return ofMap(json.readTree(whole));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<UUID> ofMap(JsonNode tags) {
    if (tags.isArray()) {
      for (JsonNode tag : tags) {
        if (isTag(tag.path("key").asText())) {
          return uuid(tag.path("value").asText());
        }
      }
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> tag : tags.properties()) {
      if (isTag(tag.getKey())) {
        return uuid(tag.getValue().asText());
      }
    }
    return Optional.empty();
  }

  private static boolean isTag(String key) {
    return BillRow.plain(key).endsWith(TAG);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
