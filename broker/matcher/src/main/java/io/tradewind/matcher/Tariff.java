package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.pricing.BillingTerms;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.EgressTariff;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.LandedCost;
import io.tradewind.pricing.LandedCostCalculator;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;

/**
 * What a machine of one seller and capacity type costs, as a function of its price: the sums of
 * {@link LandedCostCalculator} in 64-bit billionths, equal to the last of nine decimals (a property
 * test holds them so), saturating at {@link Long#MAX_VALUE}. The cost never falls while the price
 * rises, so that a partition sorted by price is sorted by cost.
 */
final class Tariff {
  static final Currency USD = PriceScale.CURRENCY;

  static final Money NOTHING = Money.zero(USD);

  private static final long SECONDS_PER_HOUR = 3600;
  private static final double SECONDS_PER_MONTH =
      LandedCostCalculator.HOURS_PER_MONTH * (double) SECONDS_PER_HOUR;

  /** Above any price that is compared. */
  private static final long MOST_PRICE = 1L << 49;

  /** Parts of a total up to here have not been cut off. */
  private static final long MOST_TOTAL = 1L << 62;

  /** A product of doubles, each of them rounded, is within this share of the true one. */
  private static final double ROUNDING = 0x1p-50;

  /** Below this, such a product is within a half of the true one. */
  private static final double MOST_ROUNDED = 0x1p49;

  /** How far from a price that doubles lead to the true one may lie, in billionths of a cost. */
  private static final double SLACK = 8;

  private final int nodes;
  private final boolean list;
  private final long runSeconds;
  private final long startedSeconds;
  private final long heldSeconds;
  private final long billedSeconds;
  private final Money egress;
  private final long fixedNanos;
  private final double wasteShare;
  private final Question question;
  private final ProviderTerms terms;
  private final CapacityType capacity;

  Tariff(Question question, Region region, CapacityType capacity) {
    this(
        question,
        region,
        capacity,
        question.conditions().termsOf(region.provider()),
        Preparation.of(question, region, capacity));
  }

  /** The same, where terms and preparation have been looked up. */
  Tariff(
      Question question,
      Region region,
      CapacityType capacity,
      ProviderTerms terms,
      Preparation preparation) {
    nodes = question.nodes();
    list = question.isByList();
    runSeconds = question.run().duration().toSeconds();
    startedSeconds = runSeconds + preparation.startUp().toSeconds();
    heldSeconds = startedSeconds + preparation.transfer().toSeconds();
    billedSeconds = billed(heldSeconds, terms.billing());
    egress = question.egress().costOf(region);
    fixedNanos = saturatingSum(diskNanos(question, terms), nanos(egress));
    wasteShare = question.wasteShare(capacity);
    this.question = question;
    this.terms = terms;
    this.capacity = capacity;
  }

  private Money disk() {
    return question.diskCost(terms, Duration.ofSeconds(heldSeconds - runSeconds));
  }

  /** Exact: doubles decide only where their error cannot change the rounding. */
  private long diskNanos(Question question, ProviderTerms terms) {
    if (question.disk().equals(DataSize.NONE)) {
      return 0;
    }
    double product = leastDiskNanos(question, terms, heldSeconds);
    double fraction = product - Math.floor(product);
    return product < MOST_ROUNDED && Math.abs(fraction - 0.5) > product * ROUNDING
        ? (long) Math.floor(product + 0.5)
        : nanos(question.diskCost(terms, Duration.ofSeconds(heldSeconds - runSeconds)));
  }

  /** What attached storage costs for so long, to within {@link #ROUNDING}. */
  static double leastDiskNanos(Question question, ProviderTerms terms, long seconds) {
    return terms.diskPerGigabyteMonth().nanos()
        * question.disk().inGigabytes()
        * question.nodes()
        * seconds
        / SECONDS_PER_MONTH;
  }

  private static long nanos(Money money) {
    return money.isZero() ? 0 : saturated(money.amount().movePointRight(Money.SCALE));
  }

  /** The highest price at which the run costs at most this, or −1 when there is none. */
  long mostPrice(long mostCost) {
    if (mostCost == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    double perNano = nodes * (billedSeconds + runSeconds * wasteShare) / SECONDS_PER_HOUR;
    double near = Math.max(0, Math.min(MOST_PRICE, (mostCost - (double) fixedNanos) / perNano));
    double apart = 1 + SLACK / perNano + near * ROUNDING;
    long below = (long) Math.max(-1, near - apart);
    long above = (long) Math.min(MOST_PRICE, near + apart);
    boolean isBetween = landed(above) > mostCost && (below < 0 || landed(below) <= mostCost);
    return isBetween ? mostPrice(mostCost, below, above) : mostPrice(mostCost, -1, MOST_PRICE);
  }

  private long mostPrice(long mostCost, long least, long most) {
    long low = least;
    long high = most;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (landed(middle) <= mostCost) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** What offers are compared by. */
  long ranked(long priceNanos) {
    return list ? perHour(priceNanos) : landed(priceNanos);
  }

  /** Everything that will be paid. */
  long landed(long priceNanos) {
    long rate = perHour(priceNanos);
    return saturatingSum(saturatingSum(costOf(rate, billedSeconds), fixedNanos), waste(rate));
  }

  LandedCost landedCost(long priceNanos) {
    if (landed(priceNanos) > MOST_TOTAL) {
      return beyond64Bit(priceNanos);
    }
    long rate = perHour(priceNanos);
    long compute = costOf(rate, runSeconds);
    long started = costOf(rate, startedSeconds);
    long held = costOf(rate, heldSeconds);
    return new LandedCost(
        Money.nano(compute, USD),
        Money.nano(started - compute, USD),
        Money.nano(held - started, USD),
        disk(),
        egress,
        Money.nano(costOf(rate, billedSeconds) - held, USD),
        Money.nano(waste(rate), USD));
  }

  private LandedCost beyond64Bit(long priceNanos) {
    LandedCost cost =
        new LandedCostCalculator(
                new HourlyRate(Money.nano(priceNanos, USD)),
                nodes,
                question.run().duration(),
                Duration.ofSeconds(startedSeconds - runSeconds),
                Duration.ofSeconds(heldSeconds - startedSeconds),
                terms.billing(),
                question.disk(),
                terms.diskPerGigabyteMonth(),
                DataSize.NONE,
                EgressTariff.free(USD),
                capacity == CapacityType.SPOT ? Optional.of(question.spotRisk()) : Optional.empty())
            .calculate();
    return new LandedCost(
        cost.compute(),
        cost.startUp(),
        cost.transferTime(),
        cost.disk(),
        egress,
        cost.minimumIncrement(),
        cost.restartWaste());
  }

  /** Of all nodes. */
  private long perHour(long priceNanos) {
    return priceNanos == Long.MAX_VALUE ? Long.MAX_VALUE : priceNanos * nodes;
  }

  /** Rate times seconds over an hour, rounded half to even. */
  private static long costOf(long ratePerHour, long seconds) {
    if (seconds == SECONDS_PER_HOUR || ratePerHour == Long.MAX_VALUE) {
      return ratePerHour;
    }
    long product = ratePerHour * seconds;
    if (product < 0 || Math.multiplyHigh(ratePerHour, seconds) != 0) {
      return saturated(
          BigDecimal.valueOf(ratePerHour)
              .multiply(BigDecimal.valueOf(seconds))
              .divide(BigDecimal.valueOf(SECONDS_PER_HOUR), 0, RoundingMode.HALF_EVEN));
    }
    long quotient = product / SECONDS_PER_HOUR;
    long twiceRest = 2 * (product % SECONDS_PER_HOUR);
    boolean up =
        twiceRest > SECONDS_PER_HOUR || (twiceRest == SECONDS_PER_HOUR && (quotient & 1) == 1);
    return up ? quotient + 1 : quotient;
  }

  /** Exact: doubles decide only where their error cannot change the rounding. */
  private long waste(long ratePerHour) {
    if (wasteShare == 0) {
      return 0;
    }
    long compute = costOf(ratePerHour, runSeconds);
    double product = compute * wasteShare;
    double fraction = product - Math.floor(product);
    if (product < MOST_ROUNDED && Math.abs(fraction - 0.5) > product * ROUNDING) {
      return (long) Math.floor(product + 0.5);
    }
    return saturated(
        BigDecimal.valueOf(compute)
            .multiply(BigDecimal.valueOf(wasteShare))
            .setScale(0, RoundingMode.HALF_EVEN));
  }

  private static long billed(long runSeconds, BillingTerms terms) {
    long increment = terms.increment().toSeconds();
    long minimum = terms.minimum().toSeconds();
    boolean wholeSeconds =
        terms.increment().toNanosPart() == 0 && terms.minimum().toNanosPart() == 0;
    if (!wholeSeconds) {
      return terms.billable(Duration.ofSeconds(runSeconds)).toSeconds();
    }
    long counted = Math.max(runSeconds, minimum);
    if (increment == 1) {
      return counted;
    }
    return (counted + increment - 1) / increment * increment;
  }

  private static long saturated(BigDecimal nanos) {
    return nanos.toBigInteger().bitLength() > 62 ? Long.MAX_VALUE : nanos.longValueExact();
  }

  private static long saturatingSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
