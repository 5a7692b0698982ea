package io.tradewind.server.feed;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the last reading of one feed held that must not reach the market. Every row is counted; the
 * first {@link #MOST_KEPT} are kept to be shown.
 *
 * @param counts by seller, then by reason
 */
record QuarantineBatch(
    ProviderId feed, List<Refusal> kept, Map<ProviderId, Map<Reason, Long>> counts) {
  static final int MOST_KEPT = 20_000;

  static QuarantineBatch none(ProviderId feed) {
    return new QuarantineBatch(feed, List.of(), Map.of());
  }

  long total() {
    return counts.values().stream()
        .flatMap(byReason -> byReason.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The same and more. */
  QuarantineBatch with(List<Refusal> more) {
    Gatherer gatherer = new Gatherer(feed);
    gatherer.kept.addAll(kept);
    counts.forEach((seller, byReason) -> gatherer.counts.put(seller, new TreeMap<>(byReason)));
    more.forEach(gatherer::add);
    return gatherer.batch();
  }

  /** Gathers one reading's refusals. */
  static final class Gatherer {
    private final ProviderId feed;
    private final List<Refusal> kept = new ArrayList<>();
    private final Map<ProviderId, Map<Reason, Long>> counts = new TreeMap<>();

    Gatherer(ProviderId feed) {
      this.feed = feed;
    }

    void add(Refusal refusal) {
      add(kept.size(), refusal);
    }

    /** For what concerns the whole reading: it is shown however many rows follow. */
    void addFirst(Refusal refusal) {
      add(0, refusal);
    }

    private void add(int place, Refusal refusal) {
      counts
          .computeIfAbsent(refusal.provider(), provider -> new TreeMap<>())
          .merge(refusal.reason(), 1L, Long::sum);
      if (kept.size() < MOST_KEPT || place == 0) {
        kept.add(place, refusal);
      }
    }

    QuarantineBatch batch() {
      return new QuarantineBatch(
          feed, Collections.unmodifiableList(kept), Collections.unmodifiableMap(counts));
    }
  }
}
