package io.tradewind.server.lease;

import io.tradewind.server.database.Database;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** The holds as they are, with a point before and after everything that they do to the database. */
@Alternative
@Singleton
class CrashingHolds extends LeaseHolds {
  CrashingHolds(Pool pool, Database database, Clock clock) {
    super(pool, database, clock);
  }

  @Override
  List<Hold> claim(int limit) {
    Crashes.point("before a claim");
    List<Hold> claimed = super.claim(limit);
    Crashes.current().ifPresent(crashes -> claimed.forEach(crashes::holds));
    Crashes.point("after a claim");
    return claimed;
  }

  @Override
  LeaseEntity load(UUID lease) {
    LeaseEntity loaded = super.load(lease);
    Crashes.current().ifPresent(crashes -> crashes.works(loaded.state()));
    Crashes.point("after a lease was read");
    return loaded;
  }

  @Override
  boolean apply(Hold hold, BiFunction<LeaseEntity, Instant, Outcome> change) {
    Crashes.point("before a result is applied");
    Optional<Crashes> mine = Crashes.current();
    boolean applied =
        super.apply(
            hold,
            (lease, now) -> {
              Outcome outcome = change.apply(lease, now);
              mine.ifPresent(crashes -> crashes.reachLocked("inside the transaction of a result"));
              return outcome;
            });
    if (applied && mine.filter(crashes -> crashes.sleptThrough(hold)).isPresent()) {
      throw new AssertionError("Applied under a hold that had gone to another: " + hold);
    }
    Crashes.point("after a result was applied");
    return applied;
  }

  @Override
  boolean postpone(Hold hold, Duration delay) {
    Crashes.point("before a look is put off");
    boolean postponed = super.postpone(hold, delay);
    if (postponed && Crashes.current().filter(it -> it.sleptThrough(hold)).isPresent()) {
      throw new AssertionError("Put off under a hold that had gone to another: " + hold);
    }
    Crashes.point("after a look was put off");
    return postponed;
  }
}
