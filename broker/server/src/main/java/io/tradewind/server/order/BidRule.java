package io.tradewind.server.order;

import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a site answers orders without being asked each time. The bid is what the site asks at that
 * moment, less the discount for length and the discount for volume one after the other, and never
 * below the floor of the ask.
 *
 * @param answers whether it bids at all
 * @param byHours by for how long all is wanted; the step with the most hours that are reached holds
 * @param byUnits the same by how many accelerators, or vCPUs, are wanted in all
 * @param leastHours an order that is shorter gets no bid
 * @param mostHours an order that is longer gets none either
 */
public record BidRule(
    boolean answers, List<Step> byHours, List<Step> byUnits, int leastHours, int mostHours) {
  /** The longest that an order may be. */
  public static final int MOST_HOURS = 8_784;

  /** Bids what the site asks. */
  public static final BidRule PLAIN = new BidRule(true, List.of(), List.of(), 1, MOST_HOURS);

  private static final int MOST_STEPS = 20;

  /**
   * A discount that holds from a size on.
   *
   * @param from hours or units
   */
  public record Step(int from, BigDecimal percentOff) {
    public Step {
      if (from < 1) {
        throw new IllegalArgumentException(
            "A discount from %d on is one for everybody. Lower the ask in its place."
                .formatted(from));
      }
      if (percentOff.signum() <= 0 || percentOff.compareTo(BigDecimal.valueOf(95)) > 0) {
        throw new IllegalArgumentException(
            "A discount of %s %% is outside (0, 95].".formatted(percentOff));
      }
    }
  }

  public BidRule {
    byHours = sorted("hours", byHours);
    byUnits = sorted("units", byUnits);
    if (leastHours < 1 || mostHours < leastHours || mostHours > MOST_HOURS) {
      throw new IllegalArgumentException(
          "Orders of %d to %d hours are outside 1 to %d."
              .formatted(leastHours, mostHours, MOST_HOURS));
    }
  }

  private static List<Step> sorted(String what, List<Step> steps) {
    if (steps.size() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "%d discounts by %s are more than %d.".formatted(steps.size(), what, MOST_STEPS));
    }
    if (steps.stream().map(Step::from).distinct().count() < steps.size()) {
      throw new IllegalArgumentException(
          "Two discounts by %s begin at the same size. Keep one of them.".formatted(what));
    }
    return steps.stream().sorted(Comparator.comparingInt(Step::from)).toList();
  }

  /**
   * A price by this rule.
   *
   * @param why how it is made up, for people
   */
  public record Priced(Money price, String why) {}

  /**
   * @param listed what one machine costs everybody for an hour now
   * @param floor below which it never falls, of the same machine
   * @param units wanted in all
   */
  public Priced price(Money listed, Money floor, int hours, int units) {
    BigDecimal length = percent(byHours, hours);
    BigDecimal volume = percent(byUnits, units);
    Money reduced =
        listed.times(share(length).multiply(share(volume)), RoundingMode.HALF_EVEN).max(floor);
    // An ask may itself stand below a floor that was raised since: a bid is no dearer than it.
    Money price = reduced.compareTo(listed) > 0 ? listed : reduced;
    boolean held = price.equals(floor) && price.compareTo(listed) < 0;
    return new Priced(
        price,
        "%s asked%s%s%s"
            .formatted(
                plainly(listed),
                less(length, "%d hours".formatted(hours)),
                less(volume, "%d units".formatted(units)),
                held ? ", no less than the floor" : ""));
  }

  /** Why an order of this length gets no bid; empty where it may get one. */
  public Optional<String> refusal(int hours) {
    if (!answers) {
      return Optional.of("The site answers no orders.");
    }
    if (hours < leastHours || hours > mostHours) {
      return Optional.of(
          "The site bids for %d to %d hours, not for %d.".formatted(leastHours, mostHours, hours));
    }
    return Optional.empty();
  }

  private static BigDecimal percent(List<Step> steps, int size) {
    BigDecimal percent = BigDecimal.ZERO;
    for (Step step : steps) {
      percent = step.from() <= size ? step.percentOff() : percent;
    }
    return percent;
  }

  private static BigDecimal share(BigDecimal percentOff) {
    return BigDecimal.ONE.subtract(percentOff.movePointLeft(2));
  }

  private static String less(BigDecimal percent, String what) {
    return percent.signum() == 0
        ? ""
        : ", %s %% off for %s".formatted(percent.stripTrailingZeros().toPlainString(), what);
  }

  private static String plainly(Money price) {
    return price.amount().stripTrailingZeros().toPlainString() + " " + price.currencyCode();
  }
}
