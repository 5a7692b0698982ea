package io.tradewind.api;

import java.util.Locale;
import java.util.Optional;

/** On which promise capacity is sold. */
public enum CapacityType {
  ON_DEMAND,
  /** May be taken back by the seller at short notice. */
  SPOT,
  /** Committed for a term in advance. */
  RESERVED;

  /** The name on the wire and in workload files: {@code on_demand, spot, reserved}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code on_demand}, {@code on-demand} and {@code ondemand} alike. Empty for any other. */
  public static Optional<CapacityType> parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT).replace("-", "_")) {
      case "on_demand", "ondemand" -> Optional.of(ON_DEMAND);
      case "spot" -> Optional.of(SPOT);
      case "reserved" -> Optional.of(RESERVED);
      default -> Optional.empty();
    };
  }
}
