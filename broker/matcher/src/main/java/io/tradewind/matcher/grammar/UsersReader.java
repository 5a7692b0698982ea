package io.tradewind.matcher.grammar;

import io.tradewind.api.Cities.City;
import io.tradewind.matcher.workload.PlacementWishes.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code users}: where they are, by country or city, each with a weight. */
final class UsersReader {
  private static final double MOST_WEIGHT = 1e9;

  private final Vocabulary vocabulary;
  private final Problems problems;

  UsersReader(Vocabulary vocabulary, Problems problems) {
    this.vocabulary = vocabulary;
    this.problems = problems;
  }

  List<Users> read(Tree tree) {
    List<Users> users = new ArrayList<>();
    for (Tree.Item item : tree.items("users")) {
      Tree.of(row(item.value()), item.path(), problems)
          .ifPresent(row -> row(row).ifPresent(users::add));
    }
    if (!users.isEmpty() && users.stream().allMatch(row -> row.weight() == 0)) {
      tree.problem("users", "All weights are zero.", "Give at least one a positive weight.");
    }
    return users;
  }

  /** A bare text of two letters is a country, any other one a city. */
  private static @Nullable Object row(@Nullable Object value) {
    if (value instanceof String text) {
      return Map.of(text.strip().length() == 2 ? "country" : "city", text);
    }
    return value;
  }

  private Optional<Users> row(Tree row) {
    double weight = row.number("weight", 0, MOST_WEIGHT).orElse(1);
    Optional<Users> users =
        row.has("city")
            ? city(row).map(city -> new Users(city, weight))
            : WorkloadReader.required(row, "country", "a country code, or a city")
                .flatMap(code -> country(row, code))
                .map(code -> new Users(code, weight));
    row.nothingElse();
    return users;
  }

  private Optional<String> country(Tree row, String code) {
    if (vocabulary.countries().find(code).isEmpty()) {
      row.problem(
          "country",
          "The country %s is unknown.".formatted(Problems.quoted(code)),
          "Use a two-letter code such as DE.");
      return Optional.empty();
    }
    return Optional.of(code.strip().toUpperCase(Locale.ROOT));
  }

  /**
   * {@code Berlin}, or {@code San Jose, US} where there are several; or with the country beside.
   */
  private Optional<City> city(Tree row) {
    Optional<String> text = row.words("city");
    Optional<String> beside = row.has("country") ? row.words("country") : Optional.empty();
    if (text.isEmpty() || (beside.isPresent() && country(row, beside.get()).isEmpty())) {
      return Optional.empty();
    }
    int comma = text.get().lastIndexOf(',');
    String name = comma < 0 ? text.get() : text.get().substring(0, comma);
    Optional<String> country =
        comma < 0 ? beside : Optional.of(text.get().substring(comma + 1).strip());
    List<City> found = vocabulary.cities().find(name, country.map(String::strip));
    if (found.size() != 1) {
      doubtful(row, text.get(), name, found);
      return Optional.empty();
    }
    return Optional.of(found.get(0));
  }

  private void doubtful(Tree row, String text, String name, List<City> found) {
    if (found.isEmpty()) {
      row.problem(
          "city",
          "The city %s is unknown.".formatted(Problems.quoted(text)),
          codeOf(name)
              .or(() -> Spelling.closest(name, vocabulary.cities().names()))
              .map(likely -> "Did you mean %s?".formatted(likely))
              .orElse("Name a large city near it, or give the country alone."));
    } else {
      row.problem(
          "city",
          "There are several cities named %s.".formatted(Problems.quoted(name)),
          "Write one of %s."
              .formatted(
                  String.join(" or ", found.stream().map(City::toString).sorted().toList())));
    }
  }

  /** Of a country that is written by its name. */
  private Optional<String> codeOf(String name) {
    return vocabulary.countries().all().values().stream()
        .filter(country -> country.name().equalsIgnoreCase(name.strip()))
        .map(country -> country.code())
        .findFirst();
  }
}
