package io.tradewind.matcher;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.GridZone;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Runs;
import io.tradewind.api.Source;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.grammar.PolicyReader;
import io.tradewind.matcher.grammar.Vocabulary;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.HourlyRate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Markets and workloads from a seed, small enough to be full of ties, twins and near misses. */
public final class RandomCases {
  static final List<String> REGIONS =
      List.of(
          "aws/us-east-1",
          "aws/eu-west-1",
          "aws/eu-north-1",
          "gcp/us-central1",
          "gcp/europe-west4",
          "azure/westeurope",
          "azure/japaneast",
          "oci/eu-frankfurt-1",
          "lambda/us-east-1",
          "elsewhere/nobody-knows");
  static final List<String> MODELS =
      List.of(
          "H100", "H100-SXM", "A100", "A100-80GB", "L4", "T4", "MI300X", "tpu-v5litepod-8", "H200");
  private static final Source SOURCE =
      new Source("random", Optional.empty(), Source.Term.LIST, Optional.of(Given.NOW));

  private final Random random;

  public RandomCases(long seed) {
    random = new Random(seed);
  }

  List<Offer> offers(String prefix, int count) {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      offers.add(offer(prefix + "-" + i));
    }
    return offers;
  }

  /** Two feeds of sixty offers. */
  public Market market() {
    return Market.empty()
        .with(ProviderId.of("first"), offers("a", 60))
        .with(ProviderId.of("second"), offers("b", 60));
  }

  /** On demand in Virginia, for other packages. */
  public static Offer eightH100(String id, String price, Availability availability) {
    Offer one = Given.offer(id, price).build();
    return new Offer(
        one.id(),
        one.region(),
        one.zone(),
        one.instanceType(),
        one.capacityType(),
        one.price(),
        availability,
        one.observedAt(),
        one.source(),
        one.listing());
  }

  /** The same at another place, as {@code aws/eu-west-1}, uncounted. */
  public static Offer eightH100(String id, String price, String region) {
    String[] at = region.split("/");
    return Given.offer(id, price).at(at[0], at[1]).build();
  }

  Offer offer(String id) {
    Optional<AcceleratorSet> accelerators =
        random.nextInt(3) == 0
            ? Optional.empty()
            : Accelerators.bundled().resolve(one(MODELS)).map(this::several);
    double vcpus = random.nextInt(8) == 0 ? 0 : 8 << random.nextInt(5);
    Memory memory = random.nextInt(8) == 0 ? Memory.NONE : new Memory(16384L << random.nextInt(5));
    Interconnect network = random.nextInt(4) == 0 ? Interconnect.RDMA : Interconnect.UNKNOWN;
    InstanceType type =
        new InstanceType("t", accelerators, vcpus, memory, Architecture.X86_64, network, runs(id));
    String[] region = one(REGIONS).split("/");
    String currency = random.nextInt(20) == 0 ? "EUR" : "USD";
    return new Offer(
        new OfferId(id),
        Region.of(region[0], region[1]),
        Optional.empty(),
        type,
        one(List.of(CapacityType.values())),
        HourlyRate.of(price().toPlainString(), currency),
        availability(),
        Given.NOW,
        SOURCE,
        random.nextInt(10) == 0 ? Offer.Listing.BY_NAME : Offer.Listing.OPEN);
  }

  /** By the name, so that all else is drawn as it was: half of them run anything. */
  private static Set<Runs> runs(String id) {
    return switch (Math.floorMod(id.hashCode() * 31, 10)) {
      case 0 -> Set.of(Runs.PROCESSES);
      case 1, 2 -> Set.of(Runs.IMAGES);
      case 3, 4 -> Set.of(Runs.OWN_PROCESSES);
      case 5 -> Set.of(Runs.IMAGES, Runs.OWN_PROCESSES);
      default -> Runs.ANYTHING;
    };
  }

  /** A third are round, so that there are ties; the rest use all nine decimals. */
  private BigDecimal price() {
    return random.nextInt(3) == 0
        ? BigDecimal.valueOf(1 + random.nextInt(6))
        : BigDecimal.valueOf(1 + (long) (random.nextDouble() * 9e9), 9);
  }

  private Availability availability() {
    return switch (random.nextInt(6)) {
      case 0 -> Availability.flag(false, Given.NOW, Duration.ofHours(1));
      case 1 -> Availability.flag(true, Given.NOW, Duration.ofHours(1));
      default -> Availability.unknown(Given.NOW);
    };
  }

  private AcceleratorSet several(AcceleratorSet one) {
    return one.slice().isPresent()
        ? one
        : AcceleratorSet.of(one.model(), one(List.of(0.5, 1.0, 2.0, 4.0, 8.0)));
  }

  public Conditions conditions() {
    Map<Region, GridIntensity> grids = new HashMap<>();
    for (String text : REGIONS.subList(0, 8)) {
      String[] region = text.split("/");
      grids.put(Region.of(region[0], region[1]), Given.grams(10 + random.nextInt(700)));
    }
    Conditions conditions =
        Conditions.bundled(random.nextInt(100), Given.NOW)
            .withLeasableFeeds(Set.of(ProviderId.of("second")))
            .withOwn(Set.of(ProviderId.of("gcp"), ProviderId.of("aws")))
            .withCertifications(
                new Certifications(
                    Map.of(ProviderId.of("aws"), Set.of("iso27001")),
                    Map.of(Region.of("gcp", "europe-west4"), Set.of("iso27001", "soc2"))))
            .withIntensities(GridIntensities.of(grids, Map.of()));
    return random.nextBoolean()
        ? conditions
        : conditions.withIntensities(
            GridIntensities.of(grids, Map.of(GridZone.WORLD, Given.grams(480))));
  }

  /** Policies of a case, drawn apart: two for every fifth, one for every fourth. */
  static Fence fence(long seed) {
    Random random = new Random(seed * 31 + 7);
    List<Bounds> bounds = new ArrayList<>();
    for (int i = seed % 20 == 0 ? 2 : seed % 4 == 0 ? 1 : 0; i > 0; i--) {
      Map<String, Object> rules = new LinkedHashMap<>();
      add(random, rules, "providers", List.of("aws", "gcp", "second"));
      add(random, rules, "regions", Map.of("deny", List.of("aws/eu-west-1", "US")));
      add(random, rules, "residency", List.of("US", "europe"));
      add(random, rules, "accelerators", Map.of("deny", List.of("H100", "L4")));
      add(random, rules, "capacity", List.of("on_demand", "spot"));
      add(random, rules, "certifications", List.of("iso27001"));
      add(random, rules, "max_price_hour", 2 + random.nextInt(12) + " USD");
      add(random, rules, "max_price_accelerator_hour", 1 + random.nextInt(3) + ".5 USD");
      add(random, rules, "max_cost", 2 + random.nextInt(60) + " USD");
      add(random, rules, "max_carbon", 1 + random.nextInt(9_000) + "g");
      add(random, rules, "max_nodes", 1 + random.nextInt(4));
      bounds.add(
          PolicyReader.read(rules, new UUID(0, i), "policy " + i, 1, Vocabulary.bundled())
              .bounds()
              .orElseThrow(() -> new AssertionError("A random policy has problems: " + rules)));
    }
    return new Fence(bounds);
  }

  private static void add(Random random, Map<String, Object> rules, String key, Object value) {
    if (random.nextInt(5) == 0) {
      rules.put(key, value);
    }
  }

  public Workload workload() {
    return WorkloadReader.read(tree())
        .workload()
        .orElseThrow(() -> new AssertionError("A random workload has problems."));
  }

  /** The workload file of a case whose market was drawn before it. */
  String asked() {
    offers("a", 60);
    offers("b", 60);
    conditions();
    return tree().toString();
  }

  /** A sound workload file that uses any part of the grammar. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> resources = resources();
    if (random.nextInt(4) == 0) {
      resources.put(
          random.nextBoolean() ? "any_of" : "ordered",
          List.of(resources(), resources(), resources()));
    }
    tree.put("resources", resources);
    maybe(3, () -> tree.put("kind", "workspace"));
    maybe(3, () -> tree.put("framework", one(List.of("sglang", "vllm"))));
    maybe(8, () -> tree.put("image", one(List.of("train:2.4-cu124", "rocm/train:1", "train:1"))));
    maybe(8, () -> tree.put("images", List.of(Map.of("ecosystem", "rocm", "ref", "train:1-rocm"))));
    maybe(3, () -> tree.put("nodes", 1 + random.nextInt(5)));
    tree.put("placement", placement());
    tree.put("limits", limits());
    maybe(
        4,
        () ->
            tree.put(
                "data",
                List.of(
                    Map.of(
                        "uri",
                        "s3://b/x",
                        "size",
                        random.nextInt(3000) + "GB",
                        "region",
                        one(REGIONS.subList(0, 8)),
                        "access",
                        one(List.of("read", "write", "read_write"))))));
    maybe(4, () -> work(tree));
    if (!tree.get("placement").toString().contains("users")) {
      tree.remove("data");
    }
    return tree;
  }

  /** A model, or an amount of work; both need accelerators in every alternative. */
  private void work(Map<String, Object> tree) {
    if (random.nextBoolean()) {
      tree.put(
          "model",
          Map.of(
              "name",
              one(List.of("llama-3.1-8b", "qwen2.5-14b", "gemma-2-9b")),
              "dtype",
              one(List.of("bf16", "fp16")),
              "task",
              one(List.of("inference", "lora"))));
      maybe(2, () -> tree.put("work", Map.of("tokens", 1 + random.nextInt(2000) + "M")));
      tree.put("resources", Map.of("capacity", "any"));
      tree.remove("nodes");
      return;
    }
    tree.put(
        "resources",
        Map.of(
            "capacity",
            "any",
            "any_of",
            List.of(
                Map.of("accelerators", Map.of("H100", "1+", "A100-80GB", "2..8")),
                Map.of("accelerators", "MI300X:1+", "cpus", "8+"),
                Map.of("accelerators", List.of("L4:1..4", "T4:1+")))));
    tree.put("work", Map.of("on", "H100:2", "hours", 1 + random.nextInt(5)));
    maybe(2, () -> tree.put("throughput", Map.of("H100", 100, "MI300X", 80 + random.nextInt(60))));
  }

  private Map<String, Object> resources() {
    Map<String, Object> resources = new LinkedHashMap<>();
    switch (random.nextInt(6)) {
      case 0, 1 -> resources.put("accelerators", model() + one(List.of("", ":1+", ":1..8", ":8")));
      case 2 -> resources.put("accelerators", Map.of("H100", 8, "A100-80GB", "1+", "L4", "1..4"));
      case 3 -> resources.put("accelerators", one(List.of("tpu-v5litepod-8", "TPU-v5e:8")));
      case 4 -> resources.put("gpu", Map.of("memory", "24GB..", "count", "1+"));
      default -> maybe(2, () -> resources.put("gpu", Map.of("vendor", "nvidia", "count", "1..8")));
    }
    maybe(2, () -> resources.put("cpus", one(List.of("8+", "16", "8..64", "32+"))));
    maybe(3, () -> resources.put("memory", one(List.of("16+", "64", "32GB..128GB"))));
    maybe(3, () -> resources.put("disk", one(List.of("100GB", "2TB"))));
    resources.put("capacity", one(List.of("on_demand", "spot", "reserved", "any", "any")));
    maybe(6, () -> resources.put("interconnect", one(List.of("preferred", "required"))));
    return resources;
  }

  private String model() {
    return one(MODELS.stream().filter(name -> !name.startsWith("tpu")).toList());
  }

  private Map<String, Object> placement() {
    Map<String, Object> placement = new LinkedHashMap<>();
    maybe(
        3,
        () ->
            placement.put(
                "regions",
                Map.of(
                    "allow",
                    one(
                        List.of(
                            List.of("EU"),
                            List.of("US", "europe"),
                            List.of("aws/eu-west-1", "us-east-1"))))));
    maybe(5, () -> placement.put("residency", one(List.of("eu", "US", "europe"))));
    maybe(5, () -> placement.put("providers", Map.of("allow", List.of("aws", "second", "gcp"))));
    maybe(
        5,
        () ->
            placement.merge(
                "providers", Map.of("deny", List.of("azure", "oci")), (old, one) -> old));
    maybe(8, () -> placement.put("certifications", List.of("ISO27001")));
    if (random.nextInt(3) == 0) {
      placement.put(
          "users",
          List.of(
              one(List.of("DE", "Berlin", "San Jose, US", "São Paulo")),
              Map.of("country", one(List.of("US", "JP", "FR")), "weight", 0.5)));
      maybe(2, () -> placement.put("max_rtt_ms", 20 + random.nextInt(200)));
    }
    maybe(
        2,
        () ->
            placement.put(
                "objective", one(List.of("cheapest", "greenest", "nearest", "balanced"))));
    maybe(3, () -> placement.put("within_price_pct", random.nextInt(100)));
    maybe(3, () -> placement.put("cost", one(List.of("list", "landed"))));
    return placement;
  }

  private Map<String, Object> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    maybe(4, () -> limits.put("max_price_hour", 1 + random.nextInt(20) + " USD"));
    maybe(5, () -> limits.put("max_cost", 1 + random.nextInt(100) + " USD"));
    maybe(5, () -> limits.put("max_carbon", 1 + random.nextInt(10_000) + "g"));
    maybe(2, () -> limits.put("max_duration", 1 + random.nextInt(20_000) + "s"));
    maybe(12, () -> limits.put("deadline", "2026-06-01T1" + (2 + random.nextInt(5)) + ":00Z"));
    maybe(6, () -> limits.put("deadline", "2026-06-01T13:0" + random.nextInt(9) + ":30Z"));
    return limits;
  }

  private void maybe(int oneIn, Runnable action) {
    if (random.nextInt(oneIn) == 0) {
      action.run();
    }
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
