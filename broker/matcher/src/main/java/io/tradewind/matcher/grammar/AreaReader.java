package io.tradewind.matcher.grammar;

import io.tradewind.api.Countries;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads where: a country code, a continent, a bloc, {@code aws/eu-west-1} or a bare region name.
 */
final class AreaReader {
  /** What people write for a country, beside its code and its name. */
  private static final Map<String, String> USUAL =
      Map.of("UK", "GB", "USA", "US", "AMERICA", "US", "ENGLAND", "GB");

  private final Vocabulary vocabulary;
  private final Problems problems;

  AreaReader(Vocabulary vocabulary, Problems problems) {
    this.vocabulary = vocabulary;
    this.problems = problems;
  }

  List<Area> list(Tree tree, String key) {
    List<Area> areas = new ArrayList<>();
    for (Tree.Item item : tree.items(key)) {
      area(item).ifPresent(areas::add);
    }
    return areas;
  }

  Optional<Area> area(Tree.Item item) {
    if (Boolean.FALSE.equals(item.value())) {
      problems.add(
          item.path(), "YAML reads the bare word NO as false.", "For Norway write \"NO\", quoted.");
      return Optional.empty();
    }
    if (!(item.value() instanceof String text) || text.isBlank() || text.length() > 100) {
      Tree.wrongType(
          problems, item.path(), item.value(), "a country, continent, bloc or region such as EU");
      return Optional.empty();
    }
    return text.contains("/")
        ? region(item.path(), text.strip()).map(Area.ProviderRegion::new)
        : named(item.path(), text.strip());
  }

  /** {@code aws/eu-west-1}. */
  Optional<Region> region(String path, String text) {
    int slash = text.indexOf('/');
    try {
      Region region =
          new Region(ProviderId.of(text.substring(0, slash)), text.substring(slash + 1).strip());
      if (vocabulary.regions().find(region).isPresent()) {
        return Optional.of(region);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Falls through to the same advice as for a region that nobody knows.
    }
    unknown(path, text);
    return Optional.empty();
  }

  private Optional<Area> named(String path, String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String continent = Amounts.word(text).replace(' ', '_');
    for (Countries.Country country : vocabulary.countries().all().values()) {
      if (country.blocs().contains(upper)) {
        return Optional.of(new Area.Bloc(upper));
      }
      if (country.continent().equals(continent)) {
        return Optional.of(new Area.Continent(continent));
      }
    }
    if (upper.length() == 2 && vocabulary.countries().find(upper).isPresent()) {
      return Optional.of(new Area.Country(upper));
    }
    boolean isRegion =
        vocabulary.regions().places().keySet().stream()
            .anyMatch(region -> region.name().equals(text));
    if (isRegion) {
      return Optional.of(new Area.RegionName(text));
    }
    unknown(path, text);
    return Optional.empty();
  }

  private void unknown(String path, String text) {
    problems.add(path, "The place %s is unknown.".formatted(Problems.quoted(text)), advice(text));
  }

  private String advice(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    Optional<String> code =
        Optional.ofNullable(USUAL.get(upper))
            .or(
                () ->
                    vocabulary.countries().all().values().stream()
                        .filter(country -> country.name().equalsIgnoreCase(text))
                        .map(Countries.Country::code)
                        .findFirst());
    if (code.isPresent()) {
      return "Did you mean " + code.get() + "?";
    }
    List<String> regions = vocabulary.regions().suggestions(text, 3);
    if (!regions.isEmpty()) {
      return "Did you mean " + String.join(" or ", regions) + "?";
    }
    TreeSet<String> known = new TreeSet<>();
    vocabulary.countries().all().values().forEach(c -> known.add(c.continent()));
    vocabulary.countries().all().values().forEach(c -> known.addAll(c.blocs()));
    vocabulary.regions().places().keySet().forEach(region -> known.add(region.toString()));
    vocabulary.regions().places().keySet().forEach(region -> known.add(region.name()));
    return Spelling.closest(text, known)
        .map(likely -> "Did you mean " + likely + "?")
        .orElse("Use a country code (DE), a continent (europe), a bloc (EU) or aws/eu-west-1.");
  }
}
