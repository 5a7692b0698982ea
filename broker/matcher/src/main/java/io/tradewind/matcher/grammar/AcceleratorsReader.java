package io.tradewind.matcher.grammar;

import io.tradewind.api.AcceleratorKind;
import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.AcceleratorDemand.Named.Item;
import io.tradewind.matcher.workload.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code accelerators} (by name) and {@code gpu} (by name or by capability). */
final class AcceleratorsReader {
  private static final double MOST_DEVICES = 100_000;
  private static final double MOST_GIBIBYTES = 100_000;

  private final Tree tree;
  private final Vocabulary vocabulary;

  AcceleratorsReader(Tree tree, Vocabulary vocabulary) {
    this.tree = tree;
    this.vocabulary = vocabulary;
  }

  Optional<AcceleratorDemand> read() {
    boolean named = tree.has("accelerators");
    boolean gpu = tree.has("gpu");
    if (named && gpu) {
      tree.problem("gpu", "accelerators is given as well.", "Leave one of them out.");
    }
    if (named) {
      return named("accelerators");
    }
    if (!gpu) {
      return Optional.empty();
    }
    return tree.raw("gpu") instanceof Map<?, ?>
        ? tree.map("gpu").flatMap(this::capable)
        : named("gpu");
  }

  /** {@code H100:8}, {@code {H100: 8, A100-80GB: 8}} or a list of either: any of them. */
  private Optional<AcceleratorDemand> named(String key) {
    List<Item> items = new ArrayList<>();
    List<Tree.Item> written = tree.items(key);
    for (Tree.Item item : written) {
      if (item.value() instanceof Map<?, ?>) {
        Tree.of(item.value(), item.path(), tree.problems())
            .ifPresent(
                map -> {
                  for (String name : map.keys()) {
                    item(map.path(name), name, map.raw(name)).ifPresent(items::add);
                  }
                });
      } else if (item.value() instanceof String text && !text.isBlank()) {
        item(item.path(), text.strip()).ifPresent(items::add);
      } else {
        Tree.wrongType(tree.problems(), item.path(), item.value(), "an accelerator such as H100:8");
      }
    }
    if (written.isEmpty() && tree.problems().isEmpty()) {
      tree.problem(key, "It names none.", "Name one, such as H100:8, or leave the key out.");
    }
    return items.isEmpty() ? Optional.empty() : Optional.of(new AcceleratorDemand.Named(items));
  }

  private Optional<Item> item(String path, String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? item(path, text, "1")
        : item(path, text.substring(0, colon).strip(), text.substring(colon + 1).strip());
  }

  private Optional<Item> item(String path, String name, @Nullable Object count) {
    Optional<AcceleratorSet> known = resolve(tree.problems(), path, name, vocabulary);
    Optional<Range> range = count(path, count);
    if (known.isEmpty() || range.isEmpty()) {
      return Optional.empty();
    }
    AcceleratorSet set = known.get();
    if (set.slice().isEmpty()) {
      return Optional.of(new Item(set.model(), range.get(), Optional.empty()));
    }
    if (!range.get().equals(Range.exactly(1))) {
      tree.problems()
          .add(
              path,
              "A slice is had whole, not %s times.".formatted(range.get()),
              "Write %s alone; use nodes for more than one.".formatted(name));
      return Optional.empty();
    }
    return Optional.of(new Item(set.model(), Range.exactly(set.count()), set.slice()));
  }

  /** Empty, with a problem, when nobody knows the name. */
  static Optional<AcceleratorSet> resolve(
      Problems problems, String path, String name, Vocabulary vocabulary) {
    Optional<AcceleratorSet> known =
        name.length() <= 60 ? vocabulary.accelerators().resolve(name) : Optional.empty();
    if (known.isEmpty()) {
      List<String> likely =
          name.length() <= 60 ? vocabulary.accelerators().suggestions(name, 3) : List.of();
      problems.add(
          path,
          "The accelerator %s is unknown.".formatted(Problems.quoted(name)),
          likely.isEmpty()
              ? "GET /api/v1/accelerators lists all names."
              : "Did you mean " + String.join(" or ", likely) + "?");
    }
    return known;
  }

  private Optional<Range> count(String path, @Nullable Object value) {
    Optional<Amounts.Ends> ends = Amounts.range(value);
    if (ends.isEmpty()
        || ends.get().isEmpty()
        || ends.get().atMost() == 0
        || ends.get().atLeast() > MOST_DEVICES) {
      tree.problems()
          .add(
              path,
              "%s is no count of accelerators.".formatted(Problems.quoted(value)),
              "Write a count such as 8, 8+ or 1..8, the smaller end first.");
      return Optional.empty();
    }
    return Optional.of(atLeastSome(ends.get().range(1)));
  }

  /** {@code 0+} still asks for a machine that has some. */
  private static Range atLeastSome(Range range) {
    return range.atLeast() > 0 ? range : new Range(Double.MIN_VALUE, range.atMost());
  }

  private Optional<AcceleratorDemand> capable(Tree gpu) {
    Range count =
        gpu.has("count")
            ? count(gpu.path("count"), gpu.raw("count")).orElse(Range.exactly(1))
            : Range.exactly(1);
    Optional<Range> memory = memory(gpu);
    Optional<String> vendor = vendor(gpu);
    List<AcceleratorModel> named = new ArrayList<>();
    for (Tree.Item item : gpu.texts("name")) {
      resolve(tree.problems(), item.path(), item.text(), vocabulary)
          .ifPresent(set -> named.add(set.model()));
    }
    gpu.nothingElse();
    AcceleratorDemand.Capable wish =
        new AcceleratorDemand.Capable(memory.orElse(Range.ANY), count, vendor, named);
    List<AcceleratorModel> models =
        vocabulary.accelerators().models().stream()
            .filter(model -> model.kind() == AcceleratorKind.GPU && wish.acceptsModel(model))
            .toList();
    if (models.isEmpty() && tree.problems().isEmpty()) {
      tree.problem(
          "gpu", "No known GPU is like this.", "Ask for less memory, or for another vendor.");
    }
    return Optional.of(
        new AcceleratorDemand.Capable(wish.memoryGibibytes(), count, vendor, models));
  }

  private Optional<Range> memory(Tree gpu) {
    if (!gpu.has("memory")) {
      return Optional.empty();
    }
    Optional<Amounts.Ends> ends = Amounts.memory(gpu.raw("memory"));
    if (ends.isEmpty()) {
      Tree.wrongType(
          tree.problems(),
          gpu.path("memory"),
          gpu.raw("memory"),
          "an amount such as 80GB or 80GB..");
      return Optional.empty();
    }
    return ResourcesReader.checked(gpu, "memory", ends.get(), MOST_GIBIBYTES)
        .map(valid -> valid.range(1));
  }

  private Optional<String> vendor(Tree gpu) {
    TreeSet<String> vendors = new TreeSet<>();
    vocabulary.accelerators().models().forEach(model -> vendors.add(model.vendor()));
    Optional<String> vendor = gpu.words("vendor").map(Amounts::word);
    if (vendor.isPresent() && !vendors.contains(vendor.get())) {
      gpu.problem(
          "vendor",
          "The vendor %s is unknown.".formatted(Problems.quoted(vendor.get())),
          Spelling.advice(vendor.get(), vendors));
      return Optional.empty();
    }
    return vendor;
  }
}
