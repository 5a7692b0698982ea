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
  }

  /** The bound at these prices; leaves uses and wishes behind for {@link #move}. */
  double bound() {
    offers.clearUse();
    tenants.clearUse();
    sites.clearUse();
    double sum = 0;
    for (int i = 0; i < wish.length; i++) {
      sum += wish(i);
    }
    return sum - offers.paid() - tenants.paid() - sites.paid();
  }

  private double wish(int workload) {
    double least = cheapest(workload);
    while (least > edges.otherwise[workload] && edges.grow(workload)) {
      least = cheapest(workload);
    }
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
    return Math.min(least, edges.otherwise[workload]);
  }

  /** The least that a workload can cost at these surcharges. */
  double least(int workload) {
    return Math.min(cheapest(workload), edges.otherwise[workload]);
  }

  private double cheapest(int workload) {
    int[] listed = edges.offers[workload];
    double[] costs = edges.costs[workload];
    int units = problem.demand()[workload];
    double extra = units * tenants.price[problem.tenant()[workload]];
    double least = problem.unplaced()[workload];
    int chosen = -1;
    for (int e = 0; e < listed.length; e++) {
      double cost = costs[e] + extra;
      // Costs ascend and surcharges are not negative: nothing further on can be less.
      if (cost >= least) {
        break;
      }
      double priced = cost + units * surcharge[listed[e]];
      if (priced < least) {
        least = priced;
        chosen = listed[e];
      }
    }
    wish[workload] = chosen;
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

  private void refresh() {
    int[] site = problem.site();
    for (int j = 0; j < surcharge.length; j++) {
      double power = site[j] < 0 ? 0 : sites.price[site[j]] * problem.siteUse()[j];
      surcharge[j] = offers.price[j] + power;
    }
  }
}
