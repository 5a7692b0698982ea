package io.tradewind.server.market;

import io.tradewind.api.Cities;
import io.tradewind.api.Cities.City;
import io.tradewind.api.Countries;
import io.tradewind.api.GeoPoint;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.nearness.End;
import io.tradewind.matcher.nearness.Estimate;
import io.tradewind.server.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From where distances are shown: a country or a city that a reader named. */
record UserPlace(String name, GeoPoint point) {
  private static final String FIELD = "users";

  /** Empty where nothing was named. */
  static Optional<UserPlace> parse(@Nullable String text, Conditions conditions) {
    return Parameters.text(text).map(it -> of(it, conditions));
  }

  Estimate to(Region region, Place place, Conditions conditions) {
    return conditions.roundTrips().between(end(), End.at(region, place));
  }

  End end() {
    return End.ofUsers(point);
  }

  private static UserPlace of(String name, Conditions conditions) {
    Optional<Countries.Country> country =
        conditions.countries().find(name.toUpperCase(Locale.ROOT));
    if (country.isPresent()) {
      return new UserPlace(name.toUpperCase(Locale.ROOT), country.get().point());
    }
    String[] parts = name.split(",", 2);
    Optional<String> within = parts.length == 2 ? Optional.of(parts[1].strip()) : Optional.empty();
    List<City> cities = Cities.bundled().find(parts[0].strip(), within);
    if (cities.size() == 1) {
      return new UserPlace(cities.get(0).toString(), cities.get(0).point());
    }
    throw cities.isEmpty() ? unknown(name) : ambiguous(name, cities);
  }

  private static ProblemException unknown(String name) {
    String shown = name.length() <= 60 ? name : name.substring(0, 60) + "…";
    return ProblemException.field(
        FIELD,
        "users is '%s', which is no country and no city of the table.".formatted(shown),
        "Write a country as ISO 3166-1 alpha-2, such as DE, or a large city nearby, such as"
            + " Frankfurt.");
  }

  private static ProblemException ambiguous(String name, List<City> cities) {
    return ProblemException.field(
        FIELD,
        "There are several cities called %s: %s."
            .formatted(name, cities.stream().map(City::toString).collect(Collectors.joining("; "))),
        "Write the country behind it, such as '%s, %s'.".formatted(name, cities.get(0).country()));
  }
}
