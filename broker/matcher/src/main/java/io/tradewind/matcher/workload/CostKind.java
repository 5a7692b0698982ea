package io.tradewind.matcher.workload;

import java.util.Locale;

/** What offers are compared by. */
public enum CostKind {
  /** Everything that will be paid: compute, disk, egress, minimum increment, restart waste. */
  LANDED,
  /** Price per hour times nodes, nothing else. */
  LIST;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
