package io.tradewind.pricing;

import static io.tradewind.pricing.Money.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class LandedCostPropertiesTest {

  private static final HourlyRate RATE = HourlyRate.of("10", "USD");

  @Property
  void moreOfAnythingNeverCostsLess(
      @ForAll @IntRange(min = 1, max = 16) int nodes,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seconds,
      @ForAll @LongRange(min = 0, max = 5_000) long gigabytes,
      @ForAll @IntRange(min = 0, max = 200) int interruptionsPerHundredHours) {
    Money base = total(nodes, seconds, gigabytes, interruptionsPerHundredHours);

    assertThat(total(nodes + 1, seconds, gigabytes, interruptionsPerHundredHours))
        .isGreaterThanOrEqualTo(base);
    assertThat(total(nodes, seconds + 100, gigabytes, interruptionsPerHundredHours))
        .isGreaterThan(base);
    assertThat(total(nodes, seconds, gigabytes + 1, interruptionsPerHundredHours))
        .isGreaterThan(base);
    assertThat(total(nodes, seconds, gigabytes, interruptionsPerHundredHours + 1))
        .isGreaterThanOrEqualTo(base);
  }

  @Property
  void noOtherCheckpointIntervalCostsLess(
      @ForAll @IntRange(min = 1, max = 300) int interruptionsPerHundredHours,
      @ForAll @IntRange(min = 1, max = 60) int checkpointMinutes,
      @ForAll @IntRange(min = 1, max = 400) int otherPercent) {
    double rate = interruptionsPerHundredHours / 100.0;
    double write = checkpointMinutes / 60.0;
    double best = SpotRisk.checkpointIntervalHours(rate, write, 1e6);
    double other = best * otherPercent / 100.0;

    double costOfBest = write / best + rate * best / 2;
    double costOfOther = write / other + rate * other / 2;
    assertThat(costOfBest).isLessThanOrEqualTo(costOfOther + 1e-12);
  }

  private static Money total(int nodes, long seconds, long gigabytes, int perHundredHours) {
    return LandedCostCalculator.forRun(RATE, nodes, Duration.ofSeconds(seconds))
        .billedBy(BillingTerms.PER_SECOND_AFTER_A_MINUTE)
        .withDisk(DataSize.gigabytes(gigabytes), usd("0.08"))
        .withEgress(DataSize.gigabytes(gigabytes), EgressTariff.flat(usd("0.09")))
        .withSpotRisk(
            new SpotRisk(perHundredHours / 100.0, Duration.ofMinutes(2), Duration.ofMinutes(5)))
        .calculate()
        .total();
  }
}
