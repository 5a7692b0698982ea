package io.tradewind.matcher.bench;

import io.tradewind.api.Countries;
import io.tradewind.api.GridZone;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.CatalogFile;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.GridIntensities;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.StreamMatcher;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * O6: real offers, mixed requests, and for each the cheapest beside the greenest within 5 % of it:
 * landed cost, operational and embodied carbon of six hours. Grid figures are the means of 2025.
 * Where data has to stay in a bloc or country, both keep to it, which is checked.
 */
final class GreenerBench {
  static final long SEED = 6;
  private static final List<String> MODELS =
      List.of("T4", "A10G", "L4", "V100", "A100", "A100-80GB", "L40S", "H100", "H200", "MI300X");

  /** Of one of each, for requests that say what is needed and not which. */
  private static final List<Integer> GIGABYTES = List.of(16, 24, 24, 16, 40, 80, 48, 80, 141, 192);

  private static final int ANY_PRICE = 1_000;

  private static final List<String> RESIDENCES = List.of("", "", "", "EU", "EU", "US", "europe");

  private static final ProviderId FEED = ProviderId.of("catalog");

  private final List<Offer> offers;
  private final Market market;
  private final Conditions conditions;
  private final Random random = new Random(SEED);
  private final List<Workload> asked = new ArrayList<>();

  private GreenerBench(List<Offer> offers, Conditions conditions) {
    this.offers = offers;
    market = Market.empty().with(FEED, offers);
    this.conditions = conditions;
  }

  static void run(Report report, boolean full) throws IOException {
    Optional<Path> offers = CatalogFile.find();
    Optional<SharedTable> regions = SharedTable.find("geo/regions.csv");
    if (offers.isEmpty() || regions.isEmpty()) {
      report.say("skipped: ../shared/data/catalog and ../shared/data/geo are not there");
      return;
    }
    List<Offer> all = CatalogFile.read(offers.get());
    Conditions conditions =
        Conditions.bundled(1, Instant.parse("2026-06-01T00:00:00Z"))
            .withIntensities(intensities(regions.get()));
    GreenerBench bench = new GreenerBench(all, conditions);
    bench.measure(report, full ? 5000 : 1000);
    bench.compare(report, full ? 2000 : 100);
  }

  private void measure(Report report, int requests) {
    double cut = 0;
    double cheapestGrams = 0;
    double greenestGrams = 0;
    double dearer = 0;
    int placed = 0;
    int broken = 0;
    int same = 0;
    double wider = 0;
    double widest = 0;
    double capable = 0;
    int placedCapable = 0;
    for (int request = 0; request < requests; request++) {
      int model = random.nextInt(MODELS.size());
      int count = 1 << random.nextInt(4);
      Map<String, Object> resources = resources(model, count);
      String residence = RESIDENCES.get(random.nextInt(RESIDENCES.size()));
      Optional<Candidate> cheapest = choice(resources, residence, "cheapest");
      Optional<Candidate> greenest = choice(resources, residence, "greenest");
      wider += cutBy(cheapest, choice(resources, residence, "greenest", 20));
      widest += cutBy(cheapest, choice(resources, residence, "greenest", ANY_PRICE));
      if (resources.containsKey("accelerators")) {
        Map<String, Object> needed = capable(resources, model, count);
        Optional<Candidate> anyCheapest = choice(needed, residence, "cheapest");
        double cutOfAny = cutBy(anyCheapest, choice(needed, residence, "greenest"));
        capable += cutOfAny;
        placedCapable += grams(anyCheapest) > 0 ? 1 : 0;
      }
      if (grams(cheapest) > 0 && grams(greenest) > 0) {
        placed++;
        cut += cutBy(cheapest, greenest);
        same += isSame(cheapest, greenest) ? 1 : 0;
        cheapestGrams += grams(cheapest);
        greenestGrams += grams(greenest);
        dearer += cost(greenest) / cost(cheapest) - 1;
        broken += isKept(greenest, residence) && isKept(cheapest, residence) ? 0 : 1;
      }
    }
    report.say("%d of %d requests have a place with a known grid".formatted(placed, requests));
    report.atLeast(
        "O6", "carbon cut within 5 % of the cheapest, mean", 100 * cut / placed, "%", 50);
    report.tell(
        "O6.total",
        "the same of all grams together",
        100 * (1 - greenestGrams / cheapestGrams),
        "%");
    report.tell("O6.dearer", "for that, dearer by", 100 * dearer / placed, "%");
    report.tell("O6.alone", "nothing greener within 5 %", 100.0 * same / placed, "%");
    report.tell(
        "O6.choice",
        "the cut where something greener is within 5 %, mean",
        100 * cut / (placed - same),
        "%");
    report.tell("O6.within20", "the cut within 20 %, mean", 100 * wider / placed, "%");
    report.tell("O6.anyprice", "the cut within 1,000 %, mean", 100 * widest / placed, "%");
    report.tell(
        "O6.capable",
        "the cut within 5 % where accelerators are asked for by memory and count, mean",
        100 * capable / placedCapable,
        "%");
    report.atMost("O6.residency", "answers outside their residence", broken, "answers", 0);
  }

  /**
   * That it is all there is: the greenest within the bound, and the cheapest, beside a pass over
   * all offers that reckons each.
   */
  private void compare(Report report, int most) {
    List<StreamMatcher.Row> rows = StreamMatcher.rows(offers);
    List<Workload> some = asked.subList(0, Math.min(most, asked.size()));
    long wrong =
        some.parallelStream()
            .filter(
                workload ->
                    !StreamMatcher.match(workload, rows, FEED, conditions)
                        .equals(
                            StreamMatcher.Answer.of(
                                Matcher.match(workload, market, conditions, Scope.VISIBLE))))
            .count();
    report.atMost(
        "O6.wrong",
        "answers of %d that a pass over all offers gives otherwise: nothing greener is there"
            .formatted(some.size()),
        wrong,
        "answers",
        0);
  }

  private static Map<String, Object> capable(Map<String, Object> named, int model, int count) {
    Map<String, Object> needed = new HashMap<>(named);
    needed.remove("accelerators");
    needed.put("gpu", Map.of("memory", GIGABYTES.get(model) + "GB..", "count", count + ".."));
    return needed;
  }

  private Map<String, Object> resources(int model, int count) {
    Map<String, Object> resources = new HashMap<>();
    if (random.nextInt(4) == 0) {
      resources.put("cpus", (4 << random.nextInt(5)) + "+");
      resources.put("memory", (16 << random.nextInt(5)) + "+");
    } else {
      resources.put("accelerators", MODELS.get(model) + ":" + count);
    }
    resources.put("capacity", random.nextInt(3) == 0 ? "spot" : "on_demand");
    return resources;
  }

  private Optional<Candidate> choice(
      Map<String, Object> resources, String residence, String objective) {
    return choice(resources, residence, objective, 5);
  }

  private Optional<Candidate> choice(
      Map<String, Object> resources, String residence, String objective, int withinPercent) {
    Map<String, Object> placement = new HashMap<>();
    placement.put("objective", objective);
    placement.put("within_price_pct", withinPercent);
    if (!residence.isEmpty()) {
      placement.put("residency", residence);
    }
    Workload workload =
        WorkloadReader.read(
                Map.of(
                    "resources", resources,
                    "placement", placement,
                    "limits", Map.of("max_duration", "6h")))
            .workload()
            .orElseThrow();
    asked.add(workload);
    return Matcher.match(workload, market, conditions, Scope.VISIBLE).choice();
  }

  private static double grams(Optional<Candidate> candidate) {
    return candidate.flatMap(Candidate::carbon).map(carbon -> carbon.total().value()).orElse(0.0);
  }

  private static double cutBy(Optional<Candidate> cheapest, Optional<Candidate> greenest) {
    boolean known = grams(cheapest) > 0 && grams(greenest) > 0;
    return known ? 1 - grams(greenest) / grams(cheapest) : 0;
  }

  private static boolean isSame(Optional<Candidate> one, Optional<Candidate> other) {
    return one.map(Candidate::offer).equals(other.map(Candidate::offer));
  }

  private static double cost(Optional<Candidate> candidate) {
    return candidate.orElseThrow().ranked().amount().doubleValue();
  }

  private static boolean isKept(Optional<Candidate> candidate, String residence) {
    String code =
        Regions.bundled().find(candidate.orElseThrow().offer().region()).orElseThrow().country();
    Countries.Country country = Countries.bundled().find(code).orElseThrow();
    return residence.isEmpty()
        || code.equals(residence)
        || country.continent().equals(residence)
        || country.blocs().contains(residence);
  }

  private static GridIntensities intensities(SharedTable table) {
    Map<Region, GridIntensity> byRegion = new HashMap<>();
    Map<GridZone, GridIntensity> byZone = new HashMap<>();
    for (String[] row : table.rows()) {
      String grams = row[table.column("grid_gco2eq_kwh_2025")];
      if (!grams.isEmpty()) {
        Region region = Region.of(row[table.column("provider")], row[table.column("region")]);
        GridIntensity mean =
            GridIntensity.ofYear(
                Double.parseDouble(grams),
                CarbonBasis.AVERAGE_LOCATION_LIFECYCLE,
                "yearly means",
                2025,
                false);
        byRegion.put(region, mean);
        Regions.bundled().find(region).ifPresent(place -> byZone.put(place.gridZone(), mean));
      }
    }
    return GridIntensities.of(byRegion, byZone);
  }
}
