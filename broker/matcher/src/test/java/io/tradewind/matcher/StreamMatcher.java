package io.tradewind.matcher;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Range;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/**
 * What one writes without an index, written well: one pass of a stream over all offers that stops
 * judging an offer at its second failure, knows each region's facts once, reckons costs in 64 bits,
 * and keeps the eleven best in a queue. It decides what {@link Matcher} decides, for workloads with
 * one alternative, and writes no sentence.
 */
public final class StreamMatcher {
  private final Workload workload;
  private final Resources wanted;
  private final Conditions conditions;
  private final Question question;
  private final Map<Region, Facts> facts = new HashMap<>();
  private final int[] counts = new int[RejectionReason.values().length];
  private final Map<RejectionReason, Reckoned> misses = new EnumMap<>(RejectionReason.class);
  private final List<Reckoned> feasible = new ArrayList<>();

  /** An offer as a list holds it: what can be known before any question is worked out. */
  public record Row(Offer offer, long nanos, double watts, double embodied) {}

  /** By ids, so that two ways to the same answer compare equal. */
  public record Answer(
      List<String> order,
      List<String> front,
      Map<RejectionReason, Integer> counts,
      Map<RejectionReason, String> misses,
      int feasible) {

    public static Answer of(Placement placement) {
      List<String> order = new ArrayList<>();
      placement.choice().ifPresent(choice -> order.add(choice.offer().id().value()));
      order.addAll(Given.ids(placement.runnersUp()));
      Map<RejectionReason, Integer> counts = new EnumMap<>(RejectionReason.class);
      placement.rejections().forEach(one -> counts.put(one.reason(), one.count()));
      Map<RejectionReason, String> misses = new EnumMap<>(RejectionReason.class);
      placement
          .nearestMisses()
          .forEach(one -> misses.put(one.constraint(), one.candidate().offer().id().value()));
      return new Answer(order, Given.ids(placement.front()), counts, misses, placement.feasible());
    }
  }

  private record Reckoned(Row row, long cost, long carbon, long roundTrip) {
    static final Comparator<Reckoned> BY_COST =
        Comparator.comparingLong(Reckoned::cost)
            .thenComparingLong(one -> one.row().nanos())
            .thenComparing(one -> one.row().offer().id());
    static final Comparator<Reckoned> BY_CARBON =
        Comparator.comparingLong(Reckoned::carbon).thenComparing(BY_COST);
    static final Comparator<Reckoned> BY_ROUND_TRIP =
        Comparator.comparingLong(Reckoned::roundTrip).thenComparing(BY_COST);

    boolean isAsGood(Reckoned other) {
      return cost <= other.cost && carbon <= other.carbon && roundTrip <= other.roundTrip;
    }
  }

  /** Of one region, worked out once a question. */
  private record Facts(
      int mask, boolean named, long roundTrip, double intensity, double pue, Tariff[] tariffs) {}

  private StreamMatcher(Workload workload, Conditions conditions) {
    this.workload = workload;
    this.conditions = conditions;
    wanted = workload.alternatives().get(0);
    question =
        new Question(
            workload, workload.alternatives(), PriceScale.DOLLARS_ALONE, conditions, Scope.VISIBLE);
  }

  public static List<Row> rows(List<Offer> offers) {
    Map<Object, NodeCarbon> byMachine = new HashMap<>();
    List<Row> rows = new ArrayList<>(offers.size());
    for (Offer offer : offers) {
      NodeCarbon carbon =
          byMachine.computeIfAbsent(
              Machines.key(offer.instanceType()), key -> NodeCarbon.of(offer.instanceType()));
      rows.add(
          new Row(
              offer,
              PriceScale.DOLLARS_ALONE.nanosOf(offer),
              carbon.watts(),
              carbon.embodied().gramsPerHour()));
    }
    return rows;
  }

  public static Answer match(
      Workload workload, List<Row> rows, ProviderId feed, Conditions conditions) {
    StreamMatcher matcher = new StreamMatcher(workload, conditions);
    rows.stream().forEach(row -> matcher.judge(row, feed));
    return matcher.answer();
  }

  /** Only what a front needs: no counts, no near misses, no order. */
  public static List<String> front(
      Workload workload, List<Row> rows, ProviderId feed, Conditions conditions) {
    StreamMatcher matcher = new StreamMatcher(workload, conditions);
    rows.stream()
        .filter(row -> matcher.failures(row, feed) == 0)
        .forEach(row -> matcher.feasible.add(matcher.reckon(row, matcher.factsOf(row, feed))));
    return matcher.front();
  }

  private void judge(Row row, ProviderId feed) {
    int mask = failures(row, feed);
    if (mask == 0) {
      feasible.add(reckon(row, factsOf(row, feed)));
      return;
    }
    RejectionReason reason = RejectionReason.firstOf(mask);
    counts[reason.ordinal()]++;
    if ((mask & (mask - 1)) == 0 && NearestMisses.isTold(reason) && isNear(reason, row)) {
      misses.merge(
          reason,
          reckon(row, factsOf(row, feed)),
          (a, b) -> Reckoned.BY_COST.compare(a, b) <= 0 ? a : b);
    }
  }

  private boolean isNear(RejectionReason reason, Row row) {
    return reason != RejectionReason.ACCELERATOR
        || Filters.isOtherForm(
            wanted, row.offer().accelerators().map(AcceleratorSet::model).orElse(null));
  }

  /** The first failures as bits: the second ends the judgement, since it changes nothing more. */
  private int failures(Row row, ProviderId feed) {
    Offer offer = row.offer();
    Optional<AcceleratorSet> set = offer.accelerators();
    int mask = question.maskOfFeed(question.conditions().leasableFeeds().contains(feed));
    mask |=
        Filters.maskOfModel(
            wanted, set.map(AcceleratorSet::model).orElse(null), workload.software());
    mask |= wanted.capacity().contains(offer.capacityType()) ? 0 : RejectionReason.CAPACITY.bit();
    if (isDecided(mask)) {
      return mask;
    }
    Facts at = factsOf(row, feed);
    boolean open = offer.listing() == Offer.Listing.OPEN || at.named();
    mask |= at.mask() | (open ? 0 : RejectionReason.BY_NAME.bit());
    mask |= question.maskOfStart(offer.region(), offer.capacityType());
    mask |= offer.availability().state().mayStart() ? 0 : RejectionReason.SOLD_OUT.bit();
    mask |= row.nanos() == Long.MAX_VALUE ? RejectionReason.CURRENCY.bit() : 0;
    if (isDecided(mask)) {
      return mask;
    }
    mask |= ofShape(offer, set);
    return isDecided(mask) ? mask : mask | ofCaps(row, at);
  }

  private static boolean isDecided(int mask) {
    return (mask & (mask - 1)) != 0;
  }

  private int ofShape(Offer offer, Optional<AcceleratorSet> set) {
    int mask = 0;
    if (wanted.accelerators().isPresent() && set.isPresent()) {
      var demand = wanted.accelerators().get();
      boolean count =
          demand.isOtherForm(set.get().model())
              ? demand.acceptsInOtherForm(set.get())
              : demand.accepts(set.get());
      mask |= count ? 0 : RejectionReason.ACCELERATOR_COUNT.bit();
      mask |= demand.holds(set.get()) ? 0 : RejectionReason.TOO_SMALL.bit();
    }
    var type = offer.instanceType();
    mask |= accepts(wanted.vcpus(), type.vcpus()) ? 0 : RejectionReason.CPUS.bit();
    boolean memory = accepts(wanted.memoryMebibytes(), type.memory().mebibytes());
    mask |= memory ? 0 : RejectionReason.MEMORY.bit();
    boolean network =
        wanted.interconnect() != Resources.InterconnectWish.REQUIRED
            || type.interconnect() == io.tradewind.api.Interconnect.RDMA;
    return network ? mask : mask | RejectionReason.INTERCONNECT.bit();
  }

  private static boolean accepts(Range range, double amount) {
    return range.isAny() || (amount > 0 && range.contains(amount));
  }

  private int ofCaps(Row row, Facts at) {
    boolean price = row.nanos() <= question.mostPricePerNodeNanos();
    int mask = price ? 0 : RejectionReason.PRICE_CAP.bit();
    if (question.mostCostNanos() != Long.MAX_VALUE) {
      boolean cost = tariff(row, at).landed(row.nanos()) <= question.mostCostNanos();
      mask |= cost ? 0 : RejectionReason.COST_CAP.bit();
    }
    boolean carbon =
        question.mostCarbonMilligrams() == Long.MAX_VALUE
            || carbon(row, at) <= question.mostCarbonMilligrams();
    return carbon ? mask : mask | RejectionReason.CARBON_CAP.bit();
  }

  private Reckoned reckon(Row row, Facts at) {
    return new Reckoned(row, tariff(row, at).ranked(row.nanos()), carbon(row, at), at.roundTrip());
  }

  private Tariff tariff(Row row, Facts at) {
    int capacity = row.offer().capacityType().ordinal();
    if (at.tariffs()[capacity] == null) {
      at.tariffs()[capacity] =
          new Tariff(question, row.offer().region(), row.offer().capacityType());
    }
    return at.tariffs()[capacity];
  }

  private long carbon(Row row, Facts at) {
    double hours = question.nodes() * question.run().hours();
    double perWatt =
        io.tradewind.pricing.CarbonModel.operationalGramsPerHour(1, at.pue(), at.intensity())
            * hours;
    double moved =
        io.tradewind.pricing.CarbonModel.egressGrams(
            question.movedTo(row.offer().region()).inGigabytes(), at.intensity());
    double grams = row.watts() * perWatt + row.embodied() * hours + moved;
    return Double.isNaN(grams) ? Long.MAX_VALUE : Math.round(grams * 1000);
  }

  private Facts factsOf(Row row, ProviderId feed) {
    Facts known = facts.get(row.offer().region());
    if (known == null) {
      known = factsAt(row.offer().region(), feed);
      facts.put(row.offer().region(), known);
    }
    return known;
  }

  private Facts factsAt(Region region, ProviderId feed) {
    PlacementWishes wishes = workload.placement();
    Optional<Place> place = conditions.regions().find(region);
    Optional<Origin.Distance> distance =
        place.flatMap(where -> question.origin().map(origin -> origin.to(region, where)));
    int mask = 0;
    boolean allowed =
        wishes.providersAllowed().isEmpty()
            || RegionMasks.names(wishes.providersAllowed(), region.provider(), feed);
    boolean provider =
        allowed && !RegionMasks.names(wishes.providersDenied(), region.provider(), feed);
    mask |= provider ? 0 : RejectionReason.PROVIDER.bit();
    boolean inside =
        wishes.regionsAllowed().isEmpty()
            || wishes.regionsAllowed().stream().anyMatch(area -> within(area, region, place));
    boolean denied = wishes.regionsDenied().stream().anyMatch(area -> within(area, region, place));
    mask |= inside && !denied ? 0 : RejectionReason.REGION.bit();
    boolean resident = wishes.residency().stream().allMatch(area -> within(area, region, place));
    mask |= resident ? 0 : RejectionReason.RESIDENCY.bit();
    boolean certified =
        wishes.certifications().stream()
            .allMatch(wish -> conditions.certifications().holds(region, wish));
    mask |= certified ? 0 : RejectionReason.CERTIFICATION.bit();
    boolean near =
        wishes.maxRoundTripMilliseconds().isEmpty()
            || distance
                .filter(
                    far ->
                        far.farthestMilliseconds()
                            <= wishes.maxRoundTripMilliseconds().getAsDouble())
                .isPresent();
    mask |= near ? 0 : RejectionReason.ROUND_TRIP.bit();
    long roundTrip =
        question.origin().isEmpty()
            ? 0
            : distance.map(far -> Math.round(far.meanMilliseconds() * 1000)).orElse(Long.MAX_VALUE);
    return new Facts(
        mask,
        RegionMasks.names(wishes.providersAllowed(), region.provider(), feed),
        roundTrip,
        conditions.intensityAt(region).map(grid -> grid.gramsPerKilowattHour()).orElse(Double.NaN),
        Atlas.pueAt(place, false).value(),
        new Tariff[CapacityType.values().length]);
  }

  private boolean within(Area area, Region region, Optional<Place> place) {
    return area.contains(region, place, conditions.countries());
  }

  private Answer answer() {
    Map<RejectionReason, Integer> counted = new EnumMap<>(RejectionReason.class);
    for (RejectionReason reason : RejectionReason.values()) {
      if (counts[reason.ordinal()] > 0) {
        counted.put(reason, counts[reason.ordinal()]);
      }
    }
    Map<RejectionReason, String> missed = new EnumMap<>(RejectionReason.class);
    misses.forEach((reason, one) -> missed.put(reason, one.row().offer().id().value()));
    return new Answer(order(), front(), counted, missed, feasible.size());
  }

  /** As {@link Ranking} says; balanced is not asked of this one. */
  private List<String> order() {
    List<Reckoned> cheapest = best(feasible, Reckoned.BY_COST);
    Objective objective = workload.placement().objective().orElse(Objective.CHEAPEST);
    if (cheapest.isEmpty() || objective == Objective.CHEAPEST) {
      return ids(cheapest);
    }
    long bound = Ranking.bound(cheapest.get(0).cost(), workload.placement().withinPricePercent());
    List<Reckoned> within = feasible.stream().filter(one -> one.cost() <= bound).toList();
    boolean green = objective == Objective.GREENEST;
    List<Reckoned> best = best(within, green ? Reckoned.BY_CARBON : Reckoned.BY_ROUND_TRIP);
    long measured = green ? best.get(0).carbon() : best.get(0).roundTrip();
    if (measured == Long.MAX_VALUE || (!green && question.origin().isEmpty())) {
      return ids(cheapest);
    }
    List<String> order = new ArrayList<>(ids(best));
    ids(cheapest).stream().filter(id -> !order.contains(id)).forEach(order::add);
    return order.subList(0, Math.min(order.size(), 11));
  }

  private static List<Reckoned> best(List<Reckoned> of, Comparator<Reckoned> order) {
    PriorityQueue<Reckoned> worstFirst = new PriorityQueue<>(order.reversed());
    for (Reckoned one : of) {
      if (worstFirst.size() < 11) {
        worstFirst.add(one);
      } else if (order.compare(one, worstFirst.peek()) < 0) {
        worstFirst.poll();
        worstFirst.add(one);
      }
    }
    return worstFirst.stream().sorted(order).toList();
  }

  /** Brute force: every feasible offer against the points that stand so far. */
  private List<String> front() {
    List<Reckoned> front = new ArrayList<>();
    for (Reckoned one : feasible) {
      enter(front, one);
    }
    front.sort(
        Comparator.comparingLong(Reckoned::cost)
            .thenComparingLong(Reckoned::carbon)
            .thenComparingLong(Reckoned::roundTrip));
    return ids(front);
  }

  private static void enter(List<Reckoned> front, Reckoned one) {
    OptionalInt beaten = OptionalInt.empty();
    for (int i = 0; i < front.size() && beaten.isEmpty(); i++) {
      Reckoned point = front.get(i);
      boolean wins = !one.isAsGood(point) || Reckoned.BY_COST.compare(point, one) <= 0;
      beaten = point.isAsGood(one) && wins ? OptionalInt.of(i) : beaten;
    }
    if (beaten.isEmpty()) {
      front.removeIf(one::isAsGood);
      front.add(one);
    } else {
      front.add(0, front.remove(beaten.getAsInt()));
    }
  }

  private static List<String> ids(List<Reckoned> of) {
    return of.stream().map(one -> one.row().offer().id().value()).toList();
  }
}
