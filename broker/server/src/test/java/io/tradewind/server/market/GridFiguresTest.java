package io.tradewind.server.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CarbonReading;
import io.tradewind.api.CarbonReading.OfZone;
import io.tradewind.api.GridZone;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.server.market.GridFigures.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GridFiguresTest {
  private static final GridZone GB = new GridZone("GB");
  private static final CarbonBasis LIFECYCLE = CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
  private static final CarbonBasis MARGINAL = CarbonBasis.MARGINAL_LOCATION_DIRECT;
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Told TABLE =
      new Told(
          "static",
          Optional.empty(),
          reading(figure(GB, 210, LIFECYCLE, "2025-01-01T00:00:00Z", false)));

  @Test
  void aLiveFigureGoesBeforeTheTables() {
    assertThat(zones(NOON, TABLE, live("carbon-a", 95, LIFECYCLE, "2026-11-20T11:30:00Z")))
        .hasEntrySatisfying(GB, is -> assertThat(is.gramsPerKilowattHour()).isEqualTo(95));
  }

  @Test
  void aLiveFigureThatIsTooOldGivesWayToTheTableWhichSaysSo() {
    Told live = live("carbon-a", 95, LIFECYCLE, "2026-11-20T11:00:00Z");
    assertThat(gb(NOON.minusMillis(1), TABLE, live).gramsPerKilowattHour()).isEqualTo(95);
    GridIntensity standIn = gb(NOON, TABLE, live);
    assertThat(standIn.gramsPerKilowattHour()).isEqualTo(210);
    assertThat(standIn.estimated()).isTrue();
    assertThat(standIn.source())
        .isEqualTo("a test (carbon-a told nothing newer than 2026-11-20T11:00:00Z)");
  }

  @Test
  void anOldLiveFigureWithoutATableIsNoFigure() {
    assertThat(zones(NOON, live("carbon-a", 95, LIFECYCLE, "2026-11-20T11:00:00Z"))).isEmpty();
  }

  @Test
  void aFigureOfAnotherBasisNeverShadowsOrEnters() {
    Told marginal = live("carbon-a", 480, MARGINAL, "2026-11-20T11:59:00Z");
    assertThat(gb(NOON, TABLE, marginal).gramsPerKilowattHour()).isEqualTo(210);
    assertThat(zones(MARGINAL, NOON, TABLE, marginal))
        .containsOnlyKeys(GB)
        .hasEntrySatisfying(GB, is -> assertThat(is.gramsPerKilowattHour()).isEqualTo(480));
  }

  @Test
  void measuredGoesBeforeModelledAndThenTheNewerBeforeTheOlder() {
    Told modelled =
        new Told(
            "carbon-a",
            Optional.of(HOUR),
            reading(figure(GB, 1, LIFECYCLE, "2026-11-20T11:59:00Z", true)));
    Told older = live("carbon-b", 2, LIFECYCLE, "2026-11-20T11:30:00Z");
    Told newer = live("carbon-c", 3, LIFECYCLE, "2026-11-20T11:45:00Z");
    assertThat(gb(NOON, modelled, older, newer).gramsPerKilowattHour()).isEqualTo(3);
  }

  @Test
  void theSameFiguresAreEqualSoThatNothingIsSwappedForNothing() {
    Told live = live("carbon-a", 95, LIFECYCLE, "2026-11-20T11:30:00Z");
    assertThat(GridFigures.of(LIFECYCLE, List.of(TABLE, live), NOON))
        .isEqualTo(GridFigures.of(LIFECYCLE, List.of(live, TABLE), NOON.plusSeconds(1)));
  }

  private static GridIntensity gb(Instant now, Told... told) {
    return Optional.ofNullable(zones(now, told).get(GB)).orElseThrow();
  }

  private static Map<GridZone, GridIntensity> zones(Instant now, Told... told) {
    return zones(LIFECYCLE, now, told);
  }

  private static Map<GridZone, GridIntensity> zones(CarbonBasis basis, Instant now, Told... told) {
    return GridFigures.of(basis, Arrays.asList(told), now).byZone();
  }

  private static Told live(String feed, double grams, CarbonBasis basis, String asOf) {
    return new Told(feed, Optional.of(HOUR), reading(figure(GB, grams, basis, asOf, false)));
  }

  private static CarbonReading reading(OfZone... zones) {
    return new CarbonReading(List.of(zones), List.of(), List.of(), List.of());
  }

  private static OfZone figure(
      GridZone zone, double grams, CarbonBasis basis, String asOf, boolean estimated) {
    return new OfZone(
        zone, new GridIntensity(grams, basis, "a test", Instant.parse(asOf), estimated));
  }
}
