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

  /** What fewer devices of the same accelerator would hold: another format, or another method. */
  public List<Need> smallerVariants(Need need) {
    List<Need> variants = new ArrayList<>();
    for (ModelDemand variant : variants(need)) {
      AcceleratorModel accelerator = need.accelerator();
      Sizing.need(variant, accelerator, scaleUp.getOrDefault(accelerator.name(), 1))
          .filter(other -> other.count() < need.count())
          .ifPresent(variants::add);
    }
    return variants;
  }

  private List<ModelDemand> variants(Need need) {
    if (demand.method().isTraining()) {
      return List.of();
    }
    return List.of(NumberFormat.FP8, NumberFormat.INT8, NumberFormat.INT4).stream()
        .filter(format -> format.bytes() < need.format().bytes())
        .map(demand::withFormat)
        .toList();
  }
}
