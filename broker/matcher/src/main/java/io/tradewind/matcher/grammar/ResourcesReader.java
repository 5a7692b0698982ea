package io.tradewind.matcher.grammar;

import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.Range;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Resources.InterconnectWish;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code resources}: what one node must have, or several alternatives of it. */
final class ResourcesReader {
  private static final double MOST_VCPUS = 100_000;
  private static final double MOST_GIBIBYTES = 1_000_000;
  private static final DataSize MOST_DISK = DataSize.gigabytes(10_000_000);
  private static final double MEBIBYTES = 1024;
  private static final Map<String, InterconnectWish> INTERCONNECTS =
      Map.of(
          "none", InterconnectWish.NONE,
          "preferred", InterconnectWish.PREFERRED,
          "required", InterconnectWish.REQUIRED);

  private final Tree tree;
  private final Vocabulary vocabulary;
  private final Resources inherited;

  /** What was read; with problems, something harmless. */
  record Alternatives(List<Resources> items, boolean ordered) {}

  private ResourcesReader(Tree tree, Vocabulary vocabulary, Resources inherited) {
    this.tree = tree;
    this.vocabulary = vocabulary;
    this.inherited = inherited;
  }

  static Alternatives read(Tree root, Vocabulary vocabulary) {
    Optional<Tree> tree = root.map("resources");
    if (tree.isEmpty()) {
      return new Alternatives(List.of(Resources.anything()), false);
    }
    return new ResourcesReader(tree.get(), vocabulary, Resources.anything()).alternatives();
  }

  private Alternatives alternatives() {
    Resources shared = resources();
    boolean any = tree.has("any_of");
    boolean ordered = tree.has("ordered");
    if (any && ordered) {
      tree.problem("ordered", "any_of is given as well.", "Leave one of them out.");
    }
    List<Resources> items = any ? items("any_of", shared) : List.of(shared);
    items = ordered ? items("ordered", shared) : items;
    tree.nothingElse();
    return new Alternatives(items.isEmpty() ? List.of(shared) : items, ordered);
  }

  private List<Resources> items(String key, Resources shared) {
    if (!(tree.raw(key) instanceof List<?> list)
        || list.isEmpty()
        || list.size() > Workload.MOST_ALTERNATIVES) {
      tree.problem(
          key,
          "It is not a list of 1 to %d alternatives.".formatted(Workload.MOST_ALTERNATIVES),
          "Write a list: [ { accelerators: H100:8 }, { accelerators: A100-80GB:8 } ].");
      return List.of();
    }
    List<Resources> items = new ArrayList<>();
    for (Tree.Item item : tree.items(key)) {
      Object value =
          item.value() instanceof String text ? Map.of("accelerators", text) : item.value();
      Tree.of(value, item.path(), tree.problems())
          .ifPresent(
              alternative -> {
                items.add(new ResourcesReader(alternative, vocabulary, shared).resources());
                alternative.nothingElse();
              });
    }
    return items;
  }

  private Resources resources() {
    Resources read = inherited;
    Optional<Range> vcpus = amount("cpus", MOST_VCPUS, Amounts::range, 1);
    Optional<Range> memory = amount("memory", MOST_GIBIBYTES, Amounts::memory, MEBIBYTES);
    read = new AcceleratorsReader(tree, vocabulary).read().map(read::withAccelerators).orElse(read);
    read = vcpus.map(read::withVcpus).orElse(read);
    read = memory.map(read::withMemoryMebibytes).orElse(read);
    read = disk().map(read::withDisk).orElse(read);
    read = capacity().map(read::withCapacity).orElse(read);
    return tree.choice("interconnect", INTERCONNECTS).map(read::withInterconnect).orElse(read);
  }

  /** How a range is read. */
  private interface Form {
    Optional<Amounts.Ends> read(@Nullable Object value);
  }

  private Optional<Range> amount(String key, double most, Form form, double unit) {
    if (!tree.has(key)) {
      return Optional.empty();
    }
    Optional<Amounts.Ends> ends = form.read(tree.raw(key));
    if (ends.isEmpty()) {
      Tree.wrongType(
          tree.problems(), tree.path(key), tree.raw(key), "an amount such as 32, 32+ or 8..32");
      return Optional.empty();
    }
    return checked(tree, key, ends.get(), most).map(valid -> valid.range(unit));
  }

  static Optional<Amounts.Ends> checked(Tree tree, String key, Amounts.Ends ends, double most) {
    if (ends.isEmpty()) {
      tree.problem(
          key,
          "The range %s is empty.".formatted(Problems.quoted(tree.raw(key))),
          "Write the smaller end first.");
      return Optional.empty();
    }
    boolean infinite = Double.isInfinite(ends.atMost());
    if (ends.atMost() == 0 || ends.atLeast() > most || (!infinite && ends.atMost() > most)) {
      tree.problem(
          key,
          "%s is not within 0 and %.0f.".formatted(Problems.quoted(tree.raw(key)), most),
          "Give an amount that a machine can have.");
      return Optional.empty();
    }
    return Optional.of(ends);
  }

  /** {@code disk}, or {@code disk_size} as another tool spells it. */
  private Optional<DataSize> disk() {
    String key = tree.has("disk") || !tree.has("disk_size") ? "disk" : "disk_size";
    if (!tree.has(key)) {
      return Optional.empty();
    }
    Object value = tree.raw(key);
    // "500GB+" as another tool writes it: what is attached is exactly what is asked for.
    Object amount = value instanceof String text ? text.strip().replaceFirst("[+]$", "") : value;
    Optional<DataSize> size = Amounts.size(amount).filter(known -> known.compareTo(MOST_DISK) <= 0);
    if (size.isEmpty()) {
      Tree.wrongType(
          tree.problems(), tree.path(key), value, "a size such as 500GB, at most 10000TB");
    }
    return size;
  }

  private Optional<Set<CapacityType>> capacity() {
    Optional<Boolean> spot = tree.flag("use_spot");
    if (!tree.has("capacity")) {
      return spot.map(wanted -> EnumSet.of(wanted ? CapacityType.SPOT : CapacityType.ON_DEMAND));
    }
    if (spot.isPresent()) {
      tree.problem("use_spot", "capacity is given as well.", "Leave one of them out.");
    }
    Set<CapacityType> types = EnumSet.noneOf(CapacityType.class);
    for (Tree.Item item : tree.texts("capacity")) {
      if (Amounts.word(item.text()).equals("any")) {
        types.addAll(EnumSet.allOf(CapacityType.class));
      } else {
        CapacityType.parse(item.text()).ifPresentOrElse(types::add, () -> unknownCapacity(item));
      }
    }
    return types.isEmpty() ? Optional.empty() : Optional.of(types);
  }

  private void unknownCapacity(Tree.Item item) {
    tree.problems()
        .add(
            item.path(),
            "The capacity type %s is unknown.".formatted(Problems.quoted(item.value())),
            Spelling.advice(item.text(), List.of("on_demand", "spot", "reserved", "any")));
  }
}
