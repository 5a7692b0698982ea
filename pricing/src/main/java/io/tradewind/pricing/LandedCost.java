package io.tradewind.pricing;

import java.util.List;

/**
 * What a placement is expected to cost when everything is paid, part by part, for the whole run on
 * all nodes. Made by {@link LandedCostCalculator}.
 *
 * @param compute the rate over the expected run
 * @param startUp the rate while the machines start
 * @param transferTime the rate while the machines wait for data that is moved
 * @param disk attached storage from the start of the machines to their end
 * @param egress moving the data to where it is needed
 * @param minimumIncrement what the seller's minimum and rounding add to the time before it
 * @param restartWaste work that is expected to be redone after interruptions
 */
public record LandedCost(
    Money compute,
    Money startUp,
    Money transferTime,
    Money disk,
    Money egress,
    Money minimumIncrement,
    Money restartWaste) {

  public LandedCost {
    for (Money part :
        List.of(compute, startUp, transferTime, disk, egress, minimumIncrement, restartWaste)) {
      if (part.isNegative()) {
        throw new IllegalArgumentException(
            "A part of the landed cost is negative: %s. Costs add up; model a rebate elsewhere."
                .formatted(part));
      }
      if (!part.currency().equals(compute.currency())) {
        throw new IllegalArgumentException(
            "A landed cost in %s has a part of %s. Convert it first, at a named rate and date."
                .formatted(compute.currencyCode(), part));
      }
    }
  }

  public Money total() {
    return compute
        .plus(startUp)
        .plus(transferTime)
        .plus(disk)
        .plus(egress)
        .plus(minimumIncrement)
        .plus(restartWaste);
  }
}
