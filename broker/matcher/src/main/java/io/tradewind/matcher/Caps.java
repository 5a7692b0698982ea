package io.tradewind.matcher;

import java.util.Arrays;

/** The hard caps of a question, told as prices and by region. */
final class Caps {
  private static final long NOT_ASKED = Long.MIN_VALUE;
  private static final long NO_CAP = Long.MAX_VALUE;

  /** Above any rounding of a cost, in billionths. */
  private static final double ROUNDING = 4;

  private final Question question;
  private final SegmentView view;
  private final Rates rates;
  private final boolean onCost;
  private final boolean onCarbon;
  private final long mostPrice;
  private final long perAccelerator;
  private final long mostCarbon;
  private final long brokenPrice;

  /** By number of the tariff. */
  private final long[] mostPriceForCost;

  private long keptPrice = NOT_ASKED;

  Caps(SegmentView view, Rates rates) {
    this.view = view;
    this.rates = rates;
    question = view.question();
    mostPrice = question.mostPricePerNodeNanos();
    perAccelerator = question.mostPricePerAcceleratorNanos();
    onCost = question.mostCostNanos() != Long.MAX_VALUE;
    mostCarbon = question.mostCarbonMilligrams();
    brokenPrice = brokenPrice(question);
    onCarbon = mostCarbon != Long.MAX_VALUE;
    mostPriceForCost = new long[onCost ? rates.tariffs() : 0];
    Arrays.fill(mostPriceForCost, NOT_ASKED);
  }

  boolean any() {
    return onCost || onCarbon || mostPrice != NO_CAP || perAccelerator != NO_CAP;
  }

  /** Of one node for an hour, whoever sells. */
  long mostPrice() {
    return mostPrice;
  }

  /**
   * The same for a machine with so many accelerators.
   *
   * @param devices in thousandths
   */
  long mostPrice(int devices) {
    if (perAccelerator == NO_CAP || devices == 0) {
      return mostPrice;
    }
    long together = perAccelerator / 1_000 * devices + perAccelerator % 1_000 * devices / 1_000;
    return Math.min(mostPrice, together);
  }

  /** Of one node for an hour, so that the run costs no more than it may. */
  long mostPriceForCost(int region) {
    if (!onCost) {
      return Long.MAX_VALUE;
    }
    int number = rates.numberOfTariff(region);
    if (mostPriceForCost[number] == NOT_ASKED) {
      mostPriceForCost[number] = rates.tariff(region).mostPrice(question.mostCostNanos());
    }
    return mostPriceForCost[number];
  }

  /** A price that keeps both caps at every open region; it is asked for once. */
  long keptPrice() {
    if (keptPrice == NOT_ASKED) {
      keptPrice = mostPrice;
      int[] masks = view.regionMasks();
      for (int region = 0; onCost && region < masks.length; region++) {
        if (masks[region] == 0) {
          keptPrice = Math.min(keptPrice, mostPriceForCost(region));
        }
      }
    }
    return keptPrice;
  }

  /** A price above which the caps are broken everywhere: not even the run itself may cost it. */
  long brokenPrice() {
    return brokenPrice;
  }

  private static long brokenPrice(Question question) {
    long mostCost = question.mostCostNanos();
    if (mostCost == Long.MAX_VALUE) {
      return question.mostPricePerNodeNanos();
    }
    double perNano = question.nodes() * question.run().hours();
    double most = (mostCost + ROUNDING) / perNano * (1 + 1e-9) + 1;
    return Math.min(question.mostPricePerNodeNanos(), (long) most);
  }

  boolean keepsCarbon(int region, double watts, double embodied) {
    return !onCarbon || view.carbon().keeps(mostCarbon, region, watts, embodied);
  }

  /** Whether a machine keeps it at every open region. */
  boolean alwaysKeepsCarbon(double watts, double embodied) {
    return !onCarbon || view.carbon().mostMilligrams(watts, embodied) <= mostCarbon;
  }

  /** Whether a machine keeps it at no open region; where in doubt, not. */
  boolean neverKeepsCarbon(double watts, double embodied) {
    return onCarbon && view.carbon().leastMilligrams(watts, embodied) > mostCarbon;
  }

  /** Whether a price that is not above {@link #mostPrice} keeps the cap on the cost as well. */
  boolean keepsCost(long price, int region) {
    return price <= mostPriceForCost(region);
  }
}
