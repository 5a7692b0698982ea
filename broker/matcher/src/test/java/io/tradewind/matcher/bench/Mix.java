package io.tradewind.matcher.bench;

import io.tradewind.api.GridZone;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.GridIntensities;
import io.tradewind.matcher.grammar.Reading;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Requests as they may come: three in ten for any of several accelerators, one in seven for a
 * machine without any; where it may be, how far and how carbon-intensive, what it may cost.
 */
final class Mix {
  private final Random random;
  private final List<Offer> offers;

  private Mix(long seed, List<Offer> offers) {
    random = new Random(seed);
    this.offers = offers;
  }

  static List<Workload> of(long seed, List<Offer> offers, int count) {
    Mix mix = new Mix(seed, offers);
    List<Workload> workloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workloads.add(mix.workload());
    }
    return workloads;
  }

  /** Grid figures for every zone, from the seed; the tables that ship with the product. */
  static Conditions conditions(long seed) {
    Random random = new Random(seed);
    Map<GridZone, GridIntensity> zones = new HashMap<>();
    zones.put(GridZone.WORLD, grams(480));
    for (Map.Entry<Region, Place> place : Regions.bundled().places().entrySet()) {
      zones.computeIfAbsent(place.getValue().gridZone(), zone -> grams(20 + random.nextInt(780)));
    }
    return Conditions.bundled(1, Instant.parse("2026-06-01T12:00:00Z"))
        .withIntensities(GridIntensities.of(Map.of(), zones));
  }

  private static GridIntensity grams(double perKilowattHour) {
    return GridIntensity.ofYear(
        perKilowattHour, CarbonBasis.AVERAGE_LOCATION_LIFECYCLE, "generated", 2025, true);
  }

  private Workload workload() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", random.nextInt(3) == 0 ? "workspace" : "task");
    tree.put("resources", resources());
    tree.put("placement", placement());
    tree.put("limits", limits());
    maybe(10, () -> tree.put("nodes", 2 + random.nextInt(7)));
    maybe(
        10,
        () ->
            tree.put(
                "data",
                List.of(
                    Map.of("uri", "s3://bucket/x", "size", "200GB", "region", "aws/eu-west-1"))));
    Reading reading = WorkloadReader.read(tree);
    return reading
        .workload()
        .orElseThrow(() -> new IllegalStateException(tree + ": " + reading.problems()));
  }

  private Map<String, Object> resources() {
    Map<String, Object> resources = new LinkedHashMap<>();
    int kind = random.nextInt(100);
    if (kind < 14) {
      resources.put("cpus", (4 << random.nextInt(5)) + "+");
      resources.put("memory", (16 << random.nextInt(5)) + "+");
    } else if (kind < 18) {
      resources.put("gpu", Map.of("memory", "40GB..", "count", "1..8", "vendor", "nvidia"));
    } else {
      Map<String, Object> models = new LinkedHashMap<>();
      while (models.size() < (kind < 48 ? 3 : 1)) {
        Offer like = offers.get(random.nextInt(offers.size()));
        like.accelerators().ifPresent(set -> models.putIfAbsent(set.model().name(), set.count()));
      }
      resources.put("accelerators", models);
      maybe(6, () -> resources.put("cpus", "8+"));
    }
    resources.put("capacity", one(List.of("on_demand", "on_demand", "spot", "any")));
    maybe(6, () -> resources.put("disk", "500GB"));
    return resources;
  }

  private Map<String, Object> placement() {
    Map<String, Object> placement = new LinkedHashMap<>();
    maybe(4, () -> placement.put("residency", one(List.of("eu", "US", "europe", "DE"))));
    maybe(
        6,
        () ->
            placement.put(
                "regions",
                Map.of(
                    "allow", one(List.of(List.of("EU"), List.of("US", "CA"), List.of("asia"))))));
    maybe(12, () -> placement.put("providers", Map.of("deny", List.of("azure"))));
    if (random.nextInt(3) == 0) {
      placement.put("users", List.of("DE", Map.of("country", one(List.of("US", "JP", "BR")))));
      maybe(3, () -> placement.put("max_rtt_ms", 80 + random.nextInt(150)));
    }
    if (random.nextInt(3) == 0) {
      placement.put("objective", one(List.of("greenest", "greenest", "nearest")));
      placement.put("within_price_pct", 5 + random.nextInt(30));
    }
    maybe(4, () -> placement.put("cost", "list"));
    return placement;
  }

  private Map<String, Object> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    maybe(6, () -> limits.put("max_price_hour", 1 + random.nextInt(60) + " USD"));
    maybe(10, () -> limits.put("max_cost", 5 + random.nextInt(300) + " USD"));
    maybe(8, () -> limits.put("max_carbon", 100 + random.nextInt(20_000) + "g"));
    maybe(2, () -> limits.put("max_duration", 1 + random.nextInt(48) + "h"));
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
