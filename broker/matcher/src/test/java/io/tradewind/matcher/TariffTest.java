package io.tradewind.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.LandedCost;
import io.tradewind.pricing.LandedCostCalculator;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TariffTest {
  private static final long MOST_NANOS = 500_000_000_000_000L;

  /** Above any price that is compared. */
  private static final long MOST_COMPARED = 1L << 49;

  @Property(tries = 3_000)
  void theSumsIn64BitAreThoseOfTheCalculator(
      @ForAll @LongRange(min = 1, max = MOST_NANOS) long price,
      @ForAll @IntRange(min = 1, max = 40) int nodes,
      @ForAll @LongRange(min = 1, max = 4_000_000) long seconds,
      @ForAll boolean spot,
      @ForAll("sellers") String seller) {
    Tariff tariff =
        new Tariff(question(nodes, seconds), Region.of(seller, "somewhere"), capacity(spot));

    LandedCost expected = calculated(price, nodes, seconds, spot, seller);
    assertThat(tariff.landedCost(price)).isEqualTo(expected);
    if (expected.total().amount().unscaledValue().bitLength() <= 62) {
      assertThat(tariff.landed(price)).isEqualTo(expected.total().nanos());
    } else {
      assertThat(tariff.landed(price)).isGreaterThan(1L << 62);
    }
  }

  @Property(tries = 1_000)
  void theCostNeverFallsWhileThePriceRises(
      @ForAll @LongRange(min = 1, max = MOST_NANOS - 2) long price,
      @ForAll @LongRange(min = 1, max = 10_000) long seconds,
      @ForAll("sellers") String seller) {
    Tariff tariff =
        new Tariff(question(3, seconds), Region.of(seller, "somewhere"), CapacityType.SPOT);

    assertThat(tariff.landed(price + 1)).isGreaterThanOrEqualTo(tariff.landed(price));
  }

  @Property(tries = 1_000)
  void theDearestPriceThatACapAllowsIsExact(
      @ForAll @LongRange(min = 1, max = 1L << 55) long most,
      @ForAll @IntRange(min = 1, max = 40) int nodes,
      @ForAll @LongRange(min = 1, max = 400_000) long seconds,
      @ForAll("sellers") String seller) {
    Tariff tariff =
        new Tariff(question(nodes, seconds), Region.of(seller, "somewhere"), CapacityType.SPOT);

    long price = tariff.mostPrice(most);

    assertThat(price < 0 || tariff.landed(price) <= most).isTrue();
    assertThat(price == MOST_COMPARED || tariff.landed(price + 1) > most).isTrue();
  }

  @Example
  void whatCannotBeComparedCostsMoreThanAnything() {
    Tariff tariff = new Tariff(question(2, 7200), Region.of("aws", "us-east-1"), CapacityType.SPOT);

    assertThat(tariff.landed(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  private static CapacityType capacity(boolean spot) {
    return spot ? CapacityType.SPOT : CapacityType.ON_DEMAND;
  }

  @Provide
  Arbitrary<String> sellers() {
    return Arbitraries.of("aws", "verda", "lambda", "nobody-knows", "local");
  }

  private static Question question(int nodes, long seconds) {
    Limits limits =
        new Limits(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(seconds)),
            Optional.empty());
    Workload workload =
        Workload.task(Resources.anything().withDisk(DataSize.gigabytes(321)))
            .withNodes(nodes)
            .withLimits(limits);
    return new Question(
        workload,
        workload.alternatives(),
        PriceScale.DOLLARS_ALONE,
        Given.conditions(),
        Scope.VISIBLE);
  }

  private static LandedCost calculated(
      long price, int nodes, long seconds, boolean spot, String seller) {
    ProviderTerms terms = Given.conditions().termsOf(Region.of(seller, "x").provider());
    LandedCostCalculator calculator =
        LandedCostCalculator.forRun(
                new HourlyRate(Money.nano(price, Tariff.USD)), nodes, Duration.ofSeconds(seconds))
            .prepared(
                Given.conditions().startTime(terms.provider(), capacity(spot)).typical(),
                Duration.ZERO)
            .billedBy(terms.billing())
            .withDisk(DataSize.gigabytes(321), terms.diskPerGigabyteMonth());
    return (spot ? calculator.withSpotRisk(Conditions.ASSUMED_SPOT_RISK) : calculator).calculate();
  }

  @Example
  void thereAreTermsForEverySellerOfTheTest() {
    assertThat(List.of("aws", "verda", "lambda", "local"))
        .allMatch(name -> !Given.conditions().termsOf(Region.of(name, "x").provider()).assumed());
  }
}
