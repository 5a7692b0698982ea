package io.tradewind.matcher.workload;

import io.tradewind.api.Countries;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import java.util.Optional;

/** Somewhere: a country, a continent, a bloc, or regions by name. */
public sealed interface Area {

  /**
   * @param place empty when nobody knows where the region is; then only its name can match
   */
  boolean contains(Region region, Optional<Place> place, Countries countries);

  /** As it was written. */
  String text();

  /** ISO 3166 alpha-2. */
  record Country(String code) implements Area {
    @Override
    public boolean contains(Region region, Optional<Place> place, Countries countries) {
      return place.isPresent() && place.get().country().equals(code);
    }

    @Override
    public String text() {
      return code;
    }
  }

  /** A continent as the countries table names it, such as {@code europe}. */
  record Continent(String name) implements Area {
    @Override
    public boolean contains(Region region, Optional<Place> place, Countries countries) {
      return place
          .flatMap(where -> countries.find(where.country()))
          .filter(country -> country.continent().equals(name))
          .isPresent();
    }

    @Override
    public String text() {
      return name;
    }
  }

  /** A bloc of countries, such as {@code EU}. */
  record Bloc(String name) implements Area {
    @Override
    public boolean contains(Region region, Optional<Place> place, Countries countries) {
      return place
          .flatMap(where -> countries.find(where.country()))
          .filter(country -> country.blocs().contains(name))
          .isPresent();
    }

    @Override
    public String text() {
      return name;
    }
  }

  /** One seller's region. */
  record ProviderRegion(Region region) implements Area {
    @Override
    public boolean contains(Region other, Optional<Place> place, Countries countries) {
      return region.equals(other);
    }

    @Override
    public String text() {
      return region.toString();
    }
  }

  /** Every seller's region of this name. */
  record RegionName(String name) implements Area {
    @Override
    public boolean contains(Region region, Optional<Place> place, Countries countries) {
      return region.name().equals(name);
    }

    @Override
    public String text() {
      return name;
    }
  }
}
