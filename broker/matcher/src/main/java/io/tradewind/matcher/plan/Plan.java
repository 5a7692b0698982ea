package io.tradewind.matcher.plan;

import io.tradewind.pricing.Money;
import java.util.List;

/**
 * Where each workload goes, and how good that is at least.
 *
 * @param workloads in the order in which they were given
 * @param cost of all that are placed
 * @param lowerBound no plan that places as many costs less
 * @param shadowPrices of what is used up, the most valuable first
 */
public record Plan(
    long marketVersion,
    long conditionsVersion,
    List<Planned> workloads,
    Money cost,
    Money lowerBound,
    List<ShadowPrice> shadowPrices,
    List<String> explanation) {
  public Plan {
    workloads = List.copyOf(workloads);
    shadowPrices = List.copyOf(shadowPrices);
    explanation = List.copyOf(explanation);
  }

  public long placed() {
    return workloads.stream().filter(it -> it.chosen().isPresent()).count();
  }

  /** By how much another plan could at most be cheaper: {@code 0.0005} is 0.05 %. */
  public double gap() {
    return cost.isZero()
        ? 0
        : cost.minus(lowerBound).amount().doubleValue() / cost.amount().doubleValue();
  }
}
