package io.tradewind.api;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Countries with their continent and the blocs they belong to, for wishes such as {@code residency:
 * eu}.
 */
public final class Countries {
  private static final Countries BUNDLED = new Countries();

  private final Map<String, Country> byCode = new LinkedHashMap<>();

  private Countries() {
    for (Csv.Row row : Csv.bundled("countries.csv")) {
      String blocs = row.text("blocs").toUpperCase(Locale.ROOT);
      byCode.put(
          row.text("code"),
          new Country(
              row.text("code"),
              row.text("name"),
              row.text("continent"),
              blocs.isEmpty() ? Set.of() : Set.of(blocs.split(";")),
              new GeoPoint(row.number("latitude"), row.number("longitude"))));
    }
  }

  /** The table that ships with this module. */
  public static Countries bundled() {
    return BUNDLED;
  }

  public Map<String, Country> all() {
    return Map.copyOf(byCode);
  }

  /** By ISO 3166 alpha-2 code, any case. */
  public Optional<Country> find(String code) {
    return Optional.ofNullable(byCode.get(code.strip().toUpperCase(Locale.ROOT)));
  }

  /**
   * One country.
   *
   * @param continent {@code africa, antarctica, asia, europe, north_america, oceania,
   *     south_america}
   * @param blocs upper-case: {@code EU, EEA, EFTA, …}
   * @param point its capital or centre
   */
  public record Country(
      String code, String name, String continent, Set<String> blocs, GeoPoint point) {}
}
