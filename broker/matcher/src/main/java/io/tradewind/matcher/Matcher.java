package io.tradewind.matcher;

import io.tradewind.matcher.workload.Workload;

/** The decision. */
public final class Matcher {
  private Matcher() {}

  /** The same arguments always give an equal answer. */
  public static Placement match(
      Workload workload, Market market, Conditions conditions, Scope scope) {
    throw new UnsupportedOperationException("Follows within the hour.");
  }
}
