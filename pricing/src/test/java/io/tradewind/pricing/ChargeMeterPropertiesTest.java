package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChargeMeterPropertiesTest {

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final Currency USD = Currency.getInstance("USD");

  @Provide
  Arbitrary<HourlyRate> rates() {
    return Arbitraries.longs()
        .between(0, 400_000_000_000L)
        .map(nanos -> new HourlyRate(Money.nano(nanos, USD)));
  }

  /** Up to two hours each, to the nanosecond. */
  @Provide
  Arbitrary<List<Long>> partitions() {
    return Arbitraries.longs().between(1, 7_200_000_000_000L).list().ofMinSize(1).ofMaxSize(60);
  }

  @Property
  void howeverAPeriodIsCutItsChargesAddUpToItsCost(
      @ForAll("rates") HourlyRate rate, @ForAll("partitions") List<Long> lengths) {
    List<MeteredInterval> intervals = adjacent(lengths);
    Instant end = intervals.get(intervals.size() - 1).to();

    List<Charge> charges = ChargeMeter.charges(rate, intervals);

    assertThat(charges).extracting(Charge::interval).isEqualTo(intervals);
    assertThat(sum(charges)).isEqualTo(rate.costOf(Duration.between(START, end)));
  }

  @Property
  void redeliveryOfEverythingChangesNoSum(
      @ForAll("rates") HourlyRate rate, @ForAll("partitions") List<Long> lengths) {
    List<MeteredInterval> once = adjacent(lengths);
    List<MeteredInterval> twice = new ArrayList<>(once);
    twice.addAll(once);

    assertThat(ChargeMeter.charges(rate, twice)).isEqualTo(ChargeMeter.charges(rate, once));
  }

  @Property
  void aCallerThatKeepsTheTotalItselfGetsTheSameCharges(
      @ForAll("rates") HourlyRate rate, @ForAll("partitions") List<Long> lengths) {
    Duration before = Duration.ZERO;
    for (Charge charge : ChargeMeter.charges(rate, adjacent(lengths))) {
      Duration added = charge.interval().duration();
      assertThat(ChargeMeter.charge(rate, before, added)).isEqualTo(charge.amount());
      before = before.plus(added);
    }
  }

  private static List<MeteredInterval> adjacent(List<Long> lengths) {
    List<MeteredInterval> intervals = new ArrayList<>();
    Instant from = START;
    for (long nanos : lengths) {
      Instant to = from.plusNanos(nanos);
      intervals.add(new MeteredInterval(from, to));
      from = to;
    }
    return intervals;
  }

  private static Money sum(List<Charge> charges) {
    return charges.stream().map(Charge::amount).reduce(Money.zero(USD), Money::plus);
  }
}
