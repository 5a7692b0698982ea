package io.tradewind.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The table of accelerator models, and the one normaliser of their names. A name that is neither a
 * model, nor a listed alias, nor a TPU slice is unknown, and is never guessed.
 */
public final class Accelerators {
  private static final Accelerators BUNDLED = new Accelerators();

  private final Map<String, AcceleratorModel> models = new LinkedHashMap<>();
  private final Map<String, AcceleratorModel> names = new HashMap<>();
  private final Map<String, List<String>> aliases = new HashMap<>();
  private final Map<String, Integer> scaleUp = new HashMap<>();
  private final List<TpuGeneration> tpus = new ArrayList<>();

  private Accelerators() {
    for (Csv.Row row : Csv.bundled("accelerators.csv")) {
      AcceleratorModel model = model(row);
      models.put(model.name(), model);
      register(model.name(), model);
      row.optional("max_scale_up")
          .ifPresent(units -> scaleUp.put(model.name(), Integer.valueOf(units)));
    }
    for (Csv.Row row : Csv.bundled("accelerator-aliases.csv")) {
      register(row.text("alias"), known(row.text("model")));
      aliases.computeIfAbsent(row.text("model"), name -> new ArrayList<>()).add(row.text("alias"));
    }
    for (Csv.Row row : Csv.bundled("tpu-generations.csv")) {
      boolean cores = row.text("name_counts").equals("cores");
      tpus.add(new TpuGeneration(row.text("prefix"), known(row.text("model")), cores));
    }
  }

  /** The table that ships with this module. */
  public static Accelerators bundled() {
    return BUNDLED;
  }

  public Collection<AcceleratorModel> models() {
    return List.copyOf(models.values());
  }

  /** The other spellings of a model, for people to read. */
  public List<String> aliasesOf(AcceleratorModel model) {
    return List.copyOf(aliases.getOrDefault(model.name(), List.of()));
  }

  /**
   * How many devices one fast link (NVLink, Infinity Fabric, ICI, NeuronLink, …) joins, beyond
   * which they exchange data over PCIe or the network; 1 when none does, or nobody knows.
   */
  public int scaleUpDevices(AcceleratorModel model) {
    return scaleUp.getOrDefault(model.name(), 1);
  }

  /**
   * What a name means.
   *
   * @return a named model counts one device; a slice such as {@code tpu-v5p-8} counts its chips.
   *     Empty when unknown.
   */
  public Optional<AcceleratorSet> resolve(String name) {
    String key = key(name);
    AcceleratorModel model = names.get(key);
    if (model != null) {
      return Optional.of(AcceleratorSet.of(model, 1));
    }
    return tpus.stream().flatMap(tpu -> tpu.slice(key).stream()).findFirst();
  }

  /**
   * Up to {@code limit} known names that look like an unknown one, the likest first. For "did you
   * mean".
   */
  public List<String> suggestions(String name, int limit) {
    String key = key(name);
    return models.keySet().stream()
        .filter(
            candidate -> Spellings.distance(key, key(candidate)) <= Math.max(2, key.length() / 3))
        .sorted(
            Comparator.<String>comparingInt(candidate -> Spellings.distance(key, key(candidate)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(limit)
        .toList();
  }

  private void register(String name, AcceleratorModel model) {
    AcceleratorModel previous = names.putIfAbsent(key(name), model);
    if (previous != null && !previous.equals(model)) {
      throw new IllegalStateException(
          "The accelerator name %s stands for both %s and %s."
              .formatted(name, previous.name(), model.name()));
    }
  }

  private AcceleratorModel known(String name) {
    AcceleratorModel model = models.get(name);
    if (model == null) {
      throw new IllegalStateException(
          "An alias names the unlisted accelerator %s.".formatted(name));
    }
    return model;
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private static AcceleratorModel model(Csv.Row row) {
    Memory memory = memory(row.optionalNumber("memory_gb"));
    return new AcceleratorModel(
        row.text("model"),
        AcceleratorKind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
        row.text("vendor"),
        row.text("architecture"),
        Architecture.parse(row.text("host_architecture")),
        memory,
        row.optional("memory_usable_gib").isPresent()
            ? memory(row.optionalNumber("memory_usable_gib"))
            : memory,
        row.optionalNumber("bandwidth_gb_s"),
        row.optionalNumber("dense_bf16_tflops"),
        row.optionalNumber("dense_fp16_tflops"),
        row.optionalNumber("dense_fp8_tflops"),
        row.optionalNumber("tdp_watts"),
        row.text("interconnect"),
        row.text("stack"),
        row.optionalNumber("embodied_kg"),
        row.text("source"));
  }

  private static Memory memory(OptionalDouble gibibytes) {
    return gibibytes.isPresent() ? Memory.ofGibibytes(gibibytes.getAsDouble()) : Memory.NONE;
  }

  /**
   * A TPU generation's slice names: {@code tpu-v5p-8} counts cores, two to a chip; {@code
   * tpu-v6e-8} counts chips.
   */
  private record TpuGeneration(String prefix, AcceleratorModel model, boolean countsCores) {
    Optional<AcceleratorSet> slice(String key) {
      String bare = key.startsWith("tpu-") ? key.substring(4) : key;
      String own = prefix.startsWith("tpu-") ? prefix.substring(4) : prefix;
      if (!bare.startsWith(own + "-")) {
        return Optional.empty();
      }
      OptionalInt size = size(bare.substring(own.length() + 1));
      if (size.isEmpty()) {
        return Optional.empty();
      }
      double chips = countsCores ? size.getAsInt() / 2.0 : size.getAsInt();
      return Optional.of(
          new AcceleratorSet(model, chips, Optional.of("tpu-" + own + "-" + size.getAsInt())));
    }

    private static OptionalInt size(String text) {
      boolean digits =
          !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(Character::isDigit);
      return digits && Integer.parseInt(text) > 0
          ? OptionalInt.of(Integer.parseInt(text))
          : OptionalInt.empty();
    }
  }
}
