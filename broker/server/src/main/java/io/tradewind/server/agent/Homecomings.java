package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.lease.LeaseState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Machines of leases that call for the first time. */
@ApplicationScoped
class Homecomings {
  /** Whether the lease still wants its machine; if so, that it called is put on the record. */
  Uni<Boolean> welcome(Mutiny.Session session, UUID lease, Instant now) {
    return session
        .find(LeaseEntity.class, lease, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row -> {
              boolean wanted =
                  row.stopReason() == null
                      && row.state() != LeaseState.RECLAIMING
                      && row.state() != LeaseState.CLOSED;
              return wanted
                  ? session.persist(event(row, now)).replaceWith(true)
                  : Uni.createFrom().item(false);
            });
  }

  private static EventEntity event(LeaseEntity lease, Instant now) {
    return new EventEntity(
        now,
        lease.organization,
        lease.workload,
        lease.id,
        "lease.machine_enrolled",
        "agent",
        "The machine called home.");
  }
}
