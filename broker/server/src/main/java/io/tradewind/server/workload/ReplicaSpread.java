package io.tradewind.server.workload;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.Mix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the replicas of a service stand, and which capacity and which failure domain the next one
 * should have: what is on demand is spread by itself as well, so that neither the loss of all spot
 * capacity nor that of one domain takes more than its share.
 */
record ReplicaSpread(List<Stand> stands) {

  /**
   * @param capacity that its lease is of
   * @param domain that fails as one
   */
  record Stand(CapacityType capacity, Region region, String domain) {}

  ReplicaSpread {
    stands = List.copyOf(stands);
  }

  ReplicaSpread with(Stand next) {
    List<Stand> more = new ArrayList<>(stands);
    more.add(next);
    return new ReplicaSpread(more);
  }

  /** What the next replica should be, of so many in the end. */
  CapacityType next(Mix mix, int wanted) {
    long onDemand = stands.stream().filter(it -> it.capacity() != CapacityType.SPOT).count();
    return onDemand < mix.onDemandOf(wanted) ? CapacityType.ON_DEMAND : CapacityType.SPOT;
  }

  /** Whether one of a mix is more than it asks for, and so is missed less. */
  boolean isInExcess(CapacityType capacity, Mix mix, int wanted) {
    long same = stands.stream().filter(it -> isSpot(it) == (capacity == CapacityType.SPOT)).count();
    int asked = mix.onDemandOf(wanted);
    return same > (capacity == CapacityType.SPOT ? wanted - asked : asked);
  }

  private static boolean isSpot(Stand stand) {
    return stand.capacity() == CapacityType.SPOT;
  }

  /** First those of the same promise in the domain, then all in it: fewer are better. */
  record Crowd(long alike, long all) implements Comparable<Crowd> {
    static final Crowd NOBODY = new Crowd(0, 0);

    @Override
    public int compareTo(Crowd other) {
      return Comparator.comparingLong(Crowd::alike)
          .thenComparingLong(Crowd::all)
          .compare(this, other);
    }
  }

  Crowd crowd(Stand place) {
    List<Stand> there = stands.stream().filter(it -> it.domain().equals(place.domain())).toList();
    return new Crowd(
        there.stream().filter(it -> isSpot(it) == isSpot(place)).count(), there.size());
  }

  /** How crowded the domains are that somebody stands in, each once, the emptiest first. */
  List<Crowd> levels(CapacityType capacity) {
    return stands.stream()
        .map(it -> crowd(new Stand(capacity, it.region(), it.domain())))
        .distinct()
        .sorted()
        .toList();
  }

  /** Those in domains that are more crowded. */
  List<Stand> beyond(Crowd level, CapacityType capacity) {
    return stands.stream()
        .filter(it -> crowd(new Stand(capacity, it.region(), it.domain())).compareTo(level) > 0)
        .toList();
  }
}
