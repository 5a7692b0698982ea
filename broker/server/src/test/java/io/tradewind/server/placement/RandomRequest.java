package io.tradewind.server.placement;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A workload's tree and, beside it, the same wish as a plain test of a catalogue row.
 *
 * @param accepts whether a row satisfies the workload
 */
record RandomRequest(Map<String, Object> tree, Predicate<RawCatalog.Row> accepts) {
  private static final List<String> NAMES =
      List.of(
          "T4",
          "L4",
          "V100",
          "A10G",
          "A100",
          "A100-80GB",
          "H100",
          "H200",
          "L40S",
          "M60",
          "B200",
          "MI300X",
          "K80",
          "Inferentia",
          "Trainium");
  private static final int[] COUNTS = {1, 1, 2, 4, 8, 8, 16};
  private static final List<String> SLICES =
      List.of(
          "tpu-v5litepod-1",
          "tpu-v5litepod-8",
          "tpu-v5litepod-256",
          "tpu-v6e-4",
          "tpu-v6e-64",
          "tpu-v5p-8",
          "tpu-v5p-128",
          "tpu-v4-8");
  private static final int[] CPUS = {1, 2, 4, 8, 16, 32, 64, 96, 128, 192, 448};
  private static final int[] GIBIBYTES = {1, 4, 8, 16, 64, 128, 256, 512, 1024, 2048, 12000};
  private static final Set<String> EUROPEAN_UNION =
      Set.of(
          "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
          "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE");

  static List<RandomRequest> many(int count, long seed) {
    Random random = new Random(seed);
    List<RandomRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(one(i % 6, random));
    }
    return requests;
  }

  private static RandomRequest one(int sort, Random random) {
    Map<String, Object> resources = new LinkedHashMap<>();
    Predicate<RawCatalog.Row> accepts = capacity(resources, random);
    Map<String, Object> placement = new LinkedHashMap<>();
    placement.put("objective", "cheapest");
    placement.put("cost", "list");
    switch (sort) {
      case 0 -> accepts = accepts.and(named(resources, random, 1));
      case 1 -> accepts = accepts.and(named(resources, random, 2 + random.nextInt(3)));
      case 2 -> accepts = accepts.and(slice(resources, random));
      case 3 -> accepts = accepts.and(machine(resources, random));
      case 4 -> accepts = accepts.and(named(resources, random, 1)).and(machine(resources, random));
      default ->
          accepts =
              accepts.and(
                  random.nextBoolean() ? named(resources, random, 1) : machine(resources, random));
    }
    if (sort == 5 || random.nextInt(4) == 0) {
      placement.put("regions", Map.of("allow", List.of("EU")));
      accepts = accepts.and(RandomRequest::isInEurope);
    }
    return new RandomRequest(
        Map.of("resources", resources, "placement", placement, "run", "echo"), accepts);
  }

  private static Predicate<RawCatalog.Row> capacity(Map<String, Object> resources, Random random) {
    int which = random.nextInt(3);
    resources.put("capacity", List.of("any", "spot", "on_demand").get(which));
    return row -> which == 0 || row.spot() == (which == 1);
  }

  private static Predicate<RawCatalog.Row> named(
      Map<String, Object> resources, Random random, int alternatives) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    while (wanted.size() < alternatives) {
      wanted.put(NAMES.get(random.nextInt(NAMES.size())), COUNTS[random.nextInt(COUNTS.length)]);
    }
    if (alternatives == 1) {
      wanted.forEach((name, count) -> resources.put("accelerators", name + ":" + count));
    } else {
      resources.put("accelerators", wanted);
    }
    return wanted.entrySet().stream()
        .map(item -> is(item.getKey(), ((Integer) item.getValue()).doubleValue()))
        .reduce(row -> false, Predicate::or);
  }

  private static Predicate<RawCatalog.Row> slice(Map<String, Object> resources, Random random) {
    String name = SLICES.get(random.nextInt(SLICES.size()));
    resources.put("accelerators", name);
    double chips = Accelerators.bundled().resolve(name).orElseThrow().count();
    return is(name, chips).and(row -> row.accelerators().orElseThrow().slice().isPresent());
  }

  private static Predicate<RawCatalog.Row> machine(Map<String, Object> resources, Random random) {
    int cpus = CPUS[random.nextInt(CPUS.length)];
    int gibibytes = GIBIBYTES[random.nextInt(GIBIBYTES.length)];
    resources.put("cpus", cpus + "+");
    resources.put("memory", gibibytes + "+");
    return row -> row.vcpus() >= cpus && row.memoryGib() >= gibibytes;
  }

  private static Predicate<RawCatalog.Row> is(String name, double count) {
    String model =
        Accelerators.bundled().resolve(name).map(AcceleratorSet::model).orElseThrow().name();
    return row ->
        row.accelerators()
            .filter(set -> set.model().name().equals(model))
            .filter(set -> Math.abs(set.count() - count) < 0.0005)
            .isPresent();
  }

  private static boolean isInEurope(RawCatalog.Row row) {
    return row.country().filter(EUROPEAN_UNION::contains).isPresent();
  }
}
