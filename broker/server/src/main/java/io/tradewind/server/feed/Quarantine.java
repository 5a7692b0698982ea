package io.tradewind.server.feed;

import io.tradewind.api.ProviderId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What every feed's last reading was refused for. */
@ApplicationScoped
public class Quarantine {
  private final Map<ProviderId, QuarantineBatch> byFeed = new ConcurrentSkipListMap<>();

  void replace(QuarantineBatch batch) {
    byFeed.put(batch.feed(), batch);
  }

  long total(ProviderId feed) {
    return byFeed.getOrDefault(feed, QuarantineBatch.none(feed)).total();
  }

  /** In the order of the feeds' names. */
  Collection<QuarantineBatch> batches() {
    return byFeed.values();
  }
}
