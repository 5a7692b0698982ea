package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a price comes to for one question and capacity type, by region. */
final class Rates {
  /** Above any rounding of a cost, in billionths. */
  private static final double SLACK = 4;

  private final SegmentView view;
  private final Question question;
  private final CapacityType capacity;
  private final @Nullable Tariff[] tariffs;
  private final int[] numberOfTariff;
  private final double leastPerNano;
  private final FixedCosts fixed;
  private final double slack;
  private final Caps caps;

  /** By reason, the last cost that was asked for, and the price that it led to. */
  private final long[] missCosts = new long[RejectionReason.values().length];

  private final long[] missPrices = new long[missCosts.length];

  Rates(SegmentView view, CapacityType capacity) {
    this.view = view;
    this.capacity = capacity;
    question = view.question();
    numberOfTariff = view.tariffNumbers().byRegion();
    tariffs = new Tariff[view.tariffNumbers().count()];
    leastPerNano = question.leastCostPerNano(capacity) + leastStartPerNano();
    fixed = view.fixedCosts();
    slack = SLACK * (1 + question.wasteShare(capacity));
    caps = new Caps(view, this);
    Arrays.fill(missCosts, -1);
  }

  Caps caps() {
    return caps;
  }

  Tariff tariff(int region) {
    int number = numberOfTariff(region);
    Tariff known = tariffs[number];
    if (known == null) {
      known =
          new Tariff(
              question,
              view.atlas().region(region),
              capacity,
              view.terms(region),
              view.preparation(region, capacity));
      tariffs[number] = known;
    }
    return known;
  }

  int numberOfTariff(int region) {
    return numberOfTariff[region];
  }

  /** How many there are at most. */
  int tariffs() {
    return tariffs.length;
  }

  /** The few regions to look at first. */
  int[] first() {
    return fixed.first();
  }

  /**
   * A price above which nothing costs as little as that, at regions that are not {@link #first};
   * the exact bound may be lower.
   */
  long mostRestPrice(long cost) {
    return mostPrice(cost, fixed.leastOfRest());
  }

  /** The same for what fails something: regions that do, or kinds at open ones. */
  long mostRestPrice(RejectionReason reason, long cost) {
    int number = reason.ordinal();
    if (missCosts[number] != cost) {
      missCosts[number] = cost;
      missPrices[number] = mostPrice(cost, fixed.leastOfRest(reason));
    }
    return missPrices[number];
  }

  /** The same for all regions that are open. */
  long mostOpenPrice(long cost) {
    return mostPrice(cost, fixed.leastOpen());
  }

  private long mostPrice(long cost, double leastFixed) {
    if (cost == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    double most = (cost - leastFixed + slack) / leastPerNano * (1 + 1e-9) + 1;
    return most < 0 ? -1 : (long) most;
  }

  /** What anything of this price costs at an open region at least. */
  long leastOpenCost(long price) {
    return leastCost(price, fixed.leastOpen());
  }

  /** The same, open or not. */
  long leastCostAnywhere(long price) {
    return leastCost(price, fixed.leastAnywhere());
  }

  /** What it costs at one region at least. */
  long leastCost(long price, int region) {
    return leastCost(price, fixed.at(region));
  }

  private long leastCost(long price, double leastFixed) {
    return (long) ((price * leastPerNano + leastFixed) * (1 - 1e-9) - slack);
  }

  /** What of the price is paid while a machine starts, at the seller where that is quickest. */
  private double leastStartPerNano() {
    if (question.isByList()) {
      return 0;
    }
    return question.nodes() * (view.sellers().leastStartSeconds(capacity) / 3_600.0);
  }
}
