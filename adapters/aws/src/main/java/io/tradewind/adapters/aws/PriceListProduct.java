package io.tradewind.adapters.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A product of the price list, at its on-demand price.
 *
 * @param since from when the price holds
 */
record PriceListProduct(String instanceType, HourlyRate price, Optional<Instant> since) {
  /**
   * What a plain machine's product says of itself. Asked for, and looked at again in the answer: a
   * capacity block or a machine with a licence is another price for the same type.
   */
  static final Map<String, String> WANTED =
      Map.of(
          "operatingSystem", "Linux",
          "preInstalledSw", "NA",
          "capacitystatus", "Used",
          "marketoption", "OnDemand",
          "tenancy", "Shared");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_NUMBER = 40;

  /**
   * What one text of GetProducts says. Only its term {@code OnDemand} is read: what is reserved for
   * years or paid in advance stands beside it, and is no on-demand price.
   *
   * @return empty for a product that is something else, or of another type
   */
  static Optional<PriceListProduct> of(String region, Predicate<String> isWantedType, JsonNode root)
      throws RefusedRow {
    JsonNode attributes = root.path("product").path("attributes");
    String type = attributes.path("instanceType").asText();
    if (type.isEmpty()) {
      throw RefusedRow.malformed("there is no product.attributes.instanceType");
    }
    boolean isPlain =
        WANTED.entrySet().stream()
            .allMatch(it -> attributes.path(it.getKey()).asText().equals(it.getValue()));
    boolean isHere = attributes.path("regionCode").asText().equals(region);
    if (!isPlain || !isHere || !isWantedType.test(type)) {
      return Optional.empty();
    }
    JsonNode term = only(root.path("terms").path("OnDemand"), "on-demand term");
    JsonNode dimension = only(term.path("priceDimensions"), "price");
    return Optional.of(
        new PriceListProduct(type, hourly(dimension), instant(term.path("effectiveDate"))));
  }

  /** How a person finds the product. */
  static String label(String region, JsonNode root) {
    JsonNode product = root.path("product");
    String type = product.path("attributes").path("instanceType").asText("without a type");
    return "%s %s %s".formatted(region, type, product.path("sku").asText("")).strip();
  }

  /** Empty when the text is no JSON. */
  static Optional<JsonNode> tree(String json) {
    try {
      return Optional.of(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static HourlyRate hourly(JsonNode dimension) throws RefusedRow {
    String unit = dimension.path("unit").asText();
    if (!unit.equals("Hrs")) {
      throw RefusedRow.malformed("the unit is '%s'; expected Hrs".formatted(unit));
    }
    JsonNode price = dimension.path("pricePerUnit");
    if (!price.has("USD")) {
      throw new RefusedRow(
          Reason.PRICE_MISSING, "the price is %s; expected one in USD".formatted(price));
    }
    return Prices.usd(Optional.of(decimal(price.path("USD").asText())));
  }

  static BigDecimal decimal(String text) throws RefusedRow {
    // Longer texts, such as 1e999999999, are cheap to write and ruinous to expand.
    if (!text.matches("-?\\d{1,20}(\\.\\d{0,20})?") || text.length() > LONGEST_NUMBER) {
      String begin = text.length() > LONGEST_NUMBER ? text.substring(0, LONGEST_NUMBER) : text;
      throw RefusedRow.malformed("the price is '%s'; expected a number".formatted(begin));
    }
    return new BigDecimal(text);
  }

  private static Optional<Instant> instant(JsonNode date) {
    try {
      return Optional.of(Instant.parse(date.asText()));
    } catch (DateTimeParseException e) {
      // The price is good without the day from which it holds.
      return Optional.empty();
    }
  }

  private static JsonNode only(JsonNode byName, String what) throws RefusedRow {
    if (byName.size() != 1 || !byName.isObject()) {
      Reason reason = byName.isEmpty() ? Reason.PRICE_MISSING : Reason.MALFORMED_ROW;
      throw new RefusedRow(
          reason, "there are %d of the %s; expected one".formatted(byName.size(), what));
    }
    return byName.elements().next();
  }
}
