package io.tradewind.adapters.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridZone;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticCarbonFeedTest {
  private static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");

  private final StaticCarbonFeed feed = new StaticCarbonFeed();

  @Test
  void theServiceLoaderFindsIt() {
    assertThat(ServiceLoader.load(CarbonFeed.class))
        .hasAtLeastOneElementOfType(StaticCarbonFeed.class);
  }

  @Test
  void everyFigureIsTold() throws Exception {
    CarbonReading reading = feed.read();
    assertThat(reading.zones()).hasSameSizeAs(feed.byZone().entrySet());
    assertThat(reading.regions()).hasSameSizeAs(feed.byRegion().entrySet());
    assertThat(feed.validity()).as("a table of years does not expire").isEmpty();
  }

  @Test
  void everyPlacedRegionHasItsZone() throws IOException {
    Map<GridZone, GridIntensity> zones = feed.byZone();
    assertThat(Regions.bundled().places().values())
        .extracting(Place::gridZone)
        .isNotEmpty()
        .allMatch(zones::containsKey);
  }

  @Test
  void theWorldIsTheLastResortAndAnEstimateWhereverItIsUsed() throws IOException {
    GridIntensity world = zone("WORLD");
    assertThat(world.gramsPerKilowattHour()).isBetween(400.0, 550.0);
    assertThat(world.estimated()).isTrue();
  }

  @Test
  void zonesAreAllOfOneBasis() throws IOException {
    assertThat(feed.byZone().values())
        .extracting(GridIntensity::basis)
        .containsOnly(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE);
  }

  @Test
  void whatProvidersPublishNamesItsOtherBasis() throws IOException {
    assertThat(feed.byRegion().values())
        .extracting(GridIntensity::basis)
        .containsOnly(CarbonBasis.AVERAGE_LOCATION_DIRECT);
  }

  @Test
  void everyFigureIsInTheRangeOfGridsWithASourceAndARecentYear() throws IOException {
    assertThat(feed.byZone().values())
        .hasSizeGreaterThanOrEqualTo(100)
        .allMatch(figure -> figure.gramsPerKilowattHour() > 10)
        .allMatch(StaticCarbonFeedTest::isSaneAndSourced);
    assertThat(feed.byRegion().values())
        .hasSizeGreaterThanOrEqualTo(40)
        .allMatch(StaticCarbonFeedTest::isSaneAndSourced);
  }

  /** Water and wind, nuclear, gas and mixed, coal: a swap of columns or units would not pass. */
  @ParameterizedTest
  @CsvSource({"SE, 10, 60", "FR, 20, 90", "DE, 250, 450", "PL, 500, 800", "IN, 550, 850"})
  void knownGridsStandWhereTheyAreKnownToStand(String zone, double least, double most)
      throws IOException {
    assertThat(zone(zone).gramsPerKilowattHour()).isBetween(least, most);
  }

  @Test
  void publishedRegionsArePlacedRegions() throws IOException {
    assertThat(feed.byRegion().keySet()).allMatch(Regions.bundled().places()::containsKey);
    assertThat(feed.byRegion()).containsKey(Region.of("gcp", "europe-west1"));
  }

  @Test
  void aYearlyFigureIsAsOfTheEndOfItsYear() throws IOException {
    assertThat(zone("DE").asOf()).isEqualTo("2025-01-01T00:00:00Z");
  }

  @Test
  void aComputedFigureIsAnEstimate() throws IOException {
    assertThat(zone("CA-AB").estimated()).isTrue();
    assertThat(zone("DE").estimated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"DE,300 | 2 cells, its header 3", "DE,300,2024,x | 4 cells, its header 3"})
  void aTableWithARaggedRowIsRefusedByLine(String row, String complaint) {
    assertThatThrownBy(() -> table("zone,grams,year\n" + row))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("test line 2")
        .hasMessageContaining(complaint);
  }

  @Test
  void aNumberThatIsNoneIsNamed() throws IOException {
    Table.Row row = table("zone,grams\nDE,many").get(0);
    assertThatThrownBy(() -> row.number("grams"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("grams is 'many'");
  }

  @Test
  void aQuotedCellMayHoldCommas() throws IOException {
    assertThat(table("zone,source\nDE,\"Ember, yearly\"").get(0).text("source"))
        .isEqualTo("Ember, yearly");
  }

  private GridIntensity zone(String code) throws IOException {
    return Optional.ofNullable(feed.byZone().get(new GridZone(code))).orElseThrow();
  }

  private static boolean isSaneAndSourced(GridIntensity figure) {
    return figure.gramsPerKilowattHour() > 0
        && figure.gramsPerKilowattHour() < 1_000
        && !figure.source().isBlank()
        && figure.asOf().isBefore(TODAY)
        && figure.asOf().isAfter(Instant.parse("2022-12-31T00:00:00Z"));
  }

  private static List<Table.Row> table(String text) throws IOException {
    return Table.rows("test", new BufferedReader(new StringReader(text)));
  }
}
