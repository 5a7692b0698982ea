package io.tradewind.matcher.spot;

import io.tradewind.matcher.memory.Pool;

/**
 * A pool that may carry the task, as it looks now.
 *
 * @param priceShare its price over the price on demand, above 0 and below 1
 */
public record SpotPool(Pool pool, double priceShare, UptimeHistory history) {
  public SpotPool {
    if (!(priceShare > 0 && priceShare < 1)) {
      throw new IllegalArgumentException(
          "%s costs %s of the price on demand. Leave out pools that save nothing."
              .formatted(pool, priceShare));
    }
  }
}
