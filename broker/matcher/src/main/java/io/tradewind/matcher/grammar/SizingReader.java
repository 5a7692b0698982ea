package io.tradewind.matcher.grammar;

import io.tradewind.api.AcceleratorKind;
import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.matcher.sizing.Method;
import io.tradewind.matcher.sizing.ModelDemand;
import io.tradewind.matcher.sizing.Need;
import io.tradewind.matcher.sizing.SizedModel;
import io.tradewind.matcher.sizing.SizingText;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Resources.InterconnectWish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns {@code model} into accelerators: every alternative of {@code resources} asks for as many of
 * each accelerator as hold the model. Without {@code nodes} it takes the fewest machines that do.
 */
final class SizingReader {
  private static final int MOST_NODES = 64;

  /** Beyond what one machine offers, counts are of slices. */
  private static final int MOST_DEVICES = 1_024;

  private final Tree root;
  private final Accelerators table;
  private final List<Resources> alternatives;

  /** The sized workload's resources. */
  record SizedResources(List<Resources> alternatives, int nodes, SizedModel model) {}

  private SizingReader(Tree root, Accelerators table, List<Resources> alternatives) {
    this.root = root;
    this.table = table;
    this.alternatives = alternatives;
  }

  /**
   * @param nodes what was written, or 1
   */
  static Optional<SizedResources> read(
      Tree root, Accelerators table, List<Resources> alternatives, int nodes) {
    return ModelReader.read(root)
        .flatMap(model -> new SizingReader(root, table, alternatives).sized(model, nodes));
  }

  private Optional<SizedResources> sized(ModelReader.Read model, int nodes) {
    boolean given = root.has("nodes") || root.has("num_nodes");
    for (int tried = nodes; tried <= (given ? nodes : MOST_NODES); tried *= 2) {
      List<String> assumed = new ArrayList<>(model.assumed());
      InterconnectWish wish = interconnect(model.demand().method(), tried, given, assumed);
      ModelDemand demand = model.demand().withNodes(tried);
      SizedModel sized = SizedModel.of(demand, table, assumed);
      List<Resources> fitting =
          alternatives.stream().map(one -> with(one, sized, wish)).filter(this::holds).toList();
      if (!fitting.isEmpty()) {
        noteLeftOut(alternatives.size() - fitting.size());
        return Optional.of(new SizedResources(fitting, tried, sized));
      }
      if (isOnlyTooFew(sized)) {
        break;
      }
    }
    tooLarge(SizedModel.of(model.demand().withNodes(nodes), table, List.of()));
    return Optional.empty();
  }

  /** One machine could hold it, had more devices been asked for: no matter for more machines. */
  private boolean isOnlyTooFew(SizedModel sized) {
    return alternatives.stream()
        .flatMap(one -> one.accelerators().stream())
        .anyMatch(
            asked ->
                sized.needs().values().stream()
                    .anyMatch(it -> asked.acceptsModel(it.accelerator())));
  }

  private void noteLeftOut(int many) {
    if (many > 0) {
      root.problems().note("%d of the alternatives cannot hold the model and are left out.", many);
    }
  }

  private static Resources with(Resources base, SizedModel sized, InterconnectWish wish) {
    Resources wanted =
        base.withAccelerators(new AcceleratorDemand.Sized(base.accelerators(), sized));
    return wish == InterconnectWish.NONE ? wanted : wanted.withInterconnect(wish);
  }

  /**
   * Gradients of all parameters cross the network at every step; pipeline stages and adapters
   * exchange far less. What was written wins.
   */
  private InterconnectWish interconnect(
      Method method, int nodes, boolean given, List<String> assumed) {
    if (!given && nodes > 1) {
      assumed.add("One machine does not hold it, so it was sized for %d nodes.".formatted(nodes));
    }
    boolean written =
        root.raw("resources") instanceof Map<?, ?> map && map.containsKey("interconnect");
    if (nodes == 1 || written) {
      return InterconnectWish.NONE;
    }
    if (method != Method.FULL) {
      return InterconnectWish.PREFERRED;
    }
    assumed.add(
        "Training over several nodes was taken to need a network for gangs; write interconnect to"
            + " choose otherwise.");
    return InterconnectWish.REQUIRED;
  }

  /** Whether some machine of the kinds that are asked for holds it: a GPU, unless none is asked. */
  private boolean holds(Resources wanted) {
    AcceleratorDemand.Sized demand = (AcceleratorDemand.Sized) wanted.accelerators().orElseThrow();
    List<AcceleratorModel> candidates =
        table.models().stream().filter(model -> isWithin(demand, model)).toList();
    boolean anyGpu = candidates.stream().anyMatch(SizingReader::isGpu);
    return candidates.stream()
        .filter(model -> !anyGpu || isGpu(model))
        .anyMatch(model -> isToBeHad(demand, model));
  }

  private static boolean isWithin(AcceleratorDemand.Sized demand, AcceleratorModel model) {
    return demand.within().isEmpty() || demand.within().get().acceptsModel(model);
  }

  private static boolean isGpu(AcceleratorModel model) {
    return model.kind() == AcceleratorKind.GPU;
  }

  private static boolean isToBeHad(AcceleratorDemand.Sized demand, AcceleratorModel model) {
    Optional<Need> need = demand.sized().needOn(model);
    if (need.isEmpty()) {
      return false;
    }
    for (int count = need.get().count(); count <= MOST_DEVICES; count++) {
      // A demand for a named slice wants any slice of so many chips.
      AcceleratorSet set = new AcceleratorSet(model, count, Optional.of("slice"));
      if (demand.holds(set) && demand.accepts(set)) {
        return true;
      }
    }
    return false;
  }

  private void tooLarge(SizedModel sized) {
    String asked =
        alternatives.stream()
            .flatMap(one -> one.accelerators().stream())
            .map(AcceleratorDemand::description)
            .collect(Collectors.joining(" or "));
    List<Need> needs =
        sized.smallest(Integer.MAX_VALUE).stream()
            .filter(need -> asked.isEmpty() || isNamed(need.accelerator()))
            .limit(3)
            .toList();
    String name = sized.demand().model().name();
    String format = sized.demand().format().map(it -> " in " + it.wireName()).orElse("");
    String counts = needs.stream().map(SizingText::devices).collect(Collectors.joining(" or "));
    root.problem(
        "model",
        asked.isEmpty()
            ? "%s%s fits no machine.".formatted(name, format)
            : "%s%s does not fit %s in each node.".formatted(name, format, asked),
        counts.isEmpty()
            ? "Ask for a smaller dtype, a shorter context, other accelerators or more nodes."
            : "It needs %s: write so many, or leave accelerators out.".formatted(counts));
  }

  private boolean isNamed(AcceleratorModel model) {
    return alternatives.stream()
        .flatMap(one -> one.accelerators().stream())
        .anyMatch(demand -> demand.acceptsModel(model));
  }
}
