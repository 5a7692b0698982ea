package io.tradewind.server.market;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What several feeds say of the same machines, who is believed of each, and what that leaves out.
 * Prices are compared as they were told, before any discount of our own. Immutable.
 */
final class Comparison {
  static final Comparison NONE = new Comparison(Map.of());

  /** A committed price of one to three years is so far below on demand. */
  private static final double LEAST_COMMITTED_SAVING = 20;

  private static final double MOST_COMMITTED_SAVING = 60;

  /** So many machines of a model in a region must show it, and so large a share of them. */
  private static final int FEWEST_TO_SUSPECT = 3;

  private static final double SHARE_TO_SUSPECT = 0.8;

  private final Map<Machine, List<Saying>> sayings;
  private final Map<ProviderId, Set<OfferId>> superseded = new HashMap<>();
  private final Map<ProviderId, Set<OfferId>> suspected = new HashMap<>();

  /** A seller's machines of one model in a region, as two feeds tell of them. */
  private record Pair(ProviderId low, ProviderId high, Region region, String model) {}

  /** How many machines of a pair were compared, and how many look committed. */
  private static final class Evidence {
    private int compared;
    private int committed;

    boolean convinces() {
      return compared >= FEWEST_TO_SUSPECT && committed >= SHARE_TO_SUSPECT * compared;
    }
  }

  private Comparison(Map<Machine, List<Saying>> sayings) {
    this.sayings = sayings;
    sayings.values().forEach(this::judge);
  }

  static Comparison of(Collection<Stock> stocks, Instant now) {
    Set<Long> common = common(new ArrayList<>(stocks));
    if (common.isEmpty()) {
      return NONE;
    }
    Map<Machine, List<Saying>> sayings = new LinkedHashMap<>();
    for (Stock stock : stocks) {
      byMachine(stock.of(common))
          .forEach(
              (machine, offers) ->
                  sayings
                      .computeIfAbsent(machine, fresh -> new ArrayList<>(2))
                      .add(saying(stock, offers, now)));
    }
    sayings.values().removeIf(all -> all.size() < 2);
    suspect(sayings);
    sayings.values().forEach(all -> all.sort(Saying.BELIEVED_FIRST));
    return new Comparison(sayings);
  }

  /** Machines that two feeds or more tell of, each with its sayings, the believed one first. */
  Map<Machine, List<Saying>> machines() {
    return sayings;
  }

  /** Of one feed, the offers for which another is believed. */
  Set<OfferId> superseded(ProviderId feed) {
    return superseded.getOrDefault(feed, Set.of());
  }

  /** Of one feed, the on-demand offers that look like prices under a commitment. */
  Set<OfferId> suspected(ProviderId feed) {
    return suspected.getOrDefault(feed, Set.of());
  }

  Set<ProviderId> suspectedFeeds() {
    return suspected.keySet();
  }

  /** What is said of the machine of an offer; the believed one first, empty for a single source. */
  List<Saying> sayings(Offer offer) {
    return sayings.getOrDefault(Machine.of(offer), List.of());
  }

  /** The feed that is believed in place of this one, with its own offer of the same thing. */
  Optional<Saying> believedInPlaceOf(ProviderId feed, Offer offer) {
    if (!superseded(feed).contains(offer.id())) {
      return Optional.empty();
    }
    return sayings(offer).stream()
        .takeWhile(saying -> !saying.feed().equals(feed))
        .filter(saying -> saying.counterpartOf(offer).isPresent())
        .findFirst();
  }

  private static Set<Long> common(List<Stock> stocks) {
    Set<Long> common = new HashSet<>();
    for (int i = 0; i < stocks.size(); i++) {
      for (int j = i + 1; j < stocks.size(); j++) {
        stocks.get(i).addCommon(stocks.get(j), common);
      }
    }
    return common;
  }

  private static Map<Machine, List<Offer>> byMachine(List<Offer> offers) {
    Map<Machine, List<Offer>> byMachine = new LinkedHashMap<>();
    for (Offer offer : offers) {
      byMachine.computeIfAbsent(Machine.of(offer), fresh -> new ArrayList<>(1)).add(offer);
    }
    return byMachine;
  }

  private static Saying saying(Stock stock, List<Offer> offers, Instant now) {
    boolean current =
        offers.stream().allMatch(offer -> Freshness.of(offer.observedAt(), now).isCurrent());
    return new Saying(stock.feed(), stock.standing(), offers, current, false);
  }

  /** Only a source that stands no closer to the seller is suspected: a seller may lower a price. */
  private static void suspect(Map<Machine, List<Saying>> sayings) {
    Map<Pair, Evidence> evidence = new HashMap<>();
    sayings.forEach((machine, all) -> gather(machine, all, evidence));
    sayings.forEach(
        (machine, all) ->
            all.replaceAll(
                low ->
                    all.stream().anyMatch(high -> looksCommitted(machine, low, high, evidence))
                        ? low.suspect()
                        : low));
  }

  private static void gather(Machine machine, List<Saying> all, Map<Pair, Evidence> evidence) {
    for (Saying low : all) {
      for (Saying high : all) {
        if (!low.feed().equals(high.feed())
            && machine.capacity() == CapacityType.ON_DEMAND
            && mayDoubt(low, high)) {
          Evidence seen = evidence.computeIfAbsent(pair(machine, low, high), it -> new Evidence());
          seen.compared++;
          seen.committed += isCommittedSaving(low, high) ? 1 : 0;
        }
      }
    }
  }

  private static boolean looksCommitted(
      Machine machine, Saying low, Saying high, Map<Pair, Evidence> evidence) {
    Evidence seen = evidence.get(pair(machine, low, high));
    return seen != null && seen.convinces() && isCommittedSaving(low, high);
  }

  private static Pair pair(Machine machine, Saying low, Saying high) {
    return new Pair(low.feed(), high.feed(), machine.region(), machine.model());
  }

  private static boolean mayDoubt(Saying low, Saying high) {
    return low.standing().compareTo(high.standing()) >= 0;
  }

  private static boolean isCommittedSaving(Saying low, Saying high) {
    OptionalDouble above =
        Saying.percentAbove(high.cheapest().orElseThrow(), low.cheapest().orElseThrow());
    return above.isPresent()
        && above.getAsDouble() <= -LEAST_COMMITTED_SAVING
        && above.getAsDouble() >= -MOST_COMMITTED_SAVING;
  }

  private void judge(List<Saying> all) {
    for (int rank = 0; rank < all.size(); rank++) {
      Saying saying = all.get(rank);
      List<Saying> better = all.subList(0, rank);
      for (Offer offer : saying.offers()) {
        if (better.stream().anyMatch(it -> it.counterpartOf(offer).isPresent())) {
          note(superseded, saying.feed(), offer);
        }
        if (saying.suspected()) {
          note(suspected, saying.feed(), offer);
        }
      }
    }
  }

  private static void note(Map<ProviderId, Set<OfferId>> notes, ProviderId feed, Offer offer) {
    notes.computeIfAbsent(feed, fresh -> new HashSet<>()).add(offer.id());
  }
}
