package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.EgressTariff;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.LandedCost;
import io.tradewind.pricing.LandedCostCalculator;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.SpotRisk;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;

/**
 * What a machine at one region and capacity type costs, as a function of its price. {@link #ranked}
 * does in 64-bit what {@link #landedCost} does through {@link LandedCostCalculator}, to the last of
 * nine decimals, and never falls while the price rises: a partition sorted by price is sorted by
 * cost.
 */
final class Tariff {
  private static final long SECONDS_PER_HOUR = 3600;
  private static final Currency USD = Currency.getInstance(SegmentBuilder.CURRENCY);

  private final LandedCostCalculator calculator;
  private final Money egress;
  private final int nodes;
  private final boolean list;
  private final long runSeconds;
  private final long billedSeconds;
  private final long fixedNanos;
  private final BigDecimal wasteShare;

  Tariff(Question question, Region region, CapacityType capacity) {
    ProviderTerms terms = question.conditions().termsOf(region.provider());
    Optional<SpotRisk> risk =
        capacity == CapacityType.SPOT
            ? Optional.of(bounded(question.conditions().spotRisk(), question.nodes()))
            : Optional.empty();
    nodes = question.nodes();
    list = question.costKind() == CostKind.LIST;
    Duration run = question.run().duration();
    runSeconds = run.toSeconds();
    billedSeconds = Math.max(runSeconds, terms.billing().billable(run).toSeconds());
    egress = egress(question, region);
    calculator =
        new LandedCostCalculator(
            new HourlyRate(Money.zero(USD)),
            nodes,
            run,
            terms.billing(),
            question.disk(),
            terms.diskPerGigabyteMonth(),
            DataSize.NONE,
            EgressTariff.free(USD),
            risk);
    fixedNanos = calculator.calculate().disk().plus(egress).nanos();
    wasteShare = BigDecimal.valueOf(risk.map(r -> r.forNodes(nodes).wasteShare(run)).orElse(0.0));
  }

  /** What offers are compared by, in billionths; saturates at {@link Long#MAX_VALUE}. */
  long ranked(long priceNanos) {
    return list ? perHour(priceNanos) : landed(priceNanos);
  }

  /** Everything that will be paid, in billionths; saturates. */
  long landed(long priceNanos) {
    long rate = perHour(priceNanos);
    long total = saturatingSum(costOf(rate, billedSeconds), fixedNanos);
    return wasteShare.signum() == 0 ? total : saturatingSum(total, waste(rate));
  }

  LandedCost landedCost(HourlyRate price) {
    LandedCost cost =
        new LandedCostCalculator(
                price,
                nodes,
                calculator.expectedRun(),
                calculator.terms(),
                calculator.diskPerNode(),
                calculator.diskPerGigabyteMonth(),
                DataSize.NONE,
                calculator.egressTariff(),
                calculator.spotRisk())
            .calculate();
    return new LandedCost(
        cost.compute(), cost.disk(), egress, cost.minimumIncrement(), cost.restartWaste());
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

  private long waste(long ratePerHour) {
    return saturated(
        BigDecimal.valueOf(costOf(ratePerHour, runSeconds))
            .multiply(wasteShare)
            .setScale(0, RoundingMode.HALF_EVEN));
  }

  private static long saturated(BigDecimal nanos) {
    return nanos.unscaledValue().bitLength() > 62 ? Long.MAX_VALUE : nanos.longValueExact();
  }

  private static long saturatingSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static Money egress(Question question, Region region) {
    Money sum = Money.zero(USD);
    for (DataSource source : question.movedData()) {
      sum = sum.plus(egress(question, source, region));
    }
    return sum;
  }

  /** Who sends pays: the data's seller for reading, the machine's for writing. */
  private static Money egress(Question question, DataSource source, Region machine) {
    Region stored = source.region().orElseThrow();
    Money sum = Money.zero(USD);
    if (stored.equals(machine)) {
      return sum;
    }
    if (source.access() != DataSource.Access.WRITE) {
      sum = sum.plus(between(question, stored, machine).costOf(source.size()));
    }
    if (source.access() != DataSource.Access.READ) {
      sum = sum.plus(between(question, machine, stored).costOf(source.size()));
    }
    return sum;
  }

  private static EgressTariff between(Question question, Region from, Region to) {
    ProviderTerms sender = question.conditions().termsOf(from.provider());
    return from.provider().equals(to.provider())
        ? sender.egressBetweenRegions()
        : sender.egressOut();
  }

  /** A gang of thousands would be interrupted more often than {@link SpotRisk} can say. */
  private static SpotRisk bounded(SpotRisk risk, int nodes) {
    double most = 3_600.0 / nodes;
    return risk.interruptionsPerHour() <= most
        ? risk
        : new SpotRisk(most, risk.checkpointCost(), risk.restart());
  }
}
