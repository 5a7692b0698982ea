package io.tradewind.server.feed;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.Suspicion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What every feed's last reading was refused for, and what the comparison with other feeds has kept
 * from the market.
 */
@ApplicationScoped
public class Quarantine {
  private final Map<ProviderId, QuarantineBatch> byFeed = new ConcurrentSkipListMap<>();
  private final LiveMarket market;

  Quarantine(LiveMarket market) {
    this.market = market;
  }

  void replace(QuarantineBatch batch) {
    byFeed.put(batch.feed(), batch);
  }

  long total(ProviderId feed) {
    return batch(feed).total();
  }

  /** In the order of the feeds' names. */
  Collection<QuarantineBatch> batches() {
    SortedSet<ProviderId> feeds = new TreeSet<>(byFeed.keySet());
    feeds.addAll(market.suspectedFeeds());
    return feeds.stream().map(this::batch).toList();
  }

  private QuarantineBatch batch(ProviderId feed) {
    QuarantineBatch told = byFeed.getOrDefault(feed, QuarantineBatch.none(feed));
    List<Refusal> suspected =
        market.suspicions(feed).stream().map(Quarantine::committedAsOnDemand).toList();
    return suspected.isEmpty() ? told : told.with(suspected);
  }

  private static Refusal committedAsOnDemand(Suspicion suspicion) {
    return new Refusal(
        suspicion.offer().provider(),
        suspicion.offer().id().value(),
        Reason.COMMITTED_AS_ON_DEMAND,
        suspicion.detail(),
        suspicion.offer().observedAt());
  }
}
