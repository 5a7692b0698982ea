package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * Workloads to place, each on one offer or nowhere: {@code min Σ cost} such that the units on an
 * offer, the units of a tenant and the use of a site stay within their limits.
 *
 * @param demand units (devices) of each workload
 * @param unplaced what it costs to leave each workload out, in billionths of the currency
 * @param tenant of each workload, a position in {@code tenantLimit}
 * @param capacity units of each offer
 * @param site of each offer, a position in {@code siteLimit}; −1 where there is nothing to limit
 * @param siteUse of one unit of each offer, such as its watts
 * @param tenantLimit most units of a tenant: its fair share
 * @param siteLimit most use of a site, such as its power headroom
 */
public record BatchProblem(
    int[] demand,
    long[] unplaced,
    int[] tenant,
    int[] capacity,
    int[] site,
    long[] siteUse,
    long[] tenantLimit,
    long[] siteLimit,
    Choices.Source choices) {

  public BatchProblem {
    same("unplaced", unplaced.length, demand.length);
    same("tenant", tenant.length, demand.length);
    same("site", site.length, capacity.length);
    same("siteUse", siteUse.length, capacity.length);
    for (int units : demand) {
      if (units < 1) {
        throw new IllegalArgumentException("A demand of %d units is none.".formatted(units));
      }
    }
    for (int units : capacity) {
      if (units < 0) {
        throw new IllegalArgumentException("A capacity of %d units is negative.".formatted(units));
      }
    }
  }

  /** Offers with capacities, and nothing else that limits. */
  public static BatchProblem of(
      int[] demand, long[] unplaced, int[] capacity, Choices.Source choices) {
    int[] nowhere = new int[capacity.length];
    Arrays.fill(nowhere, -1);
    return new BatchProblem(
        demand,
        unplaced,
        new int[demand.length],
        capacity,
        nowhere,
        new long[capacity.length],
        new long[] {Long.MAX_VALUE},
        new long[0],
        choices);
  }

  public int workloads() {
    return demand.length;
  }

  public int offers() {
    return capacity.length;
  }

  private static void same(String name, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "%s has %d entries instead of %d.".formatted(name, length, expected));
    }
  }
}
