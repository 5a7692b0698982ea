package io.tradewind.matcher.grammar;

import io.tradewind.api.ProviderId;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.PlacementWishes.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code placement}: where, by whom, how near, and by what standard. */
final class PlacementReader {
  private static final double LONGEST_ROUND_TRIP = 10_000;
  private static final double MOST_PERCENT = 1_000;

  private final Vocabulary vocabulary;
  private final Problems problems;
  private final AreaReader areas;

  PlacementReader(Vocabulary vocabulary, Problems problems) {
    this.vocabulary = vocabulary;
    this.problems = problems;
    areas = new AreaReader(vocabulary, problems);
  }

  PlacementWishes read(Tree root, List<DataSource> data) {
    Optional<Tree> found = root.map("placement");
    if (found.isEmpty()) {
      return PlacementWishes.NONE;
    }
    Tree tree = found.get();
    Lists<Area> regions = lists(tree, "regions", areas::list);
    Lists<ProviderId> providers = lists(tree, "providers", this::providers);
    List<Users> users = new UsersReader(vocabulary, problems).read(tree);
    PlacementWishes wishes =
        new PlacementWishes(
            regions.allow(),
            regions.deny(),
            new TreeSet<>(providers.allow()),
            new TreeSet<>(providers.deny()),
            residency(tree),
            users,
            roundTrip(tree, users, data),
            tree.choice("objective", objectives()),
            tree.number("within_price_pct", 0, MOST_PERCENT)
                .orElse(PlacementWishes.DEFAULT_WITHIN_PRICE_PERCENT),
            tree.choice("cost", costs()).orElse(CostKind.LANDED),
            certifications(tree),
            tree.flag("shift"));
    tree.nothingElse();
    return wishes;
  }

  record Lists<T>(List<T> allow, List<T> deny) {}

  /** How the items of a list are read. */
  interface ListForm<T> {
    List<T> read(Tree tree, String key);
  }

  /** {@code {allow: [], deny: []}}, or a bare list of what is allowed. */
  <T> Lists<T> lists(Tree tree, String key, ListForm<T> form) {
    if (!tree.has(key)) {
      return new Lists<>(List.of(), List.of());
    }
    if (tree.raw(key) instanceof String || tree.raw(key) instanceof List<?>) {
      return new Lists<>(form.read(tree, key), List.of());
    }
    Optional<Tree> both = tree.map(key);
    if (both.isEmpty()) {
      return new Lists<>(List.of(), List.of());
    }
    Lists<T> lists = new Lists<>(form.read(both.get(), "allow"), form.read(both.get(), "deny"));
    for (T item : lists.allow()) {
      if (lists.deny().contains(item)) {
        both.get()
            .problem(
                "deny",
                "It denies what allow allows: %s.".formatted(item),
                "Leave it out of one of them.");
      }
    }
    both.get().nothingElse();
    return lists;
  }

  List<ProviderId> providers(Tree tree, String key) {
    List<ProviderId> providers = new ArrayList<>();
    for (Tree.Item item : tree.texts(key)) {
      try {
        ProviderId provider = ProviderId.of(item.text());
        providers.add(provider);
        noteUnknown(provider);
      } catch (IllegalArgumentException e) {
        problems.add(
            item.path(),
            "%s is no name of a provider.".formatted(Problems.quoted(item.value())),
            "Write it as GET /api/v1/providers lists it, such as aws or local.");
      }
    }
    return providers;
  }

  private void noteUnknown(ProviderId provider) {
    Set<String> known = new TreeSet<>();
    vocabulary.providers().forEach(id -> known.add(id.value()));
    if (!known.isEmpty() && !known.contains(provider.value())) {
      problems.note(
          "No provider named %s is known here%s",
          provider,
          Spelling.closest(provider.value(), known)
              .map(likely -> "; did you mean " + likely + "?")
              .orElse("; its offers count once it is connected."));
    }
  }

  private Optional<Area> residency(Tree tree) {
    return tree.has("residency")
        ? areas.area(new Tree.Item(tree.path("residency"), tree.raw("residency")))
        : Optional.empty();
  }

  private OptionalDouble roundTrip(Tree tree, List<Users> users, List<DataSource> data) {
    OptionalDouble limit = tree.number("max_rtt_ms", 0.001, LONGEST_ROUND_TRIP);
    boolean fromNowhere =
        users.isEmpty() && data.stream().allMatch(source -> source.region().isEmpty());
    if (limit.isPresent() && fromNowhere && problems.isEmpty()) {
      tree.problem(
          "max_rtt_ms",
          "Nothing says from where the round trip counts.",
          "Give users: [ { country: DE } ], or data with a region.");
    }
    return limit;
  }

  static Set<String> certifications(Tree tree) {
    Set<String> certifications = new TreeSet<>();
    tree.texts("certifications")
        .forEach(item -> certifications.add(item.text().toLowerCase(Locale.ROOT)));
    return certifications;
  }

  private static Map<String, Objective> objectives() {
    Map<String, Objective> objectives = new LinkedHashMap<>();
    for (Objective objective : Objective.values()) {
      objectives.put(objective.wireName(), objective);
    }
    return objectives;
  }

  private static Map<String, CostKind> costs() {
    Map<String, CostKind> costs = new LinkedHashMap<>();
    for (CostKind cost : CostKind.values()) {
      costs.put(cost.wireName(), cost);
    }
    return costs;
  }
}
