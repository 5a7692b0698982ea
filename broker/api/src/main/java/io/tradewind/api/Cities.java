package io.tradewind.api;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Cities with coordinates, by name: for users who are nearer to one end of a country. */
public final class Cities {
  private static final Cities BUNDLED = new Cities();

  private final Map<String, List<City>> byName = new HashMap<>();
  private final Set<String> names = new TreeSet<>();

  private Cities() {
    for (Csv.Row row : Csv.bundled("cities.csv")) {
      City city =
          new City(
              row.text("name"),
              row.text("country"),
              new GeoPoint(row.number("latitude"), row.number("longitude")));
      add(city.name(), city);
      row.optional("also").ifPresent(also -> List.of(also.split(";")).forEach(it -> add(it, city)));
    }
  }

  private void add(String name, City city) {
    names.add(name);
    byName.computeIfAbsent(plain(name), key -> new ArrayList<>()).add(city);
  }

  /** The table that ships with this module. */
  public static Cities bundled() {
    return BUNDLED;
  }

  /** All names, other usual ones included, for "did you mean". */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /**
   * Every city of that name, whatever its case and accents; of several countries there may be
   * several.
   */
  public List<City> find(String name, Optional<String> country) {
    return byName.getOrDefault(plain(name), List.of()).stream()
        .filter(city -> country.isEmpty() || country.get().equalsIgnoreCase(city.country()))
        .toList();
  }

  private static String plain(String name) {
    String apart = Normalizer.normalize(name.strip(), Normalizer.Form.NFD);
    return apart
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replace('ł', 'l')
        .replace('ø', 'o')
        .replaceAll("[ \\-]+", " ");
  }

  /**
   * One city.
   *
   * @param country ISO 3166 alpha-2
   * @param point its middle
   */
  public record City(String name, String country, GeoPoint point) {
    @Override
    public String toString() {
      return name + ", " + country;
    }
  }
}
