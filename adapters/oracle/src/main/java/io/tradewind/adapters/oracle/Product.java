package io.tradewind.adapters.oracle;

import io.tradewind.rest.Json;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * A product of the list that is about accelerators.
 *
 * @param family what stands behind "GPU" in its name: {@code A100 - V2}
 * @param price for one accelerator and one hour, in USD
 * @param refusal why it cannot be read, if it cannot
 */
record Product(
    String label, String family, Optional<BigDecimal> price, Optional<RefusedRow> refusal) {
  static Product of(Json item) {
    String label = item.label("partNumber", "displayName");
    try {
      return new Product(
          label, family(item.text("displayName")), payAsYouGo(item), Optional.empty());
    } catch (RefusedRow e) {
      return new Product(label, "", Optional.empty(), Optional.of(e));
    }
  }

  /** {@code Compute - Virtual Machine GPU Standard - X7} is of the family {@code X7}. */
  private static String family(String displayName) throws RefusedRow {
    String name = displayName.toUpperCase(Locale.ROOT);
    int gpu = name.indexOf("GPU");
    if (gpu < 0) {
      throw RefusedRow.malformed("'%s' names no GPU".formatted(displayName));
    }
    return name.substring(gpu + 3).replaceFirst("^[\\s-]*(STANDARD)?[\\s-]*", "").strip();
  }

  private static Optional<BigDecimal> payAsYouGo(Json item) throws RefusedRow {
    if (!item.text("metricName").equals("GPU Per Hour")) {
      throw RefusedRow.malformed(
          "the metric is %s; expected GPU Per Hour".formatted(item.text("metricName")));
    }
    for (Json currency : item.items("currencyCodeLocalizations")) {
      if (currency.text("currencyCode").equals("USD")) {
        return firstPayAsYouGo(currency);
      }
    }
    return Optional.empty();
  }

  /** Committed prices stand beside it under other models. */
  private static Optional<BigDecimal> firstPayAsYouGo(Json currency) throws RefusedRow {
    for (Json price : currency.items("prices")) {
      if (price.text("model").equals("PAY_AS_YOU_GO")) {
        return price.optionalNumber("value");
      }
    }
    return Optional.empty();
  }
}
