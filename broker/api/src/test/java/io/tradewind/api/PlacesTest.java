package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final GeoPoint LONDON = new GeoPoint(51.5074, -0.1278);
  private static final GeoPoint NEW_YORK = new GeoPoint(40.7128, -74.0060);

  @Test
  void theGreatCircleFromLondonToNewYorkIsFiveAndAHalfThousandKilometres() {
    assertThat(LONDON.kilometresTo(NEW_YORK)).isCloseTo(5570, within(10.0));
    assertThat(NEW_YORK.kilometresTo(LONDON)).isEqualTo(LONDON.kilometresTo(NEW_YORK));
  }

  @Test
  void theOtherSideOfTheGlobeIsHalfItsGirthAway() {
    double half = Math.PI * 6371.0088;

    assertThat(new GeoPoint(0, 0).kilometresTo(new GeoPoint(0, 180))).isCloseTo(half, within(1e-6));
    assertThat(new GeoPoint(90, 0).kilometresTo(new GeoPoint(-90, 17)))
        .isCloseTo(half, within(1e-6));
  }

  @Test
  void aLatitudeBeyondThePoleIsRefused() {
    assertThatThrownBy(() -> new GeoPoint(91, 0)).hasMessageContaining("latitude");
    assertThatThrownBy(() -> new GeoPoint(Double.NaN, 0)).hasMessageContaining("no place");
  }

  @Test
  void everyRegionLiesInAKnownCountryAndNearIt() {
    Regions.bundled()
        .places()
        .forEach(
            (region, place) -> {
              Countries.Country country = Countries.bundled().find(place.country()).orElseThrow();
              assertThat(place.point().kilometresTo(country.point()))
                  .as("%s in %s", region, country.name())
                  .isLessThan(5_500);
            });
  }

  @Test
  void theEuropeanUnionHasTwentySevenMembers() {
    assertThat(Countries.bundled().all().values())
        .filteredOn(country -> country.blocs().contains("EU"))
        .hasSize(27);
    assertThat(Countries.bundled().find("gb").orElseThrow().blocs()).doesNotContain("EU");
    assertThat(Countries.bundled().find("no").orElseThrow().blocs()).contains("EEA");
  }

  @Test
  void aRegionThatNobodyHasPlacedHasNoPlace() {
    assertThat(Regions.bundled().find(Region.of("aws", "mars-north-1"))).isEmpty();
    assertThat(Regions.bundled().find(Region.of("aws", "eu-west-1")))
        .map(Place::country)
        .contains("IE");
  }
}
