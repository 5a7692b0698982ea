package io.tradewind.matcher.spot;

import io.tradewind.matcher.memory.Pool;

/** What to do next, and why, for the log of the lease. */
public sealed interface SpotMove {
  String why();

  /** Keep the machine. */
  record Stay(String why) implements SpotMove {}

  /** Start here; on demand, the machine there ends once this one has started. */
  record MoveTo(Pool pool, String why) implements SpotMove {}

  record GoOnDemand(String why) implements SpotMove {}

  /** Without a machine until the next step. */
  record Wait(String why) implements SpotMove {}
}
