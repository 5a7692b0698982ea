package io.tradewind.matcher.memory;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.Region;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Machines that are to be had, or not, together: one shape, at one place, under one term.
 *
 * @param zone empty where the seller chooses it
 * @param shape accelerators and their count ({@code 8×H100}), or the instance type without any
 */
public record Pool(Region region, Optional<String> zone, String shape, CapacityType capacityType)
    implements Comparable<Pool> {
  public Pool {
    if (shape.isBlank()) {
      throw new IllegalArgumentException(
          "A pool at %s has a blank shape. Use the accelerator model or the instance type."
              .formatted(region));
    }
  }

  public static Pool of(Offer offer) {
    String shape =
        offer
            .accelerators()
            .map(
                set ->
                    "%s×%s"
                        .formatted(
                            BigDecimal.valueOf(set.countThousandths(), 3)
                                .stripTrailingZeros()
                                .toPlainString(),
                            set.model().name()))
            .orElseGet(() -> offer.instanceType().name());
    return new Pool(offer.region(), offer.zone(), shape, offer.capacityType());
  }

  /** {@code aws/us-east-1/us-east-1a/8×H100/spot}: stable, and a key in the database. */
  public String key() {
    return "%s/%s/%s/%s".formatted(region, zone.orElse("-"), shape, capacityType.wireName());
  }

  @Override
  public int compareTo(Pool other) {
    return key().compareTo(other.key());
  }

  @Override
  public String toString() {
    return key();
  }
}
