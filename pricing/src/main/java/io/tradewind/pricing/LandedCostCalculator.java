package io.tradewind.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * The inputs of a {@link LandedCost}. Start with {@link #forRun}, add what applies, then {@link
 * #calculate}. All prices are in the rate's currency; each part is rounded once, half to even.
 *
 * @param perNode the rate of one node
 * @param expectedRun useful running time, without time lost to interruptions
 * @param startUp before anything runs, paid like the run
 * @param transfer while data is moved to the machines or from them, paid like the run
 * @param diskPerNode storage attached to each node
 * @param diskPerGigabyteMonth storage price; a month is 730 hours, as on cloud price pages
 * @param egress data moved once for the whole run
 * @param spotRisk of one node; empty for capacity that is not taken back
 */
public record LandedCostCalculator(
    HourlyRate perNode,
    int nodes,
    Duration expectedRun,
    Duration startUp,
    Duration transfer,
    BillingTerms terms,
    DataSize diskPerNode,
    Money diskPerGigabyteMonth,
    DataSize egress,
    EgressTariff egressTariff,
    Optional<SpotRisk> spotRisk) {

  /** Hours in a billing month. */
  public static final int HOURS_PER_MONTH = 730;

  public LandedCostCalculator {
    if (nodes < 1) {
      throw new IllegalArgumentException(
          "A placement on %d nodes costs nothing and runs nothing. Use one or more."
              .formatted(nodes));
    }
    if (expectedRun.isNegative()) {
      throw new IllegalArgumentException(
          "The expected run of %s is negative. Maybe start and end are swapped."
              .formatted(expectedRun));
    }
    if (startUp.isNegative() || transfer.isNegative()) {
      throw new IllegalArgumentException(
          "The start of %s or the transfer of %s is negative. Use Duration.ZERO for none."
              .formatted(startUp, transfer));
    }
    if (diskPerGigabyteMonth.isNegative()) {
      throw new IllegalArgumentException(
          "The disk price %s per GB and month is negative. Use zero when disk is included."
              .formatted(diskPerGigabyteMonth));
    }
  }

  /** Billed by the second, with no paid disk, no egress and no risk of interruption. */
  public static LandedCostCalculator forRun(HourlyRate perNode, int nodes, Duration expectedRun) {
    Money nothing = Money.zero(perNode.perHour().currency());
    return new LandedCostCalculator(
        perNode,
        nodes,
        expectedRun,
        Duration.ZERO,
        Duration.ZERO,
        BillingTerms.PER_SECOND,
        DataSize.NONE,
        nothing,
        DataSize.NONE,
        EgressTariff.flat(nothing),
        Optional.empty());
  }

  public LandedCostCalculator billedBy(BillingTerms newTerms) {
    return new LandedCostCalculator(
        perNode,
        nodes,
        expectedRun,
        startUp,
        transfer,
        newTerms,
        diskPerNode,
        diskPerGigabyteMonth,
        egress,
        egressTariff,
        spotRisk);
  }

  /** Time that is paid before and beside the run. */
  public LandedCostCalculator prepared(Duration newStartUp, Duration newTransfer) {
    return new LandedCostCalculator(
        perNode,
        nodes,
        expectedRun,
        newStartUp,
        newTransfer,
        terms,
        diskPerNode,
        diskPerGigabyteMonth,
        egress,
        egressTariff,
        spotRisk);
  }

  public LandedCostCalculator withDisk(DataSize perNodeSize, Money perGigabyteMonth) {
    return new LandedCostCalculator(
        perNode,
        nodes,
        expectedRun,
        startUp,
        transfer,
        terms,
        perNodeSize,
        perGigabyteMonth,
        egress,
        egressTariff,
        spotRisk);
  }

  public LandedCostCalculator withEgress(DataSize data, EgressTariff tariff) {
    return new LandedCostCalculator(
        perNode,
        nodes,
        expectedRun,
        startUp,
        transfer,
        terms,
        diskPerNode,
        diskPerGigabyteMonth,
        data,
        tariff,
        spotRisk);
  }

  public LandedCostCalculator withSpotRisk(SpotRisk risk) {
    return new LandedCostCalculator(
        perNode,
        nodes,
        expectedRun,
        startUp,
        transfer,
        terms,
        diskPerNode,
        diskPerGigabyteMonth,
        egress,
        egressTariff,
        Optional.of(risk));
  }

  public LandedCost calculate() {
    HourlyRate rate = perNode.times(nodes);
    // Each part is what it adds to those before it, so that none is negative and no rounding is
    // lost.
    Money compute = rate.costOf(expectedRun);
    Money started = rate.costOf(expectedRun.plus(startUp));
    Money moved = rate.costOf(held());
    Money billed = rate.costOf(terms.billable(held()));
    return new LandedCost(
        compute,
        started.minus(compute),
        moved.minus(started),
        diskCost(),
        egressTariff.costOf(egress),
        billed.minus(moved),
        restartWaste(compute));
  }

  /** From the first moment that is paid to the last. */
  private Duration held() {
    return startUp.plus(expectedRun).plus(transfer);
  }

  private Money diskCost() {
    return diskCost(diskPerGigabyteMonth, diskPerNode, nodes, held());
  }

  /** Attached storage of all nodes for some time, rounded half to even. */
  public static Money diskCost(Money perGigabyteMonth, DataSize perNode, int nodes, Duration held) {
    BigDecimal perMonth =
        perGigabyteMonth
            .amount()
            .multiply(perNode.exactGigabytes())
            .multiply(BigDecimal.valueOf(nodes));
    BigDecimal nanos = HourlyRate.exactNanos(held);
    BigDecimal nanosPerMonth =
        HourlyRate.NANOS_PER_HOUR.multiply(BigDecimal.valueOf(HOURS_PER_MONTH));
    BigDecimal cost =
        perMonth.multiply(nanos).divide(nanosPerMonth, Money.SCALE, RoundingMode.HALF_EVEN);
    return Money.of(cost, perGigabyteMonth.currency());
  }

  private Money restartWaste(Money compute) {
    double share = spotRisk.map(risk -> risk.forNodes(nodes).wasteShare(expectedRun)).orElse(0.0);
    return compute.times(BigDecimal.valueOf(share), RoundingMode.HALF_EVEN);
  }
}
