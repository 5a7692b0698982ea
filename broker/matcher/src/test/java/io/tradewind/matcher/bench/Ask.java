package io.tradewind.matcher.bench;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Countries;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.Regions;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One request in two forms: as a workload, and as the filter that one would write over a list of
 * offers.
 *
 * @param counts by accelerator model; empty for any machine
 */
public record Ask(
    Map<String, Double> counts,
    double vcpus,
    double memoryGibibytes,
    CapacityType capacity,
    boolean unionOnly,
    Optional<Money> cap) {
  private static final Comparator<Offer> ORDER =
      Comparator.<Offer, Money>comparing(offer -> offer.price().perHour()).thenComparing(Offer::id);

  /** A mixed request: by name, any of several, spot, slices, the union only, by size alone. */
  public static Ask random(Random random, List<Offer> offers) {
    int kind = random.nextInt(10);
    boolean bySize = kind < 2;
    Map<String, Double> counts = new LinkedHashMap<>();
    int models = bySize ? 0 : kind < 4 ? 3 : 1;
    while (counts.size() < models) {
      Offer like = offers.get(random.nextInt(offers.size()));
      like.accelerators().ifPresent(set -> counts.putIfAbsent(set.model().name(), set.count()));
    }
    return new Ask(
        counts,
        bySize ? 4 << random.nextInt(5) : 0,
        bySize ? 16 << random.nextInt(5) : 0,
        random.nextInt(4) == 0 ? CapacityType.SPOT : CapacityType.ON_DEMAND,
        random.nextInt(4) == 0,
        random.nextInt(5) == 0
            ? Optional.of(Money.usd(String.valueOf(1 + random.nextInt(40))))
            : Optional.empty());
  }

  /** The eleven best by price, then id: one pass over all offers. */
  public List<String> naive(List<Offer> offers) {
    return offers.stream()
        .filter(this::accepts)
        .sorted(ORDER)
        .limit(11)
        .map(offer -> offer.id().value())
        .collect(Collectors.toList());
  }

  public Workload workload() {
    Map<String, Object> resources = new LinkedHashMap<>();
    if (!counts.isEmpty()) {
      resources.put("accelerators", counts);
    }
    if (vcpus > 0) {
      resources.put("cpus", (int) vcpus + "+");
      resources.put("memory", (int) memoryGibibytes + "+");
    }
    resources.put("capacity", capacity.wireName());
    Map<String, Object> placement = new LinkedHashMap<>();
    placement.put("cost", "list");
    if (unionOnly) {
      placement.put("regions", List.of("EU"));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("resources", resources);
    tree.put("placement", placement);
    cap.ifPresent(most -> tree.put("limits", Map.of("max_price_hour", most.toString())));
    return WorkloadReader.read(tree).workload().orElseThrow();
  }

  private boolean accepts(Offer offer) {
    return offer.capacityType() == capacity
        && acceptsAccelerators(offer)
        && offer.instanceType().vcpus() >= vcpus
        && offer.instanceType().memory().gibibytes() >= memoryGibibytes
        && cap.stream().allMatch(most -> offer.price().perHour().compareTo(most) <= 0)
        && (!unionOnly || isInTheUnion(offer));
  }

  private boolean acceptsAccelerators(Offer offer) {
    return counts.isEmpty()
        || offer
            .accelerators()
            .filter(set -> Double.valueOf(set.count()).equals(counts.get(set.model().name())))
            .isPresent();
  }

  private static boolean isInTheUnion(Offer offer) {
    Optional<Place> place = Regions.bundled().find(offer.region());
    return place
        .flatMap(where -> Countries.bundled().find(where.country()))
        .filter(country -> country.blocs().contains("EU"))
        .isPresent();
  }
}
