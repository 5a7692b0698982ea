package io.tradewind.matcher.grammar;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.NumberFormat;
import io.tradewind.matcher.sizing.ModelDemand;
import io.tradewind.matcher.sizing.Need;
import io.tradewind.matcher.sizing.SizedModel;
import io.tradewind.matcher.sizing.Speed;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Work;
import io.tradewind.matcher.workload.Workload.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Reads {@code work} and {@code throughput}: how much there is to do, and how fast each accelerator
 * does it.
 *
 * <p>{@code work: {on: H100:8, hours: 10}} is what eight H100 in each node do in ten hours; with
 * {@code model}, {@code work: {tokens: 100B}} is reckoned from it. {@code throughput: {H100: 1000,
 * MI300X: 1250}} is of one device, in any unit; models that it does not name are reckoned from
 * their data sheets beside the first that it names.
 */
final class WorkReader {
  /** Ten years. */
  private static final double MOST_HOURS = 87_840;

  private static final double MOST_TOKENS = 1e18;
  private static final double MOST_THROUGHPUT = 1e15;
  private static final double SECONDS_PER_HOUR = 3_600;

  private enum Profile {
    TRAINING,
    INFERENCE
  }

  private static final Map<String, Profile> PROFILES =
      Map.of("training", Profile.TRAINING, "inference", Profile.INFERENCE);

  private final Tree root;
  private final Vocabulary vocabulary;
  private final List<Resources> alternatives;
  private final Optional<SizedModel> model;
  private final Map<String, Double> declared = new LinkedHashMap<>();
  private Function<AcceleratorModel, OptionalDouble> dataSheet;
  private String dataSheetBasis = "";

  WorkReader(
      Tree root,
      Vocabulary vocabulary,
      List<Resources> alternatives,
      Optional<SizedModel> model,
      Kind kind) {
    this.root = root;
    this.vocabulary = vocabulary;
    this.alternatives = alternatives;
    this.model = model;
    Profile usual = kind == Kind.SERVICE ? Profile.INFERENCE : Profile.TRAINING;
    dataSheet = bySheet(model.map(it -> profileOf(it.demand())).orElse(usual));
  }

  private static Profile profileOf(ModelDemand demand) {
    return demand.method().isTraining() ? Profile.TRAINING : Profile.INFERENCE;
  }

  private Function<AcceleratorModel, OptionalDouble> bySheet(Profile profile) {
    return switch (profile) {
      case TRAINING -> {
        dataSheetBasis = "dense 16-bit throughput at the same utilisation";
        yield accelerator -> Speed.arithmetic(accelerator, NumberFormat.BF16);
      }
      case INFERENCE -> {
        dataSheetBasis = "memory bandwidth";
        yield Speed::bandwidth;
      }
    };
  }

  /**
   * @param run how long it runs when only throughput is given
   */
  Optional<Work> read(Optional<Duration> run) {
    Optional<Tree> work = root.map("work");
    readThroughput();
    if (work.isEmpty() && declared.isEmpty()) {
      return Optional.empty();
    }
    if (alternatives.stream().anyMatch(one -> one.accelerators().isEmpty())) {
      root.problem(
          work.isPresent() ? "work" : "throughput",
          "No accelerator is asked for.",
          "Say which: resources: { accelerators: [H100:8, MI300X:8] }.");
      return Optional.empty();
    }
    if (work.isEmpty()) {
      double hours = run.orElse(Duration.ofHours(1)).toSeconds() / SECONDS_PER_HOUR;
      return onReference(firstDeclared(), OptionalDouble.empty(), hours);
    }
    Optional<Work> read = work(work.get());
    work.get().nothingElse();
    return read;
  }

  private void readThroughput() {
    Optional<Tree> tree = root.map("throughput");
    if (tree.isEmpty()) {
      return;
    }
    for (String name : tree.get().keys()) {
      Optional<AcceleratorSet> known =
          AcceleratorsReader.resolve(
              tree.get().problems(), tree.get().path(name), name, vocabulary);
      OptionalDouble rate = tree.get().number(name, 1e-9, MOST_THROUGHPUT);
      if (known.isPresent() && rate.isPresent()) {
        declared.put(known.get().model().name(), rate.getAsDouble() / known.get().count());
      }
    }
    if (declared.isEmpty() && root.problems().isEmpty()) {
      root.problem("throughput", "It names none.", "Write throughput: { H100: 1000 }.");
    }
  }

  private Optional<Work> work(Tree tree) {
    tree.choice("profile", PROFILES).ifPresent(profile -> dataSheet = bySheet(profile));
    boolean hours = tree.has("hours");
    boolean tokens = tree.has("tokens");
    if (hours == tokens) {
      // Asked for, so that it is not called unknown beside the other problem.
      tree.has("on");
      tree.problem(
          tokens ? "tokens" : "hours",
          hours ? "hours is given as well." : "It is missing.",
          "Give the hours on an accelerator, or the tokens of a model.");
      return Optional.empty();
    }
    return tokens ? ofTokens(tree) : ofHours(tree);
  }

  private Optional<Work> ofHours(Tree tree) {
    OptionalDouble hours = tree.number("hours", 0.001, MOST_HOURS);
    Optional<String> on = WorkloadReader.required(tree, "on", "an accelerator such as H100:8");
    if (hours.isEmpty() || on.isEmpty()) {
      return Optional.empty();
    }
    int colon = on.get().lastIndexOf(':');
    String name = colon < 0 ? on.get() : on.get().substring(0, colon);
    Optional<AcceleratorSet> known =
        AcceleratorsReader.resolve(tree.problems(), tree.path("on"), name, vocabulary);
    OptionalDouble count =
        colon < 0 ? OptionalDouble.empty() : Amounts.number(on.get().substring(colon + 1));
    if (colon >= 0 && (count.isEmpty() || !(count.getAsDouble() > 0))) {
      tree.problem("on", "It has no count after ':'.", "Write a count, such as H100:8.");
      return Optional.empty();
    }
    if (known.isPresent() && known.get().slice().isPresent()) {
      count = OptionalDouble.of(known.get().count());
    }
    OptionalDouble devices = count;
    return known.flatMap(set -> onReference(set.model(), devices, hours.getAsDouble()));
  }

  private Optional<Work> ofTokens(Tree tree) {
    OptionalDouble tokens =
        ModelReader.amount(
            tree, "tokens", MOST_TOKENS, Amounts::count, "a number of tokens such as 100B");
    if (model.isEmpty()) {
      if (root.problems().isEmpty()) {
        tree.problem("tokens", "No model is given.", "Write model: { name: llama-3.1-8b }.");
      }
      return Optional.empty();
    }
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    SizedModel sized = model.get();
    ModelDemand demand = sized.demand();
    dataSheet = accelerator -> hourlyOfOne(sized, accelerator);
    dataSheetBasis =
        demand.method().isTraining()
            ? "its operations a token and dense throughput at 40 % utilisation"
            : "memory bandwidth and arithmetic, the slower of both";
    Map<String, Double> speeds =
        declared.isEmpty() ? bySheet(1) : calibrated(firstDeclared(), true);
    return Optional.of(new Work(tokens.getAsDouble() / demand.nodes(), speeds, basis()));
  }

  /** An equal part of what all devices do together. */
  private static OptionalDouble hourlyOfOne(SizedModel sized, AcceleratorModel accelerator) {
    OptionalDouble together = sized.tokensPerSecond(accelerator);
    Optional<Need> need = sized.needOn(accelerator);
    return together.isPresent() && need.isPresent()
        ? OptionalDouble.of(
            together.getAsDouble()
                * SECONDS_PER_HOUR
                / (need.get().count() * sized.demand().nodes()))
        : OptionalDouble.empty();
  }

  private Optional<Work> onReference(
      AcceleratorModel reference, OptionalDouble devices, double hours) {
    Map<String, Double> speeds = declared.isEmpty() ? bySheet(1) : calibrated(reference, false);
    Double each = speeds.get(reference.name());
    if (each == null) {
      root.problem(
          "work",
          "The speed of %s is unknown.".formatted(reference.name()),
          "Declare it: throughput: { %s: 1000 }, with the others.".formatted(reference.name()));
      return Optional.empty();
    }
    double count = devices.orElseGet(() -> leastCount(reference));
    return Optional.of(new Work(hours * count * each, speeds, basis()));
  }

  /** As many as are asked for in one node, when they are. */
  private double leastCount(AcceleratorModel reference) {
    return alternatives.stream()
        .flatMap(one -> one.accelerators().stream())
        .filter(demand -> demand.acceptsModel(reference))
        .mapToDouble(demand -> demand.leastCount(reference))
        .min()
        .orElse(1);
  }

  private AcceleratorModel firstDeclared() {
    String name = declared.keySet().iterator().next();
    return vocabulary.accelerators().resolve(name).orElseThrow().model();
  }

  private Map<String, Double> bySheet(double factor) {
    Map<String, Double> speeds = new LinkedHashMap<>();
    for (AcceleratorModel accelerator : vocabulary.accelerators().models()) {
      dataSheet
          .apply(accelerator)
          .ifPresent(speed -> speeds.put(accelerator.name(), speed * factor));
    }
    return speeds;
  }

  /** What is declared, and for the others the data sheets, made to agree at one model. */
  private Map<String, Double> calibrated(AcceleratorModel asked, boolean inSheetUnits) {
    AcceleratorModel reference = declared.containsKey(asked.name()) ? asked : firstDeclared();
    OptionalDouble sheet = dataSheet.apply(reference);
    double own = declared.getOrDefault(reference.name(), 1.0);
    boolean known = sheet.isPresent();
    double toSheet = inSheetUnits && known ? sheet.getAsDouble() / own : 1;
    Map<String, Double> speeds =
        known ? bySheet(own / sheet.getAsDouble() * toSheet) : new LinkedHashMap<>();
    declared.forEach((name, rate) -> speeds.put(name, rate * toSheet));
    return speeds;
  }

  private String basis() {
    return declared.isEmpty()
        ? "by " + dataSheetBasis
        : "by the throughput that was declared for %s, others by %s"
            .formatted(String.join(", ", declared.keySet()), dataSheetBasis);
  }
}
