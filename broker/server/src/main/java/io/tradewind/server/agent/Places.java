package io.tradewind.server.agent;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where agents work: on a site, or on the machine of a lease, whose place has the lease's id. */
final class Places {
  private Places() {}

  static UUID of(@Nullable UUID site, @Nullable UUID lease) {
    if (site != null) {
      return site;
    }
    if (lease != null) {
      return lease;
    }
    throw new IllegalStateException("It is neither on a site nor on a lease's machine.");
  }
}
