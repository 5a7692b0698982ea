package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Cities.City;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CitiesTest {
  private final Cities cities = Cities.bundled();

  @Test
  void caseAndAccentsDoNotCount() {
    assertThat(one("são paulo")).isEqualTo(one("Sao Paulo"));
    assertThat(one("WROCLAW").country()).isEqualTo("PL");
    assertThat(one("kobenhavn").name()).isEqualTo("Copenhagen");
  }

  @Test
  void otherUsualNamesAreKnown() {
    assertThat(one("München")).isEqualTo(one("Munich"));
    assertThat(one("NYC").country()).isEqualTo("US");
  }

  @Test
  void citiesOfOneNameAreToldApartByTheirCountry() {
    assertThat(cities.find("San Jose", Optional.empty()))
        .extracting(City::country)
        .containsExactlyInAnyOrder("US", "CR");
    assertThat(cities.find("San Jose", Optional.of("cr"))).hasSize(1);
    assertThat(cities.find("Atlantis", Optional.empty())).isEmpty();
  }

  @Test
  void everyCityLiesInAKnownCountryAndNotFarFromItsMiddle() {
    List<City> all =
        cities.names().stream()
            .flatMap(name -> cities.find(name, Optional.empty()).stream())
            .distinct()
            .toList();

    assertThat(all).hasSizeGreaterThan(400);
    assertThat(all)
        .allSatisfy(
            city -> {
              var country = Countries.bundled().find(city.country()).orElseThrow();
              double most = LARGE.contains(city.country()) ? 7_000 : 2_000;
              assertThat(city.point().kilometresTo(country.point()))
                  .as("%s", city)
                  .isLessThan(most);
            });
  }

  /** Countries whose ends are far from their middles. */
  private static final List<String> LARGE =
      List.of("US", "RU", "CA", "CN", "AU", "BR", "ID", "CL", "IN", "PF", "AR", "NZ");

  private City one(String name) {
    List<City> found = cities.find(name, Optional.empty());
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }
}
