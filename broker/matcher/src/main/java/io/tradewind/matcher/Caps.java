package io.tradewind.matcher;

import java.util.Arrays;

/** The hard caps of a question, told as prices and by region. */
final class Caps {
  private static final long NOT_ASKED = Long.MIN_VALUE;

  private final Question question;
  private final SegmentView view;
  private final Rates rates;
  private final boolean onCost;
  private final boolean onCarbon;
  private final long mostPrice;
  private final long[] byRegion;

  Caps(SegmentView view, Rates rates) {
    this.view = view;
    this.rates = rates;
    question = view.question();
    mostPrice = question.mostPricePerNodeNanos();
    onCost = question.mostCostNanos() != Long.MAX_VALUE;
    onCarbon = question.mostCarbonMilligrams() != Long.MAX_VALUE;
    byRegion = new long[onCost ? view.atlas().size() : 0];
    Arrays.fill(byRegion, NOT_ASKED);
  }

  boolean any() {
    return onCost || onCarbon || mostPrice != Long.MAX_VALUE;
  }

  /** Of one node for an hour, whoever sells. */
  long mostPrice() {
    return mostPrice;
  }

  /** Of one node for an hour, so that the run costs no more than it may. */
  long mostPriceForCost(int region) {
    if (!onCost) {
      return Long.MAX_VALUE;
    }
    if (byRegion[region] == NOT_ASKED) {
      byRegion[region] = rates.tariff(region).mostPrice(question.mostCostNanos());
    }
    return byRegion[region];
  }

  boolean keepsCarbon(int region, double watts, double embodied) {
    return !onCarbon
        || view.carbon().milligrams(region, watts, embodied) <= question.mostCarbonMilligrams();
  }

  boolean keepsPrice(long price, int region) {
    return price <= mostPrice && price <= mostPriceForCost(region);
  }
}
