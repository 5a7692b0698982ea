package io.tradewind.matcher.fence;

import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** All policies that a workload falls under; each of them holds. */
public record Fence(List<Bounds> bounds) {
  public static final Fence NONE = new Fence(List.of());

  public Fence {
    bounds = List.copyOf(bounds);
  }

  public boolean isNone() {
    return bounds.isEmpty();
  }

  /** For what has begun already: it is not held to the hours in which work may be begun. */
  public Fence ofBegun() {
    return new Fence(bounds.stream().map(Bounds::ofBegun).toList());
  }

  public boolean isAnywhere() {
    return bounds.stream().allMatch(Bounds::isAnywhere);
  }

  public boolean allowsAccelerator(String model) {
    return bounds.stream().allMatch(it -> it.allowsAccelerator(model));
  }

  public boolean allowsCapacity(CapacityType type) {
    return bounds.stream().allMatch(it -> it.allowsCapacity(type));
  }

  /** For a sentence; empty where there is none. */
  public String text() {
    return bounds.stream().map(Bounds::text).collect(Collectors.joining(", "));
  }

  /** What the workload breaks wherever it would run. */
  public List<Breach> breaches(Workload workload, Instant now) {
    return bounds.stream().flatMap(it -> new Verdict(it).of(workload, now).stream()).toList();
  }

  /**
   * What it breaks by running on an offer.
   *
   * @param task whether it has an end, and so may cost and emit only so much
   */
  public List<Breach> breaches(Offered offered, Offered.Scale scale, boolean task) {
    return bounds.stream()
        .flatMap(it -> new Verdict(it).of(offered, scale, task).stream())
        .toList();
  }
}
