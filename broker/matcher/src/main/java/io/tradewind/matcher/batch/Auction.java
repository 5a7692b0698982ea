package io.tradewind.matcher.batch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Surcharges of offers by an auction of their units, as if workloads could be split: who is without
 * bids for the offer that costs it least, as much more as the second best costs beside it and a
 * share of all on top, and puts out whoever bid less (Bertsekas 1988; Bertsekas and Castañon 1989
 * for units that are alike). When nobody is without, each pays at most two shares more than the
 * least it could, so that the surcharges' bound is as near to the best one. Begun with a large
 * share and gone on with smaller ones, few bids are needed.
 */
final class Auction {
  /**
   * Edges of a workload that are looked at for a bid: of more, most are out of date by the next.
   */
  private static final int LISTED = 8;

  /** So many bids of each workload are enough for one share; the surcharges are of use anyway. */
  private static final int MOST_BIDS = 60;

  /**
   * Before a smaller share surcharges go back by so many of the last: bids only ever raise them.
   * Half as many leave some that nobody pays, twice as many take twice as many bids.
   */
  private static final double BACK = 1;

  /** A billionth: so that a bid is always more than the last. */
  private static final double LEAST = 1;

  private final BatchProblem problem;
  private final Edges edges;
  private final Prices prices;
  private final Lots lots;

  /** Units that each workload is without. */
  private final int[] left;

  /** A ring of those who are without any. */
  private final int[] queue;

  private final boolean[] isQueued;
  private int head;
  private int queued;

  /** Of each workload, {@link #LISTED} places for the edges that cost it least, and how many. */
  private final int[] listed;

  private final int[] offer;
  private final int[] edge;
  private final double[] cost;

  /** By workload: whatever is not listed costs as much at least, or did when they were listed. */
  private final double[] beyond;

  /** Surcharges when the present share began: of what is not full. */
  private final double[] floor;

  /** By offer, the share that the last bid had on top. */
  private final double[] margin;

  private final double[] values = new double[LISTED];

  /** Who has most to lose bids first. */
  private final int[] order;

  private final Lots.Outbid outbid = this::lose;

  /**
   * The last look: the place of the best edge, −1 for being left out; what it and the next cost.
   */
  private int best;

  private double first;
  private double second;

  Auction(BatchProblem problem, Edges edges, Prices prices) {
    this.problem = problem;
    this.edges = edges;
    this.prices = prices;
    lots = new Lots(problem.capacity());
    int workloads = problem.workloads();
    left = new int[workloads];
    queue = new int[workloads];
    isQueued = new boolean[workloads];
    listed = new int[workloads];
    offer = new int[workloads * LISTED];
    edge = new int[offer.length];
    cost = new double[offer.length];
    beyond = new double[workloads];
    floor = new double[problem.offers()];
    margin = new double[problem.offers()];
    order =
        IntStream.range(0, workloads)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -cheapest(i)))
            .mapToInt(i -> i)
            .toArray();
  }

  /** Of one unit. */
  private double cheapest(int i) {
    double[] costs = edges.costs[i];
    return costs.length == 0 ? 0 : costs[0] / problem.demand()[i];
  }

  /**
   * Sells everything anew, from somewhat below the surcharges that there are.
   *
   * @param share of what a workload pays that a bid goes up by at least
   */
  void hold(double share) {
    stepBack();
    lots.clear();
    head = 0;
    queued = 0;
    // Some may be waiting still, had they bid too often.
    Arrays.fill(isQueued, false);
    for (int i : order) {
      left[i] = problem.demand()[i];
      beyond[i] = Double.NEGATIVE_INFINITY;
      enqueue(i);
    }
    long bids = (long) MOST_BIDS * left.length;
    while (queued > 0 && bids-- > 0) {
      bid(dequeue(), share);
    }
    prices.restart(prices.snapshot());
  }

  /** Surcharges of what nobody wanted in full were too high. */
  private void stepBack() {
    double[] price = prices.offers.price;
    for (int j = 0; j < price.length; j++) {
      if (price[j] > 0) {
        boolean isWanted = lots.isFull(j);
        prices.reprice(j, isWanted ? Math.max(0, price[j] - BACK * margin[j]) : 0);
      }
      floor[j] = price[j];
    }
  }

  private void bid(int i, double share) {
    int units = problem.demand()[i];
    while (left[i] > 0) {
      look(i, share);
      if (best < 0) {
        return;
      }
      int j = offer[best];
      double more = (share * Math.max(0, first) + LEAST) / units;
      double at = prices.offers.price[j] + (second - first) / units + more;
      left[i] -= lots.take(j, i, edge[best], left[i], at, outbid);
      margin[j] = more;
      if (lots.isFull(j)) {
        prices.reprice(j, Math.max(floor[j], lots.lowestBid(j)));
      }
    }
  }

  private void lose(int i, int units) {
    left[i] += units;
    enqueue(i);
  }

  private void enqueue(int i) {
    if (!isQueued[i]) {
      isQueued[i] = true;
      int tail = head + queued++;
      queue[tail < queue.length ? tail : tail - queue.length] = i;
    }
  }

  private int dequeue() {
    int i = queue[head];
    head = head + 1 == queue.length ? 0 : head + 1;
    queued--;
    isQueued[i] = false;
    return i;
  }

  /** Finds an edge that costs it no more than a share above the least there is. */
  private void look(int i, double share) {
    compare(i);
    if (first > beyond[i] + share * Math.max(0, first)) {
      list(i);
      compare(i);
    }
    second = Math.max(first, Math.min(second, beyond[i]));
  }

  private void compare(int i) {
    int units = problem.demand()[i];
    double[] surcharge = prices.surcharge;
    best = -1;
    first = leftOut(i);
    second = first;
    int end = i * LISTED + listed[i];
    for (int k = i * LISTED; k < end; k++) {
      double value = cost[k] + units * surcharge[offer[k]];
      if (value < first) {
        second = first;
        first = value;
        best = k;
      } else if (value < second) {
        second = value;
      }
    }
  }

  /** What leaving it out costs, beside what every offer costs it for its tenant. */
  private double leftOut(int i) {
    return problem.unplaced()[i] - problem.demand()[i] * prices.tenants.price[problem.tenant()[i]];
  }

  /** Finds the edges that cost it least now. */
  private void list(int i) {
    double unlisted;
    double most;
    do {
      most = listAll(i);
      unlisted = edges.otherwise[i];
    } while (unlisted < (listed[i] > 1 ? values[1] : most) && edges.grow(i));
    beyond[i] = Math.min(most, unlisted);
  }

  /** Returns what all others cost at least, of those that are known. */
  private double listAll(int i) {
    int units = problem.demand()[i];
    int[] offers = edges.offers[i];
    double[] costs = edges.costs[i];
    double[] surcharge = prices.surcharge;
    double most = most(i);
    listed[i] = 0;
    // Costs ascend and surcharges are not negative: nothing further on can be less.
    for (int e = 0; e < costs.length && costs[e] < most; e++) {
      double value = costs[e] + units * surcharge[offers[e]];
      if (value < most) {
        insert(i, e, value);
        most = listed[i] == LISTED ? values[LISTED - 1] : most;
      }
    }
    return most;
  }

  /** What is dearer than this cannot be among the cheapest: those of the last time may be dear. */
  private double most(int i) {
    double most = leftOut(i);
    if (listed[i] < LISTED) {
      return most;
    }
    int units = problem.demand()[i];
    double dearest = 0;
    for (int k = i * LISTED; k < (i + 1) * LISTED; k++) {
      dearest = Math.max(dearest, cost[k] + units * prices.surcharge[offer[k]]);
    }
    return Math.min(most, Math.nextUp(dearest));
  }

  /** In the order of values; of too many the last falls out. */
  private void insert(int i, int e, double value) {
    int base = i * LISTED;
    int at = listed[i] < LISTED ? listed[i]++ : LISTED - 1;
    while (at > 0 && values[at - 1] > value) {
      values[at] = values[at - 1];
      offer[base + at] = offer[base + at - 1];
      edge[base + at] = edge[base + at - 1];
      cost[base + at] = cost[base + at - 1];
      at--;
    }
    values[at] = value;
    offer[base + at] = edges.offers[i][e];
    edge[base + at] = e;
    cost[base + at] = edges.costs[i][e];
  }

  /**
   * Of each workload the edge where it holds most; {@link Assignment#NOWHERE} when it holds
   * nothing.
   */
  int[] mostHeld() {
    return lots.mostHeld(left.length);
  }
}
