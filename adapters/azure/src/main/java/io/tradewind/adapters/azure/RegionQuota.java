package io.tradewind.adapters.azure;

import com.azure.resourcemanager.compute.fluent.models.UsageInner;
import io.tradewind.api.CapacityType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.rest.RefusedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many vCPUs a subscription may still start in one region. New subscriptions have none at all
 * for families with accelerators.
 *
 * @param left by the quota's name in small letters
 */
record RegionQuota(Map<String, Long> left) {
  /** When it could not be read: nothing is known to be forbidden. */
  static final RegionQuota UNKNOWN = new RegionQuota(Map.of());

  private static final String ALL = "cores";

  /** Spot has one quota for all families together. */
  private static final String SPOT = "lowprioritycores";

  RegionQuota {
    left = Map.copyOf(left);
  }

  static RegionQuota of(List<UsageInner> told) throws RefusedRow {
    Map<String, Long> left = new HashMap<>();
    for (UsageInner usage : told) {
      if (usage.name() != null && usage.name().value() != null) {
        left.put(key(usage.name().value()), usage.limit() - usage.currentValue());
      }
    }
    if (left.isEmpty()) {
      throw new RefusedRow(Reason.UNREADABLE_PART, "no quota is told");
    }
    return new RegionQuota(left);
  }

  /** Whether the subscription may not start even one. A size under no known quota is not. */
  boolean forbids(Size size, CapacityType capacity) {
    Stream<String> names =
        switch (capacity) {
          case ON_DEMAND -> Stream.of(ALL, key(size.quota()));
          case SPOT -> Stream.of(SPOT);
          case RESERVED -> Stream.empty();
        };
    return names.anyMatch(name -> left.getOrDefault(name, Long.MAX_VALUE) < size.type().vcpus());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
