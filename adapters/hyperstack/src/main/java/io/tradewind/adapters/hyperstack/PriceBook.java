package io.tradewind.adapters.hyperstack;

import io.tradewind.rest.Json;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** USD an hour by the name of a resource; the price is for one accelerator. */
final class PriceBook {
  private final Map<String, BigDecimal> prices = new HashMap<>();

  /**
   * Entries of other kinds stand in the same list, and some have no price. The value is what the
   * account pays: below the {@code original_value} where a discount was agreed.
   */
  void read(Json entry) throws RefusedRow {
    Optional<String> name = entry.optionalText("name");
    Optional<BigDecimal> value = entry.optionalNumber("value");
    if (name.isPresent() && value.isPresent()) {
      prices.put(key(name.get()), value.get());
    }
  }

  Optional<BigDecimal> of(String resource) {
    return Optional.ofNullable(prices.get(key(resource)));
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
