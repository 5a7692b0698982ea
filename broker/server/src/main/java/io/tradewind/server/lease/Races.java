package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Two starts of one workload, of which one is given the work. */
@ApplicationScoped
class Races {
  private static final String RIVAL =
      "from LeaseEntity where workload = :workload and attempt = :attempt and raced and hedge ="
          + " :hedge";

  private final Database database;

  Races(Database database) {
    this.database = database;
  }

  /** Why the lease is not needed any more: the other start was first. Blocks. */
  Optional<String> lost(LeaseEntity lease, Instant now) {
    if (!lease.raced || lease.releasedAt != null) {
      return Optional.empty();
    }
    return database
        .blocking(session -> rival(session, lease))
        .filter(rival -> rival.releasedAt != null)
        .map(rival -> sentence(lease, now));
  }

  /**
   * Gives the work to this lease, unless the other start has it; under the lock on the workload, so
   * that one of two has it.
   */
  Uni<Boolean> win(Mutiny.Session session, LeaseEntity lease, Instant now) {
    return session
        .find(WorkloadEntity.class, lease.workload, LockModeType.PESSIMISTIC_WRITE)
        .chain(workload -> rival(session, lease))
        .map(
            rival -> {
              boolean won = rival.filter(it -> it.releasedAt != null).isEmpty();
              if (won) {
                lease.releasedAt = now;
              } else {
                lease.stop(CloseReason.HEDGE_LOST, sentence(lease, now), now);
              }
              return won;
            });
  }

  /** The lease that is started beside this one, open or closed. */
  static Uni<Optional<LeaseEntity>> rival(Mutiny.Session session, LeaseEntity lease) {
    return session
        .createQuery(RIVAL, LeaseEntity.class)
        .setParameter("workload", lease.workload)
        .setParameter("attempt", lease.hedge ? lease.attempt - 1 : lease.attempt + 1)
        .setParameter("hedge", !lease.hedge)
        .getResultList()
        .map(List::stream)
        .map(rivals -> rivals.findFirst());
  }

  private static String sentence(LeaseEntity lease, Instant now) {
    String paid =
        lease.nativeId == null
            ? "None had been started here."
            : "This one was wanted for %d s at %s an hour; nothing of it is charged here, and its seller may bill it, or a minimum."
                .formatted(
                    Duration.between(lease.requestedAt, now).toSeconds(),
                    lease.hourlyRate().perHour());
    return "The machine of the other start was up first. " + paid;
  }
}
