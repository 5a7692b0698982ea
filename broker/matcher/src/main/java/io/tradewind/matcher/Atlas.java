package io.tradewind.matcher;

import io.tradewind.api.Countries;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.matcher.nearness.End;
import io.tradewind.matcher.nearness.RoundTrips;
import io.tradewind.matcher.workload.Area;
import io.tradewind.pricing.CarbonModel;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.Pue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of the conditions say of a segment's regions, worked out once for many questions:
 * where each is, its grid, which lie within an area, and how far each is from somewhere.
 */
final class Atlas {
  static final Atlas EMPTY =
      new Atlas(new Region[0], new boolean[0], Conditions.bundled(0, Instant.EPOCH));

  /** Questions come from few areas and places; beyond these nothing more is remembered. */
  private static final int MOST_REMEMBERED = 2_000;

  private final Region[] regions;
  private final Regions table;
  private final Countries countries;
  private final GridIntensities intensities;
  private final RoundTrips roundTrips;
  private final Map<Area, BitSet> within = new ConcurrentHashMap<>();
  private final Map<End, double[]> milliseconds = new ConcurrentHashMap<>();

  /** By region. */
  final @Nullable Place[] places;

  /** Grams a kilowatt-hour; NaN where nobody knows. */
  final double[] intensity;

  final double[] pue;

  /** What a watt of a machine emits in an hour; NaN where nobody knows. */
  final double[] gramsPerWattHour;

  /** A number for each continent, zero where nobody knows. */
  final int[] continentOf;

  /** Of a question to which all regions are alike. */
  final int[] noMasks;

  private final List<String> continents = new ArrayList<>(List.of(""));
  private final List<Optional<String>> continentNames;
  private final Map<Region, Integer> numbers = new HashMap<>();

  Atlas(Region[] regions, boolean[] declared, Conditions conditions) {
    this.regions = regions;
    table = conditions.regions();
    countries = conditions.countries();
    intensities = conditions.intensities();
    roundTrips = conditions.roundTrips();
    places = new Place[regions.length];
    noMasks = new int[regions.length];
    intensity = new double[regions.length];
    pue = new double[regions.length];
    gramsPerWattHour = new double[regions.length];
    continentOf = new int[regions.length];
    for (int region = 0; region < regions.length; region++) {
      Optional<Place> place = table.find(regions[region]);
      places[region] = place.orElse(null);
      intensity[region] =
          intensities
              .at(regions[region], place)
              .map(GridIntensity::gramsPerKilowattHour)
              .orElse(Double.NaN);
      pue[region] = pueAt(place, declared[region]).value();
      gramsPerWattHour[region] =
          CarbonModel.operationalGramsPerHour(1, pue[region], intensity[region]);
      continentOf[region] = numberOfContinent(place);
      numbers.put(regions[region], region);
    }
    continentNames =
        continents.stream()
            .map(name -> name.isEmpty() ? Optional.<String>empty() : Optional.of(name))
            .toList();
  }

  boolean isOf(Region[] ofRegions, Conditions conditions) {
    return regions == ofRegions
        && table == conditions.regions()
        && countries == conditions.countries()
        && intensities == conditions.intensities()
        && roundTrips == conditions.roundTrips();
  }

  int size() {
    return regions.length;
  }

  Region region(int number) {
    return regions[number];
  }

  private int numberOfContinent(Optional<Place> place) {
    String name =
        place.map(Place::country).flatMap(countries::find).map(it -> it.continent()).orElse("");
    if (!continents.contains(name)) {
      continents.add(name);
    }
    return continents.indexOf(name);
  }

  Optional<String> continent(int region) {
    return continentNames.get(continentOf[region]);
  }

  /** Above every {@link #continentOf}. */
  int continents() {
    return continents.size();
  }

  /** −1 for a region of which the segment has no offers. */
  int numberOf(Region region) {
    return numbers.getOrDefault(region, -1);
  }

  static Pue pueAt(Optional<Place> place, boolean declared) {
    Pue assumed = declared ? Pue.ON_PREMISES_DEFAULT : Pue.CLOUD_DEFAULT;
    return place
        .filter(where -> where.powerUsageEffectiveness().isPresent())
        .map(
            where ->
                new Pue(
                    where.powerUsageEffectiveness().getAsDouble(),
                    where.powerUsageSource().orElse("region table")))
        .orElse(assumed);
  }

  /** The regions within an area. Not to be changed. */
  BitSet within(Area area) {
    BitSet known = within.get(area);
    if (known != null) {
      return known;
    }
    BitSet inside = new BitSet(regions.length);
    for (int region = 0; region < regions.length; region++) {
      Optional<Place> place = Optional.ofNullable(places[region]);
      inside.set(region, area.contains(regions[region], place, countries));
    }
    if (within.size() < MOST_REMEMBERED) {
      within.put(area, inside);
    }
    return inside;
  }

  /** Round trip to each region; NaN where nobody knows the place. Not to be changed. */
  double[] millisecondsFrom(End from) {
    double[] known = milliseconds.get(from);
    if (known != null) {
      return known;
    }
    double[] byRegion = new double[regions.length];
    for (int region = 0; region < regions.length; region++) {
      Place place = places[region];
      byRegion[region] =
          place == null
              ? Double.NaN
              : roundTrips.between(from, End.at(regions[region], place)).milliseconds();
    }
    if (milliseconds.size() < MOST_REMEMBERED) {
      milliseconds.put(from, byRegion);
    }
    return byRegion;
  }
}
