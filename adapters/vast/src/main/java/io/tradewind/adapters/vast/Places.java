package io.tradewind.adapters.vast;

import io.tradewind.api.Countries;
import io.tradewind.api.Countries.Country;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Region;
import io.tradewind.rest.RefusedRow;
import java.util.Optional;

/**
 * Where a machine is. The search says {@code Denmark, DK} or {@code , CA}; our table of regions has
 * the continent as well, {@code Denmark, DK, EU}, as older answers had.
 */
final class Places {
  private Places() {}

  static Region region(Optional<String> geolocation) throws RefusedRow {
    String said =
        geolocation.orElseThrow(
            () -> new RefusedRow(Reason.UNKNOWN_REGION, "the machine does not say where it is"));
    String[] parts = said.split(",", -1);
    if (parts.length == 3) {
      return new Region(VastProvider.ID, said);
    }
    Optional<Country> country =
        parts.length == 2 ? Countries.bundled().find(parts[1]) : Optional.empty();
    Country known =
        country.orElseThrow(
            () ->
                new RefusedRow(
                    Reason.UNKNOWN_REGION,
                    "'%s' is no place; expected one such as 'Denmark, DK'".formatted(said)));
    return new Region(
        VastProvider.ID, "%s, %s, %s".formatted(parts[0].strip(), known.code(), continent(known)));
  }

  private static String continent(Country country) {
    return switch (country.continent()) {
      case "africa" -> "AF";
      case "antarctica" -> "AN";
      case "asia" -> "AS";
      case "europe" -> "EU";
      case "north_america" -> "NA";
      case "oceania" -> "OC";
      case "south_america" -> "SA";
      default ->
          throw new IllegalStateException(
              "%s is on the unknown continent %s.".formatted(country.name(), country.continent()));
    };
  }
}
