package io.tradewind.server.lease;

import io.tradewind.api.Offer;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.spot.UptimeHistory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long spot pools have been up, as this broker has seen it. A pool is first looked at when a
 * workload could use it; one that nobody has looked at for a while begins anew.
 */
@ApplicationScoped
class SpotHistories {
  private static final Duration SOLD_OUT_FOR = Duration.ofMinutes(20);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final Launches launches;
  private final Map<Pool, Seen> seen = new ConcurrentHashMap<>();

  SpotHistories(Launches launches) {
    this.launches = launches;
  }

  private record Seen(UptimeHistory history, Instant at) {
    Seen next(boolean up, Instant now) {
      Duration since = Duration.between(at, now);
      return since.compareTo(FORGOTTEN_AFTER) > 0
          ? first(up, now)
          : new Seen(history.seen(up, since.isNegative() ? Duration.ZERO : since), now);
    }

    static Seen first(boolean up, Instant now) {
      return new Seen(UptimeHistory.UNSEEN.seen(up, Duration.ZERO), now);
    }
  }

  /**
   * A look at the pool of an offer.
   *
   * @param taken a machine of the pool has just been taken back
   */
  UptimeHistory look(Offer offer, boolean taken, Instant now) {
    Pool pool = Pool.of(offer);
    boolean up = !taken && offer.availability().state().mayStart() && !soldOut(pool, now);
    return seen.compute(
            pool, (key, before) -> before == null ? Seen.first(up, now) : before.next(up, now))
        .history();
  }

  private boolean soldOut(Pool pool, Instant now) {
    PoolMemory memory = launches.memory();
    return memory
        .record(pool)
        .last()
        .filter(last -> last.evidence() == Evidence.SOLD_OUT)
        .filter(last -> last.at().plus(SOLD_OUT_FOR).isAfter(now))
        .isPresent();
  }
}
