package io.tradewind.matcher.grammar;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.fence.WorkingHours;
import io.tradewind.matcher.grammar.PlacementReader.Lists;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.Workload;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the rules of a policy, in the words and forms of workload files. Never throws: whatever is
 * wrong is a problem with its field and advice.
 */
public final class PolicyReader {
  private static final String EXAMPLE =
      "Write { zone: Europe/Berlin, days: [mon], from: 08:00, to: 18:00 }.";

  private static final int LONGEST_NAME = 60;

  private final Tree tree;
  private final Vocabulary vocabulary;
  private final Problems problems;

  private PolicyReader(Tree tree, Vocabulary vocabulary) {
    this.tree = tree;
    this.vocabulary = vocabulary;
    problems = tree.problems();
  }

  /**
   * What was understood.
   *
   * @param bounds present exactly when there is no problem
   */
  public record Rules(Optional<Bounds> bounds, List<Problem> problems) {
    public Rules {
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param id and the name and version that its bounds are to tell of themselves
   */
  public static Rules read(
      Map<String, ?> rules, UUID id, String name, int version, Vocabulary vocabulary) {
    Problems problems = new Problems();
    Bounds bounds =
        new PolicyReader(Tree.root(rules, problems), vocabulary).bounds(id, name, version);
    return new Rules(problems.isEmpty() ? Optional.of(bounds) : Optional.empty(), problems.found());
  }

  private Bounds bounds(UUID id, String name, int version) {
    PlacementReader placement = new PlacementReader(vocabulary, problems);
    AreaReader areas = new AreaReader(vocabulary, problems);
    Lists<ProviderId> providers = placement.lists(tree, "providers", placement::providers);
    Lists<Area> regions = placement.lists(tree, "regions", areas::list);
    Lists<String> accelerators = placement.lists(tree, "accelerators", this::accelerators);
    Bounds bounds =
        new Bounds(
            id,
            name,
            version,
            new LinkedHashSet<>(providers.allow()),
            new LinkedHashSet<>(providers.deny()),
            regions.allow(),
            regions.deny(),
            areas.list(tree, "residency"),
            new LinkedHashSet<>(accelerators.allow()),
            new LinkedHashSet<>(accelerators.deny()),
            capacity(),
            PlacementReader.certifications(tree),
            LimitsReader.money(tree, "max_price_hour"),
            LimitsReader.money(tree, "max_price_accelerator_hour"),
            LimitsReader.money(tree, "max_cost"),
            LimitsReader.carbon(tree),
            tree.integer("max_nodes", 1, Workload.MOST_NODES),
            LimitsReader.duration(tree, "max_duration"),
            hours());
    tree.nothingElse();
    return bounds;
  }

  private List<String> accelerators(Tree lists, String key) {
    List<String> models = new ArrayList<>();
    for (Tree.Item item : lists.texts(key)) {
      Optional<String> model =
          Optional.of(item.text())
              .filter(text -> text.length() <= LONGEST_NAME)
              .flatMap(vocabulary.accelerators()::resolve)
              .map(PolicyReader::modelName);
      model.ifPresentOrElse(
          models::add,
          () ->
              problems.add(
                  item.path(),
                  "The accelerator %s is unknown.".formatted(Problems.quoted(item.value())),
                  "Write a model as GET /api/v1/accelerators lists it, such as H100."));
    }
    return models;
  }

  private static String modelName(AcceleratorSet set) {
    return set.model().name();
  }

  private Set<CapacityType> capacity() {
    Set<CapacityType> types = EnumSet.noneOf(CapacityType.class);
    for (Tree.Item item : tree.texts("capacity")) {
      CapacityType.parse(item.text())
          .ifPresentOrElse(
              types::add,
              () ->
                  problems.add(
                      item.path(),
                      "The capacity type %s is unknown.".formatted(Problems.quoted(item.value())),
                      "Use on_demand, spot or reserved."));
    }
    return types;
  }

  private Optional<WorkingHours> hours() {
    Optional<Tree> found = tree.map("hours");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Tree hours = found.get();
    Optional<ZoneId> zone = zone(hours);
    Set<DayOfWeek> days = days(hours);
    Optional<LocalTime> from = time(hours, "from");
    Optional<LocalTime> to = time(hours, "to");
    hours.nothingElse();
    if (zone.isEmpty() || from.isEmpty() || to.isEmpty() || days.isEmpty()) {
      return Optional.empty();
    }
    if (from.equals(to)) {
      hours.problem("to", "They end when they begin.", "Give two different times.");
      return Optional.empty();
    }
    return Optional.of(new WorkingHours(zone.get(), days, from.get(), to.get()));
  }

  private static Optional<ZoneId> zone(Tree hours) {
    String text = hours.words("zone").orElse("");
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return Optional.of(ZoneId.of(text));
    }
    hours.problem(
        "zone",
        "%s is no time zone.".formatted(Problems.quoted(text)),
        "Write one such as Europe/Berlin.");
    return Optional.empty();
  }

  /** Monday to Friday when nothing is said. */
  private static Set<DayOfWeek> days(Tree hours) {
    if (!hours.has("days")) {
      return EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Tree.Item item : hours.texts("days")) {
      String word = item.text().toUpperCase(Locale.ROOT);
      Optional<DayOfWeek> day =
          EnumSet.allOf(DayOfWeek.class).stream()
              .filter(it -> word.length() >= 3 && it.name().startsWith(word))
              .findFirst();
      day.ifPresentOrElse(
          days::add,
          () ->
              hours
                  .problems()
                  .add(
                      item.path(),
                      "%s is no day.".formatted(Problems.quoted(item.value())),
                      "Use mon, tue, wed, thu, fri, sat, sun."));
    }
    if (days.isEmpty()) {
      hours.problem("days", "There is no day.", EXAMPLE);
    }
    return days;
  }

  private static Optional<LocalTime> time(Tree hours, String key) {
    String text = hours.words(key).orElse("");
    try {
      return Optional.of(LocalTime.parse(text.length() == 4 ? "0" + text : text));
    } catch (DateTimeException e) {
      hours.problem(
          key,
          "%s is no time of day.".formatted(Problems.quoted(text)),
          "Write it as \"08:00\", quoted.");
      return Optional.empty();
    }
  }
}
