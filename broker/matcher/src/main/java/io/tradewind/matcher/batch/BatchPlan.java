package io.tradewind.matcher.batch;

import java.util.OptionalInt;

/**
 * A plan and its certificate.
 *
 * @param offers of each workload; −1 for one that is left out
 * @param cost of all, in billionths of the currency
 * @param lowerBound no plan costs less
 * @param offerPrices what one more unit of each offer would save, in billionths
 * @param tenantPrices what one more unit for each tenant would save
 * @param sitePrices what one more unit of use at each site would save
 * @param rounds how many there were
 */
public record BatchPlan(
    int[] offers,
    long cost,
    long lowerBound,
    double[] offerPrices,
    double[] tenantPrices,
    double[] sitePrices,
    int rounds) {

  public OptionalInt offerOf(int workload) {
    return offers[workload] < 0 ? OptionalInt.empty() : OptionalInt.of(offers[workload]);
  }

  /** By how much a better plan could at most be cheaper: {@code 0.0005} is 0.05 %. */
  public double gap() {
    return cost == lowerBound ? 0 : (double) (cost - lowerBound) / cost;
  }
}
