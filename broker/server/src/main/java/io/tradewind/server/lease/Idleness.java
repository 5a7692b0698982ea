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
 * report: of all its nodes together, since one may work for the others. What counts as busy stands
 * where totals are kept, in {@code V54__kept_totals.sql}. Blocks.
 */
@ApplicationScoped
class Idleness {
  private static final String SEEN =
      """
      select max(t.metered_to) as metered, sum(t.processor_seconds) > 0 as observed, max(t.busy_to) as busy
      from lease_total t join lease l on l.id = t.lease where t.workload = $1 and l.attempt = $2
      """;

  private final Pool pool;

  Idleness(Pool pool) {
    this.pool = pool;
  }

  /**
   * What is known of it.
   *
   * @param metered until when its agents have reported
   * @param since when none of them was busy; the beginning of the run where none has been
   * @param observed whether they tell processor time at all
   */
  record Seen(Instant metered, Instant since, boolean observed) {
    Optional<Breach> breach(Duration longest) {
      if (Duration.between(since, metered).compareTo(longest) < 0) {
        return Optional.empty();
      }
      return Optional.of(observed ? idle(longest) : unobserved(longest));
    }

    /** As if its agents reported until then, and nothing of use. */
    Seen at(Instant then) {
      return new Seen(then, since, observed);
    }
  }

  /** Of a lease that runs. */
  Seen seen(LeaseEntity lease) {
    Row row =
        Database.await(pool.preparedQuery(SEEN).execute(Tuple.of(lease.workload, lease.attempt)))
            .iterator()
            .next();
    @Nullable OffsetDateTime metered = row.getOffsetDateTime("metered");
    @Nullable OffsetDateTime busy = row.getOffsetDateTime("busy");
    Instant began = lease.began();
    return metered == null
        ? new Seen(began, began, false)
        : new Seen(
            metered.toInstant(),
            busy == null ? began : busy.toInstant(),
            row.getBoolean("observed"));
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
