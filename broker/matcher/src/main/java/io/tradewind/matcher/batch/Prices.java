package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * Surcharges on what is scarce (Lagrangian relaxation of the limits): λ on an offer's unit, μ on a
 * tenant's unit, γ on a site's use. At any surcharges, {@code Σ min(cost + demand × surcharge) − Σ
 * surcharge × limit} is a lower bound of every plan (Geoffrion 1974, Fisher 1981). They follow the
 * overuse with the step of Polyak (1969), smoothed over rounds (Camerini, Fratta, Maffioli 1975).
 */
final class Prices {
  private final BatchProblem problem;
  private final Edges edges;
  final Scarce offers;
  final Scarce tenants;
  final Scarce sites;

  /** λ + γ × use: what a unit of an offer costs on top. */
  final double[] surcharge;

  /** Where each workload would go at these prices; −1 for nowhere. */
  final int[] wish;

  /** What each workload's wish costs without surcharges. */
  private final double[] wishCost;

  /** The edges that are worth a look at about these surcharges. */
  final Nearby near;

  /** The surcharges alone. */
  record Snapshot(double[] offers, double[] tenants, double[] sites) {}

  Prices(BatchProblem problem, Edges edges) {
    this.problem = problem;
    this.edges = edges;
    offers = new Scarce(Arrays.stream(problem.capacity()).asDoubleStream().toArray());
    tenants = new Scarce(Arrays.stream(problem.tenantLimit()).asDoubleStream().toArray());
    sites = new Scarce(Arrays.stream(problem.siteLimit()).asDoubleStream().toArray());
    surcharge = new double[problem.offers()];
    wish = new int[problem.workloads()];
    Arrays.fill(wish, -1);
    wishCost = new double[problem.workloads()];
    near = new Nearby(problem.workloads());
  }

  /** The bound at these prices; leaves uses and wishes behind for {@link #move}. */
  double bound() {
    clearUse();
    near.clear();
    double sum = 0;
    for (int i = 0; i < wish.length; i++) {
      sum += wish(i);
    }
    offers.watch(near.offer, near.size());
    return sum - paid();
  }

  /**
   * What the bound is as long as nothing but {@link #near} is the best of any workload: never less
   * than it, mostly equal, and sooner known.
   */
  double estimate() {
    clearUse();
    double sum = 0;
    for (int i = 0; i < wish.length; i++) {
      sum += Math.min(nearest(i), edges.otherwise[i]);
      use(i);
    }
    return sum - paid();
  }

  private void clearUse() {
    offers.clearUse();
    tenants.clearUse();
    sites.clearUse();
  }

  private double paid() {
    return offers.paid() + tenants.paid() + sites.paid();
  }

  private double wish(int workload) {
    int begin = near.size();
    double least = gather(workload, begin);
    while (least > edges.otherwise[workload] && edges.grow(workload)) {
      near.cut(begin);
      least = gather(workload, begin);
    }
    use(workload);
    return Math.min(least, edges.otherwise[workload]);
  }

  /** Finds the cheapest edge, and those near it on the way. */
  private double gather(int workload, int begin) {
    int[] listed = edges.offers[workload];
    double[] costs = edges.costs[workload];
    int units = problem.demand()[workload];
    double extra = ofTenant(workload);
    double most = near.most(workload, about(workload)) - extra;
    double least = problem.unplaced()[workload] - extra;
    int chosen = -1;
    for (int e = 0; e < listed.length && costs[e] <= most; e++) {
      double priced = costs[e] + units * surcharge[listed[e]];
      if (priced <= most) {
        near.keep(e, listed[e], costs[e]);
        if (priced < least) {
          least = priced;
          chosen = e;
        }
      }
    }
    wish[workload] = chosen < 0 ? -1 : listed[chosen];
    wishCost[workload] = chosen < 0 ? 0 : costs[chosen];
    near.end(workload, begin, units, surcharge, extra, least + extra);
    return least + extra;
  }

  /** What the last wish costs now: no less than what the cheapest does. */
  private double about(int workload) {
    int chosen = wish[workload];
    if (chosen < 0) {
      return cheapest(workload);
    }
    int units = problem.demand()[workload];
    double now = wishCost[workload] + units * surcharge[chosen] + ofTenant(workload);
    return Math.min(problem.unplaced()[workload], now);
  }

  private void use(int workload) {
    int chosen = wish[workload];
    if (chosen >= 0) {
      int units = problem.demand()[workload];
      offers.use[chosen] += units;
      tenants.use[problem.tenant()[workload]] += units;
      int site = problem.site()[chosen];
      if (site >= 0) {
        sites.use[site] += (double) units * problem.siteUse()[chosen];
      }
    }
  }

  private double ofTenant(int workload) {
    return problem.demand()[workload] * tenants.price[problem.tenant()[workload]];
  }

  private double nearest(int workload) {
    int units = problem.demand()[workload];
    double extra = ofTenant(workload);
    double least = problem.unplaced()[workload] - extra;
    int chosen = -1;
    int end = near.start[workload + 1];
    for (int k = near.start[workload]; k < end; k++) {
      double priced = near.cost[k] + units * surcharge[near.offer[k]];
      if (priced < least) {
        least = priced;
        chosen = k;
      }
    }
    wish[workload] = chosen < 0 ? -1 : near.offer[chosen];
    wishCost[workload] = chosen < 0 ? 0 : near.cost[chosen];
    return least + extra;
  }

  /** The least that a workload can cost at these surcharges. */
  double least(int workload) {
    return Math.min(cheapest(workload), edges.otherwise[workload]);
  }

  private double cheapest(int workload) {
    int[] listed = edges.offers[workload];
    double[] costs = edges.costs[workload];
    int units = problem.demand()[workload];
    double extra = ofTenant(workload);
    double least = problem.unplaced()[workload];
    // Costs ascend and surcharges are not negative: nothing further on can be less.
    for (int e = 0; e < listed.length && costs[e] + extra < least; e++) {
      least = Math.min(least, costs[e] + extra + units * surcharge[listed[e]]);
    }
    return least;
  }

  /**
   * One step from the last {@link #bound}.
   *
   * @param rise how far the bound should go up
   */
  void move(double rise) {
    double norm = offers.turn() + tenants.turn() + sites.turn();
    if (norm > 0) {
      offers.step(rise / norm);
      tenants.step(rise / norm);
      sites.step(rise / norm);
      refresh();
    }
  }

  /** The surcharges of tenant and site alone. */
  double besideOffer(int workload, int offer) {
    double each =
        surcharge[offer] - offers.price[offer] + tenants.price[problem.tenant()[workload]];
    return problem.demand()[workload] * each;
  }

  Snapshot snapshot() {
    return new Snapshot(offers.price.clone(), tenants.price.clone(), sites.price.clone());
  }

  void restart(Snapshot from) {
    offers.restart(from.offers());
    tenants.restart(from.tenants());
    sites.restart(from.sites());
    refresh();
  }

  /** One offer's surcharge; a {@link #restart} has to follow before the next bound. */
  void reprice(int offer, double price) {
    offers.price[offer] = price;
    surcharge[offer] = price + power(offer);
  }

  /** What a unit of an offer costs for its site's power. */
  private double power(int offer) {
    int site = problem.site()[offer];
    return site < 0 ? 0 : sites.price[site] * problem.siteUse()[offer];
  }

  private void refresh() {
    if (sites.limit.length == 0) {
      for (int j : offers.live()) {
        surcharge[j] = offers.price[j];
      }
      return;
    }
    for (int j = 0; j < surcharge.length; j++) {
      surcharge[j] = offers.price[j] + power(j);
    }
  }
}
