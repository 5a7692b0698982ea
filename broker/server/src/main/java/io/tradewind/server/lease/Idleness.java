package io.tradewind.server.lease;

import io.tradewind.server.database.Database;
import io.tradewind.server.lease.LeaseLimits.Breach;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a workload is of no use to anybody, as far as the processor time says that its agents
 * report: of all its nodes together, since one may work for the others. Blocks.
 */
@ApplicationScoped
class Idleness {
  /** Below this share of one processor: what a program uses that only waits. */
  private static final double BUSY_SHARE = 0.01;

  private static final String SEEN =
      """
      select max(u.to_at) as metered, sum(u.processor_seconds) > 0 as observed,
        max(u.to_at) filter (where u.processor_seconds > $3 * extract(epoch from u.to_at - u.from_at)) as busy
      from usage u join lease l on l.id = u.lease where l.workload = $1 and l.attempt = $2
      """;

  private final Pool pool;

  Idleness(Pool pool) {
    this.pool = pool;
  }

  Optional<Breach> breach(LeaseEntity lease, Duration longest) {
    Row seen =
        Database.await(
                pool.preparedQuery(SEEN)
                    .execute(Tuple.of(lease.workload, lease.attempt, BUSY_SHARE)))
            .iterator()
            .next();
    @Nullable OffsetDateTime metered = seen.getOffsetDateTime("metered");
    @Nullable Instant active = lease.activeAt;
    if (metered == null || active == null) {
      return Optional.empty();
    }
    @Nullable OffsetDateTime busy = seen.getOffsetDateTime("busy");
    Instant since = busy == null ? active : busy.toInstant();
    if (Duration.between(since, metered.toInstant()).compareTo(longest) < 0) {
      return Optional.empty();
    }
    return Optional.of(seen.getBoolean("observed") ? idle(longest) : unobserved(longest));
  }

  private static Breach idle(Duration longest) {
    return new Breach(
        CloseReason.IDLE,
        "It was idle for %s: less than a hundredth of a processor was used.".formatted(longest));
  }

  private static Breach unobserved(Duration longest) {
    return new Breach(
        CloseReason.NOT_OBSERVED,
        "idle_stop %s cannot be kept here: the executor of this place tells no processor time."
            .formatted(longest));
  }
}
