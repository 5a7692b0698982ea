package io.tradewind.server.placement;

import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parser's result as a tree of string-keyed maps, lists, texts, numbers and truth values. Aliases
 * are unfolded, so a small body could become a huge tree: it is cut short at a number of values.
 */
final class PlainTree {
  static final int MOST_VALUES = 50_000;
  private static final int DEEPEST = 40;

  private int values;

  private PlainTree() {}

  static Map<String, Object> of(@Nullable Object parsed) {
    if (!(parsed instanceof Map<?, ?> map)) {
      throw refused(
          "The body is %s, not a mapping".formatted(kind(parsed)),
          "Begin with fields such as 'resources:' and 'run:'.");
    }
    return new PlainTree().map(map, 0);
  }

  private Map<String, Object> map(Map<?, ?> map, int depth) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw refused("A key is %s".formatted(kind(key)), "Let every key be a plain word.");
      }
      if (plain.containsKey(key.toString())) {
        throw refused("The key '%s' is there twice".formatted(key), "Keep one of the two.");
      }
      plain.put(key.toString(), value(entry.getValue(), depth + 1));
    }
    return plain;
  }

  // Absent values are a part of JSON and YAML; who reads the tree says what is wrong with them.
  @SuppressWarnings("NullAway")
  private Object value(@Nullable Object value, int depth) {
    values++;
    if (values > MOST_VALUES || depth > DEEPEST) {
      throw refused(
          "The body unfolds to more than %d values or %d levels".formatted(MOST_VALUES, DEEPEST),
          "Use fewer aliases, or shorter lists.");
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, depth);
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      for (Object item : list) {
        plain.add(value(item, depth + 1));
      }
      return plain;
    }
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    throw refused(
        "A value is %s".formatted(kind(value)), "Write it as text, in quotes, without a tag.");
  }

  private static String kind(@Nullable Object value) {
    if (value == null) {
      return "empty";
    }
    if (value instanceof Map<?, ?>) {
      return "a mapping";
    }
    if (value instanceof List<?>) {
      return "a list";
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? "a single value"
        : "of an uncommon kind";
  }

  private static ProblemException refused(String what, String advice) {
    return new ProblemException(
        400, "malformed_body", what + ".", List.of(new FieldProblem("body", what + ".", advice)));
  }
}
