package io.tradewind.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of a reply. What is asked for is there and of the right type, or the refusal says which
 * field held what. A null counts as absent. Numbers are exact.
 */
public final class Json {
  private static final int LONGEST = 40;
  private static final int MOST_DIGITS = 40;
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,20}(\\.\\d{1,20})?");

  private final JsonNode node;

  Json(JsonNode node) {
    this.node = node;
  }

  public String text(String field) throws RefusedRow {
    return optionalText(field).orElseThrow(() -> absent(field, "a text"));
  }

  /** Empty when absent or blank. */
  public Optional<String> optionalText(String field) throws RefusedRow {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !value.get().isTextual()) {
      throw wrong(field, value.get(), "a text");
    }
    return value.map(JsonNode::textValue).map(String::strip).filter(text -> !text.isEmpty());
  }

  public BigDecimal number(String field) throws RefusedRow {
    return optionalNumber(field).orElseThrow(() -> absent(field, "a number"));
  }

  public Optional<BigDecimal> optionalNumber(String field) throws RefusedRow {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !isReasonableNumber(value.get())) {
      throw wrong(field, value.get(), "a number");
    }
    return value.map(JsonNode::decimalValue);
  }

  /** A number that some APIs write as a text, such as {@code "3.95"}. */
  public Optional<BigDecimal> optionalDecimal(String field) throws RefusedRow {
    Optional<JsonNode> value = value(field);
    if (value.isEmpty() || !value.get().isTextual()) {
      return optionalNumber(field);
    }
    if (!DECIMAL.matcher(value.get().textValue().strip()).matches()) {
      throw wrong(field, value.get(), "a number");
    }
    return Optional.of(new BigDecimal(value.get().textValue().strip()));
  }

  /** A number that is counted or measured, never money. */
  public double quantity(String field) throws RefusedRow {
    return number(field).doubleValue();
  }

  public boolean flag(String field) throws RefusedRow {
    return optionalFlag(field).orElseThrow(() -> absent(field, "true or false"));
  }

  public Optional<Boolean> optionalFlag(String field) throws RefusedRow {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw wrong(field, value.get(), "true or false");
    }
    return value.map(JsonNode::booleanValue);
  }

  public Json object(String field) throws RefusedRow {
    return optionalObject(field).orElseThrow(() -> absent(field, "an object"));
  }

  public Optional<Json> optionalObject(String field) throws RefusedRow {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !value.get().isObject()) {
      throw wrong(field, value.get(), "an object");
    }
    return value.map(Json::new);
  }

  /** The objects of a list. */
  public List<Json> items(String field) throws RefusedRow {
    List<Json> items = new ArrayList<>();
    for (JsonNode item : array(field)) {
      if (!item.isObject()) {
        throw wrong(field, item, "a list of objects");
      }
      items.add(new Json(item));
    }
    return items;
  }

  /** The texts of a list; empty when the field is absent. */
  public List<String> texts(String field) throws RefusedRow {
    List<String> texts = new ArrayList<>();
    if (value(field).isEmpty()) {
      return texts;
    }
    for (JsonNode item : array(field)) {
      if (!item.isTextual()) {
        throw wrong(field, item, "a list of texts");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  /** Every field that holds an object, in the reply's order. */
  public Map<String, Json> objects() throws RefusedRow {
    Map<String, Json> objects = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isObject()) {
        throw wrong(field.getKey(), field.getValue(), "an object");
      }
      objects.put(field.getKey(), new Json(field.getValue()));
    }
    return objects;
  }

  public boolean has(String field) {
    return value(field).isPresent();
  }

  /** The named fields as they stand, for a person who looks for the row. Never fails. */
  public String label(String... fields) {
    List<String> parts = new ArrayList<>();
    for (String field : fields) {
      value(field).map(value -> shown(value)).ifPresent(parts::add);
    }
    return parts.isEmpty() ? "a row without " + String.join(", ", fields) : String.join(" ", parts);
  }

  @Override
  public String toString() {
    return shown(node);
  }

  private JsonNode array(String field) throws RefusedRow {
    JsonNode value = value(field).orElseThrow(() -> absent(field, "a list"));
    if (!value.isArray()) {
      throw wrong(field, value, "a list");
    }
    return value;
  }

  private Optional<JsonNode> value(String field) {
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  /** Numbers such as 1e999999999 are cheap to write and ruinous to expand. */
  private static boolean isReasonableNumber(JsonNode value) {
    if (!value.isNumber()) {
      return false;
    }
    BigDecimal number = value.decimalValue();
    return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
  }

  private static RefusedRow absent(String field, String expected) {
    return RefusedRow.malformed("there is no %s; expected %s".formatted(field, expected));
  }

  private static RefusedRow wrong(String field, JsonNode found, String expected) {
    return RefusedRow.malformed("%s is %s; expected %s".formatted(field, shown(found), expected));
  }

  private static String shown(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
