package io.tradewind.matcher.batch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** A small problem whose costs are all written down; each workload asks for one unit. */
final class Table {
  final long[][] cost;
  int[] demand;
  int[] capacity;
  int[] tenant;
  long[] tenantLimit = {Long.MAX_VALUE};
  int[] site;
  long[] siteUse;
  long[] siteLimit = {};

  private Table(long[][] cost, int[] capacity) {
    this.cost = cost;
    this.capacity = capacity;
    demand = new int[cost.length];
    Arrays.fill(demand, 1);
    tenant = new int[cost.length];
    site = new int[capacity.length];
    Arrays.fill(site, -1);
    siteUse = new long[capacity.length];
  }

  static Table of(long[][] cost, int... capacity) {
    return new Table(cost, capacity);
  }

  /** With limits of every kind, mostly too tight for all. */
  static Table random(Random random, int mostWorkloads, int mostOffers) {
    int workloads = 1 + random.nextInt(mostWorkloads);
    int offers = 1 + random.nextInt(mostOffers);
    long[][] cost = new long[workloads][offers];
    for (long[] row : cost) {
      Arrays.setAll(row, j -> 100 + random.nextInt(1_000));
    }
    Table table = of(cost, random.ints(offers, 0, 9).toArray());
    table.demand = random.ints(workloads, 1, 5).toArray();
    table.tenant = random.ints(workloads, 0, 2).toArray();
    table.tenantLimit = new long[] {random.nextInt(10), 1_000};
    table.site = random.ints(offers, -1, 2).toArray();
    table.siteUse = random.longs(offers, 0, 8).toArray();
    table.siteLimit = new long[] {random.nextInt(60), random.nextInt(60)};
    return table;
  }

  BatchProblem problem(long penalty) {
    long[] unplaced = new long[demand.length];
    Arrays.fill(unplaced, penalty);
    return new BatchProblem(
        demand, unplaced, tenant, capacity, site, siteUse, tenantLimit, siteLimit, this::cheapest);
  }

  private Choices cheapest(int workload, int atLeast) {
    long[] row = cost[workload];
    int[] offers =
        IntStream.range(0, row.length)
            .boxed()
            .sorted(Comparator.comparingLong(j -> row[j]))
            .mapToInt(j -> j)
            .toArray();
    long[] costs = Arrays.stream(offers).mapToLong(j -> row[j]).toArray();
    return new Choices(offers, costs, Choices.NONE_OTHERWISE);
  }

  /** The cost of a plan; {@link Long#MAX_VALUE} when it breaks a limit. */
  long costOf(int[] plan, long penalty) {
    long[] room = Arrays.stream(capacity).asLongStream().toArray();
    long[] share = tenantLimit.clone();
    long[] power = siteLimit.clone();
    long sum = 0;
    for (int i = 0; i < plan.length; i++) {
      if (plan[i] < 0) {
        sum += penalty;
        continue;
      }
      sum += cost[i][plan[i]];
      room[plan[i]] -= demand[i];
      share[tenant[i]] -= demand[i];
      boolean breaks = room[plan[i]] < 0 || share[tenant[i]] < 0;
      if (site[plan[i]] >= 0) {
        power[site[plan[i]]] -= demand[i] * siteUse[plan[i]];
        breaks |= power[site[plan[i]]] < 0;
      }
      if (breaks) {
        return Long.MAX_VALUE;
      }
    }
    return sum;
  }

  /** Of every possible plan. */
  long best(long penalty) {
    return best(new int[demand.length], 0, penalty);
  }

  private long best(int[] plan, int from, long penalty) {
    if (from == plan.length) {
      return costOf(plan, penalty);
    }
    long best = Long.MAX_VALUE;
    for (int j = -1; j < capacity.length; j++) {
      plan[from] = j;
      best = Math.min(best, best(plan, from + 1, penalty));
    }
    return best;
  }
}
