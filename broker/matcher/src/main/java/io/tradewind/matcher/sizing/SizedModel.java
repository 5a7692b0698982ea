package io.tradewind.matcher.sizing;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.NumberFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a model needs of every accelerator of the table.
 *
 * @param needs by the name of the accelerator; who is missing cannot hold it
 * @param withoutFormat accelerators that do not compute in the format that is asked for
 * @param assumed what was not said, for people
 */
public record SizedModel(
    ModelDemand demand,
    Map<String, Need> needs,
    Map<String, Integer> scaleUp,
    Set<String> withoutFormat,
    List<String> assumed) {

  private static final List<NumberFormat> QUANTISED =
      List.of(NumberFormat.FP8, NumberFormat.INT8, NumberFormat.INT4);

  public SizedModel {
    needs = Collections.unmodifiableMap(new LinkedHashMap<>(needs));
    scaleUp = Map.copyOf(scaleUp);
    withoutFormat = Collections.unmodifiableSet(new TreeSet<>(withoutFormat));
    assumed = List.copyOf(assumed);
  }

  public static SizedModel of(ModelDemand demand, Accelerators table, List<String> assumed) {
    Map<String, Need> needs = new LinkedHashMap<>();
    Map<String, Integer> scaleUp = new LinkedHashMap<>();
    Set<String> withoutFormat = new TreeSet<>();
    for (AcceleratorModel accelerator : table.models()) {
      int joined = table.scaleUpDevices(accelerator);
      scaleUp.put(accelerator.name(), joined);
      if (demand.formatOn(accelerator).isEmpty()) {
        withoutFormat.add(accelerator.name());
      }
      Sizing.need(demand, accelerator, joined)
          .ifPresent(need -> needs.put(accelerator.name(), need));
    }
    return new SizedModel(demand, needs, scaleUp, withoutFormat, assumed);
  }

  public Optional<Need> needOn(AcceleratorModel accelerator) {
    return Optional.ofNullable(needs.get(accelerator.name()));
  }

  /**
   * Of all devices together; empty when it does not fit them, or their speed is unknown. Stages of
   * a pipeline take turns on each token, so that for answering only tensor parallelism multiplies.
   */
  public OptionalDouble tokensPerSecond(AcceleratorModel accelerator) {
    Optional<Need> need = needOn(accelerator);
    OptionalDouble one = Speed.tokens(demand, accelerator);
    if (need.isEmpty() || one.isEmpty()) {
      return OptionalDouble.empty();
    }
    int atOnce =
        demand.method().isTraining() ? need.get().count() * demand.nodes() : need.get().tensor();
    return OptionalDouble.of(one.getAsDouble() * atOnce);
  }

  public boolean lacksFormat(AcceleratorModel accelerator) {
    return withoutFormat.contains(accelerator.name());
  }

  /** The needs that ask for the fewest devices, and then for the least memory. */
  public List<Need> smallest(int limit) {
    return needs.values().stream()
        .sorted(
            Comparator.comparingInt(Need::count)
                .thenComparingDouble(Need::allowed)
                .thenComparing(need -> need.accelerator().name()))
        .limit(limit)
        .toList();
  }

  /** Fewer devices in smaller formats. */
  record Variant(Need need, NumberFormat cacheFormat) {}

  /** What fewer devices of the same accelerator would hold, for inference. */
  List<Variant> smallerVariants(Need need) {
    List<Variant> variants = new ArrayList<>();
    for (NumberFormat format : QUANTISED) {
      if (!demand.method().isTraining() && format.bytes() < need.format().bytes()) {
        ModelDemand smaller = demand.withFormat(format);
        int before = variants.size();
        addFewer(smaller, need, variants);
        if (variants.size() == before && format == NumberFormat.FP8) {
          addFewer(smaller.withCacheFormat(NumberFormat.FP8), need, variants);
        }
      }
    }
    return variants;
  }

  private void addFewer(ModelDemand smaller, Need need, List<Variant> variants) {
    AcceleratorModel accelerator = need.accelerator();
    Sizing.need(smaller, accelerator, scaleUp.getOrDefault(accelerator.name(), 1))
        .filter(other -> other.count() < need.count())
        .ifPresent(other -> variants.add(new Variant(other, smaller.cacheFormat())));
  }
}
