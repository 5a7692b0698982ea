package io.tradewind.matcher.grammar;

import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Mix;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Retry;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.matcher.workload.Workload.Kind;
import io.tradewind.pricing.DataSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the tree of a workload file, as a JSON or YAML parser gives it. */
public final class WorkloadReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
  private static final Map<String, Kind> KINDS =
      Map.of("task", Kind.TASK, "service", Kind.SERVICE, "workspace", Kind.WORKSPACE);

  private final Tree tree;
  private final Vocabulary vocabulary;
  private final Problems problems;

  private WorkloadReader(Tree tree, Vocabulary vocabulary) {
    this.tree = tree;
    this.vocabulary = vocabulary;
    problems = tree.problems();
  }

  /** With the tables that ship with the product. */
  public static Reading read(Map<String, ?> tree) {
    return read(tree, Vocabulary.bundled());
  }

  /** Never throws: whatever is wrong is a problem with its field and advice. */
  public static Reading read(Map<String, ?> tree, Vocabulary vocabulary) {
    Problems problems = new Problems();
    Workload workload = new WorkloadReader(Tree.root(tree, problems), vocabulary).workload();
    return new Reading(
        problems.isEmpty() ? Optional.of(workload) : Optional.empty(),
        problems.found(),
        problems.notes());
  }

  private Workload workload() {
    Kind kind = tree.choice("kind", KINDS).orElse(Kind.TASK);
    Optional<String> name = name();
    ResourcesReader.Alternatives resources = ResourcesReader.read(tree, vocabulary);
    List<DataSource> data = DataReader.read(tree, vocabulary);
    PlacementWishes placement = new PlacementReader(vocabulary, problems).read(tree, data);
    Limits limits = LimitsReader.read(tree);
    canWait(kind, placement, limits);
    Optional<Retry> retry = RetryReader.read(tree);
    SoftwareReader software = new SoftwareReader(tree);
    int nodes = nodes();
    Optional<SizingReader.SizedResources> sized =
        SizingReader.read(tree, vocabulary.accelerators(), resources.items(), nodes);
    List<Resources> alternatives =
        sized.map(SizingReader.SizedResources::alternatives).orElse(resources.items());
    Optional<Service> service = ServiceReader.read(tree, kind, alternatives);
    WorkReader work =
        new WorkReader(
            tree, vocabulary, alternatives, sized.map(SizingReader.SizedResources::model), kind);
    Map<String, String> environment = environment();
    Workload workload =
        new Workload(
            kind,
            name,
            service.flatMap(Service::mix).map(it -> shown(it, alternatives)).orElse(alternatives),
            resources.ordered(),
            sized.map(SizingReader.SizedResources::nodes).orElse(nodes),
            software.image(),
            software.images(),
            software.software(),
            work.read(limits.maxDuration()),
            tree.text("setup").orElse(""),
            LauncherReader.run(tree),
            environment,
            SecretsReader.read(tree, environment.keySet()),
            data,
            placement,
            limits,
            retry,
            service);
    tree.nothingElse();
    return workload;
  }

  private void canWait(Kind kind, PlacementWishes placement, Limits limits) {
    boolean can =
        kind == Kind.TASK && limits.deadline().isPresent() && limits.maxDuration().isPresent();
    if (placement.shift().orElse(false) && !can && problems.isEmpty()) {
      problems.add(
          "placement.shift",
          "Nothing says how long it may wait.",
          "Make it a task with limits.max_duration and limits.deadline, or leave shift out.");
    }
  }

  /** The dearer part of a mix is what is shown and agreed to; each replica has its own. */
  private static List<Resources> shown(Mix mix, List<Resources> alternatives) {
    boolean steady = mix.onDemandOf(Workload.MOST_NODES) > 0;
    Set<CapacityType> shown = Set.of(steady ? CapacityType.ON_DEMAND : CapacityType.SPOT);
    return alternatives.stream().map(it -> it.withCapacity(shown)).toList();
  }

  private Optional<String> name() {
    Optional<String> name = tree.words("name");
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      tree.problem(
          "name",
          "%s is no name.".formatted(Problems.quoted(name.get())),
          "Use at most 63 letters, digits, '.', '_' or '-', a letter or digit first.");
      return Optional.empty();
    }
    return name;
  }

  private int nodes() {
    boolean both = tree.has("nodes") && tree.has("num_nodes");
    if (both) {
      tree.problem("num_nodes", "nodes is given as well.", "Leave one of them out.");
    }
    OptionalInt nodes = tree.integer("nodes", 1, Workload.MOST_NODES);
    return nodes.orElse(tree.integer("num_nodes", 1, Workload.MOST_NODES).orElse(1));
  }

  static Optional<String> required(Tree tree, String key, String what) {
    if (!tree.has(key)) {
      tree.problem(key, "It is missing.", "Give " + what + ".");
    }
    return tree.words(key);
  }

  /** {@code env}, or {@code envs} as another tool spells it. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String key : List.of("env", "envs")) {
      tree.map(key).ifPresent(variables -> variables(variables, environment));
    }
    return environment;
  }

  private static void variables(Tree variables, Map<String, String> environment) {
    for (String name : variables.keys()) {
      Object value = variables.raw(name);
      if (!VARIABLE.matcher(name).matches()) {
        variables.problem(
            name, "It is no name of a variable.", "Use letters, digits and '_', no digit first.");
      } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        variables.passable(name, value.toString()).ifPresent(text -> environment.put(name, text));
      } else {
        Tree.wrongType(variables.problems(), variables.path(name), value, "a text or a number");
      }
    }
  }

  /** Reads an amount of data as a workload file writes it, such as {@code 500MB}. */
  public static Optional<DataSize> size(Object value) {
    return Amounts.size(value);
  }
}
