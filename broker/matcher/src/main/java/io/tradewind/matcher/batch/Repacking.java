package io.tradewind.matcher.batch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Betters a plan. First each class of equal demands is arranged anew within the room that it has,
 * by {@link Chains}. Then, offer by offer, room goes from one class to another: one larger workload
 * for some smaller ones, or some smaller for one larger, each with the chains that follow. What a
 * class would pay for room there, and what it costs to give it up, tells beforehand which exchange
 * may save something.
 */
final class Repacking {
  /** Half a billionth: less is rounding. */
  private static final double LEAST = 0.5;

  /** An exchange that may save less than this share of all is not worth a try. */
  private static final double LEAST_SHARE = 1e-5;

  private static final int MOST_TRIES = 1_000;

  private final BatchProblem problem;
  private final Prices prices;
  private final Assignment plan;
  private final int[] members;
  private final int[] units;
  private final Seats seats;
  private final Chains chains;
  private final int[] victims = new int[64];
  private int victimCount;
  private double least;
  private int tries;

  Repacking(BatchProblem problem, Prices prices, Assignment plan) {
    this.problem = problem;
    this.prices = prices;
    this.plan = plan;
    members = placed();
    units = Arrays.stream(members).map(i -> problem.demand()[i]).distinct().toArray();
    seats = seats();
    chains = new Chains(seats);
  }

  /** Whoever has no place is left to others: a place for it may be more than its tenant's share. */
  private int[] placed() {
    return IntStream.range(0, problem.workloads())
        .filter(i -> plan.edge[i] != Assignment.NOWHERE)
        .boxed()
        .sorted(Comparator.comparingInt(i -> problem.demand()[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  private Seats seats() {
    Arcs arcs = new Arcs(problem.offers());
    int[] classOf = new int[members.length];
    int[] at = new int[members.length];
    for (int m = 0; m < members.length; m++) {
      classOf[m] = Arrays.binarySearch(units, problem.demand()[members[m]]);
      at[m] = collect(arcs, members[m]);
    }
    int[] free = new int[arcs.places];
    double[] price = new double[units.length * arcs.places];
    for (int p = 1; p < arcs.places; p++) {
      // A site whose use is limited gets no more than it has.
      free[p] = problem.site()[arcs.offer[p]] < 0 ? plan.room(arcs.offer[p]) : 0;
      for (int c = 0; c < units.length; c++) {
        price[c * arcs.places + p] = units[c] * prices.offers.price[arcs.offer[p]];
      }
    }
    return new Seats(arcs, units, classOf, at, free, price);
  }

  /** Returns the arc that it has now. */
  private int collect(Arcs arcs, int i) {
    Nearby near = prices.near;
    int now = Seats.NONE;
    for (int k = near.start[i]; k < near.start[i + 1]; k++) {
      int arc = arcs.add(near.offer[k], near.edge[k], near.cost[k]);
      now = near.edge[k] == plan.edge[i] ? arc : now;
    }
    if (now == Seats.NONE) {
      now = arcs.add(plan.offer(i), plan.edge[i], plan.cost(i));
    }
    arcs.endWorkload(problem.unplaced()[i]);
    return now;
  }

  void improve() {
    for (int c = units.length - 1; c >= 0; c--) {
      chains.arrange(c);
    }
    fillAll();
    least = seats.total() * LEAST_SHARE;
    for (int p = 1; p < seats.places; p++) {
      for (int c = units.length - 1; c >= 0 && tries < MOST_TRIES; c--) {
        if (seats.price(c, p) > 0) {
          makeRoom(p, c);
        }
      }
    }
    carryOut();
  }

  private void fillAll() {
    for (int p = 1; p < seats.places; p++) {
      for (int c = units.length - 1; c >= 0; c--) {
        chains.fill(c, p);
      }
    }
    chains.fillLoose();
  }

  /** For one of a class, where others are. */
  private void makeRoom(int p, int c) {
    for (int other = 0; other < units.length; other++) {
      if (other != c) {
        int need = units[c] - seats.free[p];
        int leaving = (need + units[other] - 1) / units[other];
        double lost = leaving * seats.price(other, p);
        if (need > 0
            && isThere(other, p, leaving)
            && worth(p, seats.free[p] + leaving * units[other]) - lost > least
            && exchange(p, c, other, leaving)) {
          return;
        }
      }
    }
  }

  private boolean isThere(int c, int p, int count) {
    int there = 0;
    for (int k = seats.first[seats.key(c, p)]; k >= 0 && there < count; k = seats.next[k]) {
      there++;
    }
    return there == count && count <= victims.length;
  }

  /** The most that any one class would pay for so much room. */
  private double worth(int p, int room) {
    double most = 0;
    for (int c = 0; c < units.length; c++) {
      most = Math.max(most, room / units[c] * seats.price(c, p));
    }
    return most;
  }

  private boolean exchange(int p, int c, int other, int leaving) {
    tries++;
    double before = seats.total();
    seats.mark();
    victimCount = 0;
    for (int k = 0; k < leaving; k++) {
      int victim = readiest(other, p);
      victims[victimCount++] = victim;
      seats.remove(victim);
    }
    chains.fill(c, p);
    boolean done = true;
    for (int k = 0; k < victimCount && done; k++) {
      done = chains.send(victims[k], before);
    }
    if (done) {
      chains.fillLoose();
    }
    if (done && seats.total() < before - LEAST) {
      return true;
    }
    seats.undo();
    return false;
  }

  /** Who of a class at a place loses least elsewhere. */
  private int readiest(int c, int p) {
    int readiest = Seats.NONE;
    double least = Double.POSITIVE_INFINITY;
    for (int k = seats.first[seats.key(c, p)]; k >= 0; k = seats.next[k]) {
      double loss = chains.leastElsewhere(k);
      if (loss < least) {
        least = loss;
        readiest = k;
      }
    }
    return readiest;
  }

  private void carryOut() {
    for (int i : members) {
      plan.remove(i);
    }
    for (int m = 0; m < members.length; m++) {
      plan.place(members[m], seats.arcs.edge[seats.at[m]]);
    }
  }
}
