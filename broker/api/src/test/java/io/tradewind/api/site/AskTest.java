package io.tradewind.api.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.GeoPoint;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AskTest {
  private static final String SATURDAY_NOON = "2026-11-21T12:00:00Z";
  private static final double WATTS = 1_000;

  @Test
  void aPlainAskIsTheSameAtAllTimes() {
    assertThat(Ask.plain("H100", Money.usd("2.5")).at(now(SATURDAY_NOON), WATTS).onDemand())
        .contains(Money.usd("2.5"));
  }

  @Test
  void electricityIsKilowattHoursTimesPue() {
    Ask ask = ask("2", "1", List.of(), Optional.of(energy("0.30", 700)), OptionalDouble.empty());

    AskPrice price = ask.at(now(SATURDAY_NOON, 1.5, 0), WATTS);

    assertThat(price.onDemand()).contains(Money.usd("2.315"));
    assertThat(price.why()).isEqualTo("2 USD base + 0.315 USD electricity");
  }

  @Test
  void withoutWattsOfItsOwnTheRatedPowerIsPaidFor() {
    EnergyPart rated = new EnergyPart(Money.usd("0.30"), OptionalDouble.empty());
    Ask ask = ask("2", "1", List.of(), Optional.of(rated), OptionalDouble.empty());

    assertThat(ask.at(now(SATURDAY_NOON), WATTS).onDemand()).contains(Money.usd("2.3"));
  }

  @Test
  void thePriceIsNeverBelowTheFloor() {
    Ask ask =
        new Ask(
            "H100",
            Money.usd("2"),
            Money.usd("1.8"),
            List.of(),
            ZoneId.of("UTC"),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.of(new Reclaimable(BigDecimal.valueOf(50), Duration.ofMinutes(2))));

    assertThat(ask.at(now(SATURDAY_NOON), WATTS).spot()).contains(Money.usd("1.8"));
  }

  @Test
  void outsideItsHoursNothingIsOnSale() {
    Ask ask =
        ask(
            "2",
            "1",
            List.of(window(EnumSet.of(DayOfWeek.FRIDAY), "20:00", "06:00")),
            Optional.empty(),
            OptionalDouble.empty());

    assertThat(ask.at(now("2026-11-20T19:59:00Z"), WATTS).onDemand()).isEmpty();
    assertThat(ask.at(now("2026-11-20T20:00:00Z"), WATTS).onDemand()).isPresent();
    assertThat(ask.at(now("2026-11-21T05:59:00Z"), WATTS).onDemand()).isPresent();
    AskPrice after = ask.at(now("2026-11-21T06:00:00Z"), WATTS);
    assertThat(after.onDemand()).isEmpty();
    assertThat(after.why()).contains("hours of sale");
  }

  @Test
  void theHoursAreThoseOfTheSitesOwnClocks() {
    Ask ask =
        new Ask(
            "H100",
            Money.usd("2"),
            Money.usd("1"),
            List.of(window(Set.of(), "20:00", "06:00")),
            ZoneId.of("Europe/Berlin"),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty());

    assertThat(ask.at(now("2026-11-20T19:30:00Z"), WATTS).onDemand()).isPresent();
    assertThat(ask.at(now("2026-07-20T18:30:00Z"), WATTS).onDemand()).isPresent();
    assertThat(ask.at(now("2026-11-20T18:30:00Z"), WATTS).onDemand()).isEmpty();
  }

  @Test
  void aWindowMayHaveAPriceOfItsOwn() {
    WeeklyWindow night =
        new WeeklyWindow(
            Set.of(),
            LocalTime.parse("22:00"),
            LocalTime.parse("06:00"),
            Optional.of(Money.usd("1.2")));
    Ask ask =
        ask(
            "2",
            "1",
            List.of(night, window(Set.of(), "00:00", "00:00")),
            Optional.empty(),
            OptionalDouble.empty());

    assertThat(ask.at(now("2026-11-20T23:00:00Z"), WATTS).onDemand()).contains(Money.usd("1.2"));
    assertThat(ask.at(now(SATURDAY_NOON), WATTS).onDemand()).contains(Money.usd("2"));
  }

  @Test
  void aWindowMayLastAsLongAsTheSunShinesOnTheSite() {
    Ask ask =
        ask(
            "2",
            "1",
            List.of(sunny(0, "1.2"), window(Set.of(), "00:00", "00:00")),
            Optional.empty(),
            OptionalDouble.empty());
    Circumstances oslo =
        new Circumstances(
            Instant.parse("2026-06-21T11:00:00Z"),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.of(new GeoPoint(59.91, 10.75)));

    assertThat(ask.at(oslo, WATTS).onDemand()).contains(Money.usd("1.2"));
    assertThat(ask.at(oslo.at(Instant.parse("2026-06-21T20:00:00Z")), WATTS).onDemand())
        .as("ten in the evening at midsummer")
        .contains(Money.usd("1.2"));
    assertThat(ask.at(oslo.at(Instant.parse("2026-12-21T16:00:00Z")), WATTS).onDemand())
        .as("after a winter's sunset")
        .contains(Money.usd("2"));
    assertThat(ask.at(now("2026-06-21T11:00:00Z"), WATTS).onDemand())
        .as("nobody knows where the site lies")
        .contains(Money.usd("2"));
  }

  @Test
  void aWindowMayLastAsLongAsTheGridIsCleanAndOutsideOfItNothingIsOnSale() {
    WeeklyWindow clean =
        new WeeklyWindow(
            Set.of(),
            LocalTime.MIDNIGHT,
            LocalTime.MIDNIGHT,
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(100));
    Ask ask = ask("2", "1", List.of(clean), Optional.empty(), OptionalDouble.empty());

    assertThat(ask.at(now(SATURDAY_NOON, 1, 99), WATTS).onDemand()).isPresent();
    assertThat(ask.at(now(SATURDAY_NOON, 1, 101), WATTS).onDemand()).isEmpty();
    assertThat(ask.at(now(SATURDAY_NOON), WATTS).why())
        .isEqualTo(
            "It is outside the hours of sale, or neither sun nor grid are as its windows ask.");
  }

  /** Almanacs: the sun's height at noon is 90° − latitude + declination; it rises at about 0°. */
  @Test
  void theSunStandsWhereAlmanacsSay() {
    GeoPoint greenwich = new GeoPoint(51.4779, 0);

    assertThat(Sun.degrees(greenwich, Instant.parse("2026-06-21T12:02:00Z")))
        .isCloseTo(90 - 51.48 + 23.44, within(0.3));
    assertThat(Sun.degrees(greenwich, Instant.parse("2026-12-21T11:58:00Z")))
        .isCloseTo(90 - 51.48 - 23.44, within(0.3));
    assertThat(Sun.degrees(greenwich, Instant.parse("2026-03-20T06:10:00Z")))
        .as("sunrise at the equinox, with 0.8° of refraction left out")
        .isCloseTo(0, within(1.5));
    assertThat(Sun.degrees(new GeoPoint(-33.87, 151.21), Instant.parse("2026-12-21T02:00:00Z")))
        .as("about noon in Sydney")
        .isGreaterThan(75);
    assertThat(Sun.degrees(greenwich, Instant.parse("2026-06-21T00:00:00Z"))).isNegative();
  }

  @Test
  void aSunThatCannotBeIsRefused() {
    assertThatThrownBy(() -> sunny(91, "1")).hasMessageContaining("91.0 degrees");
    assertThatThrownBy(() -> sunny(Double.NaN, "1")).isInstanceOf(IllegalArgumentException.class);
  }

  private static WeeklyWindow sunny(double degrees, String base) {
    return new WeeklyWindow(
        Set.of(),
        LocalTime.MIDNIGHT,
        LocalTime.MIDNIGHT,
        Optional.of(Money.usd(base)),
        OptionalDouble.of(degrees),
        OptionalDouble.empty());
  }

  @Test
  void aDirtyOrUnknownGridStopsTheSale() {
    Ask ask = ask("2", "1", List.of(), Optional.empty(), OptionalDouble.of(200));

    assertThat(ask.at(now(SATURDAY_NOON, 1, 150), WATTS).onDemand()).isPresent();
    assertThat(ask.at(now(SATURDAY_NOON, 1, 250), WATTS).why())
        .isEqualTo("The grid has 250 g/kWh now, and 200 are the most.");
    assertThat(ask.at(now(SATURDAY_NOON), WATTS).onDemand()).isEmpty();
  }

  @Test
  void whatCannotBeIsRefusedInWords() {
    assertThatThrownBy(() -> Ask.plain("H1000", Money.usd("2")))
        .hasMessageContaining("'H1000' is no accelerator");
    assertThatThrownBy(() -> Ask.plain("H100", Money.usd("0"))).hasMessageContaining("base price");
    assertThatThrownBy(
            () ->
                ask(
                    "2",
                    "1",
                    List.of(),
                    Optional.of(new EnergyPart(Money.of("0.1", "EUR"), OptionalDouble.empty())),
                    OptionalDouble.empty()))
        .hasMessageContaining("one currency");
    assertThatThrownBy(() -> new Reclaimable(BigDecimal.valueOf(100), Duration.ofMinutes(2)))
        .hasMessageContaining("(0, 95]");
  }

  @Test
  void aMinimumDurationIsSaidBesideThePrice() {
    Ask plain = Ask.plain("H100-SXM", Money.usd("2.00"));
    Ask least =
        new Ask(
            plain.unit(),
            plain.base(),
            plain.floor(),
            plain.windows(),
            plain.zone(),
            plain.energy(),
            plain.mostGrams(),
            plain.reclaimable(),
            Duration.ofHours(2));

    assertThat(least.at(now("2026-11-21T12:00:00Z"), 0).why())
        .isEqualTo("2 USD base, for at least 2 h");
    assertThat(plain.at(now("2026-11-21T12:00:00Z"), 0).why()).isEqualTo("2 USD base");
  }

  @Test
  void aMinimumOfMoreThanAMonthIsRefused() {
    Ask plain = Ask.plain("cpu", Money.usd("0.10"));

    assertThatThrownBy(
            () ->
                new Ask(
                    plain.unit(),
                    plain.base(),
                    plain.floor(),
                    plain.windows(),
                    plain.zone(),
                    plain.energy(),
                    plain.mostGrams(),
                    plain.reclaimable(),
                    Duration.ofDays(32)))
        .hasMessageContaining("The minimum duration of cpu is PT768H");
  }

  private static Ask ask(
      String base,
      String floor,
      List<WeeklyWindow> windows,
      Optional<EnergyPart> energy,
      OptionalDouble mostGrams) {
    return new Ask(
        "H100",
        Money.usd(base),
        Money.usd(floor),
        windows,
        ZoneId.of("UTC"),
        energy,
        mostGrams,
        Optional.empty());
  }

  private static WeeklyWindow window(Set<DayOfWeek> days, String from, String to) {
    return new WeeklyWindow(days, LocalTime.parse(from), LocalTime.parse(to), Optional.empty());
  }

  private static EnergyPart energy(String price, double watts) {
    return new EnergyPart(Money.usd(price), OptionalDouble.of(watts));
  }

  private static Circumstances now(String at) {
    return new Circumstances(Instant.parse(at), OptionalDouble.empty(), OptionalDouble.empty());
  }

  private static Circumstances now(String at, double pue, double grams) {
    return new Circumstances(Instant.parse(at), OptionalDouble.of(pue), OptionalDouble.of(grams));
  }
}
