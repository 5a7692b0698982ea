package io.tradewind.adapters.verda;

import io.tradewind.api.CapacityType;
import java.util.Set;

/** What can be started now: Verda names the pools that have some, and is silent on the others. */
record Stock(Set<Pool> onDemand, Set<Pool> spot) {
  Stock {
    onDemand = Set.copyOf(onDemand);
    spot = Set.copyOf(spot);
  }

  boolean has(String location, String type, CapacityType capacity) {
    Set<Pool> pools = capacity == CapacityType.SPOT ? spot : onDemand;
    return pools.contains(new Pool(location, type));
  }

  /** One instance type in one location. */
  record Pool(String location, String type) {}
}
