package io.tradewind.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.GridZone;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GridIntensitiesTest {
  private static final Region VIRGINIA = Region.of("aws", "us-east-1");
  private static final Optional<Place> PLACE = Regions.bundled().find(VIRGINIA);
  private static final GridZone ZONE = PLACE.orElseThrow().gridZone();
  private static final GridZone COUNTRY = new GridZone("US");

  @Test
  void theRegionsOwnFigureGoesFirst() {
    GridIntensities all =
        GridIntensities.of(
            Map.of(VIRGINIA, Given.grams(1)),
            Map.of(ZONE, Given.grams(2), COUNTRY, Given.grams(3), GridZone.WORLD, Given.grams(4)));

    assertThat(all.at(VIRGINIA, PLACE)).contains(Given.grams(1));
  }

  @Test
  void theZonesFigureIsNoEstimate() {
    GridIntensities zones =
        GridIntensities.of(Map.of(), Map.of(ZONE, Given.grams(2), COUNTRY, Given.grams(3)));

    assertThat(zones.at(VIRGINIA, PLACE)).contains(Given.grams(2));
  }

  @Test
  void theCountryStandsInForItsZoneAndIsFlagged() {
    GridIntensity figure =
        GridIntensities.of(Map.of(), Map.of(COUNTRY, Given.grams(3)))
            .at(VIRGINIA, PLACE)
            .orElseThrow();

    assertThat(figure.gramsPerKilowattHour()).isEqualTo(3);
    assertThat(figure.estimated()).isTrue();
    assertThat(figure.source()).endsWith("(the country, for its zone)");
  }

  @Test
  void theWorldStandsInForAnUnknownPlace() {
    GridIntensity figure =
        GridIntensities.of(Map.of(), Map.of(GridZone.WORLD, Given.grams(4)))
            .at(Region.of("aws", "moon-1"), Optional.empty())
            .orElseThrow();

    assertThat(figure.estimated()).isTrue();
  }

  @Test
  void aFigureOfAnotherBasisIsLeftOutAndNotMixedIn() {
    GridIntensity marginal =
        GridIntensity.ofYear(
            460, CarbonBasis.MARGINAL_LOCATION_DIRECT, "another signal", 2025, false);

    GridIntensities all =
        GridIntensities.of(Map.of(VIRGINIA, marginal), Map.of(GridZone.WORLD, Given.grams(4)));

    assertThat(all.basis()).isEqualTo(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE);
    assertThat(all.at(VIRGINIA, PLACE).orElseThrow().gramsPerKilowattHour()).isEqualTo(4);
  }

  @Test
  void whereNothingIsKnownNothingIsMadeUp() {
    assertThat(GridIntensities.UNKNOWN.at(VIRGINIA, PLACE)).isEmpty();
  }
}
