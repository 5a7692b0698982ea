package io.tradewind.api;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The table of regions: which city, country and grid a seller's region name stands for. Immutable.
 */
public final class Regions {
  private static final Regions BUNDLED = new Regions(load());

  private final Map<Region, Place> places;

  private Regions(Map<Region, Place> places) {
    this.places = Collections.unmodifiableMap(places);
  }

  /** The table that ships with this module. */
  public static Regions bundled() {
    return BUNDLED;
  }

  public Map<Region, Place> places() {
    return places;
  }

  /** Empty for a region that nobody has placed yet: it satisfies no wish about where. */
  public Optional<Place> find(Region region) {
    return Optional.ofNullable(places.get(region));
  }

  /** This table and the places of enrolled sites. */
  public Regions with(Map<Region, Place> more) {
    Map<Region, Place> all = new HashMap<>(places);
    all.putAll(more);
    return new Regions(all);
  }

  /** Region names of any seller that hold a text, for "did you mean". */
  public List<String> suggestions(String text, int limit) {
    String wanted = text.substring(text.indexOf('/') + 1);
    return places.keySet().stream()
        .map(Region::toString)
        .filter(
            name -> name.contains(wanted) || wanted.contains(name.substring(name.indexOf('/') + 1)))
        .sorted()
        .limit(limit)
        .toList();
  }

  private static Map<Region, Place> load() {
    Map<Region, Place> places = new TreeMap<>();
    for (Csv.Row row : Csv.bundled("regions.csv")) {
      places.put(Region.of(row.text("provider"), row.text("region")), place(row));
    }
    return places;
  }

  private static Place place(Csv.Row row) {
    return new Place(
        row.text("city"),
        row.text("country"),
        new GeoPoint(row.number("latitude"), row.number("longitude")),
        new GridZone(row.text("grid_zone")),
        row.optionalNumber("pue"),
        row.optional("pue_source"),
        row.text("precision").equals("city"));
  }
}
