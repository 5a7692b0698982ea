package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Instance;
import io.tradewind.api.agent.Pulse;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Between a machine that is there and the work it was started for: an agent hears of a lease only
 * once the lease is released.
 */
@ApplicationScoped
public class WorkGate {
  private static final String ADDRESSES =
"""
select a.address from AgentEntity a, AssignmentEntity b
where b.lease = :lease and a.place = b.place and (b.agent is null or a.id = b.agent)
  and a.revokedAt is null and a.address is not null
order by a.lastHeartbeat desc
""";

  private final Database database;
  private final Signals signals;
  private final Clock clock;

  WorkGate(Database database, Signals signals, Clock clock) {
    this.database = database;
    this.signals = signals;
    this.clock = clock;
  }

  /** Where other machines reach what the lease's agent runs; empty until it said so. Blocks. */
  public Optional<String> address(UUID lease) {
    return database.blocking(
        session ->
            session
                .createQuery(ADDRESSES, String.class)
                .setParameter("lease", lease)
                .setMaxResults(1)
                .getResultList()
                .map(found -> found.stream().findFirst()));
  }

  /** Whether an agent that is alive waits for the lease's work. Blocks. */
  public boolean isAwaited(UUID lease) {
    Instant now = clock.instant();
    return database.blocking(
        session ->
            session
                .find(AssignmentEntity.class, lease)
                .chain(
                    row ->
                        row == null
                            ? Uni.createFrom().item(false)
                            : SiteBook.heard(session, row)
                                .map(
                                    heard ->
                                        heard.isPresent()
                                            && Pulse.of(heard.get(), Pulse.INTERVAL, now)
                                                == Pulse.ALIVE)));
  }

  /** What the agent has read past is news again, in the transaction that releases the lease. */
  public Uni<Void> open(Mutiny.Session session, UUID lease) {
    return session
        .find(AssignmentEntity.class, lease, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row ->
                row == null || row.state() == Instance.State.TERMINATED
                    ? Uni.createFrom().voidItem()
                    : SiteBook.nextChange(session, row.place())
                        .invoke(row::renew)
                        .replaceWithVoid());
  }

  /** After that transaction: whoever waits for work at the lease's place looks again. Blocks. */
  public void ring(UUID lease) {
    AssignmentEntity row =
        database.blocking(session -> session.find(AssignmentEntity.class, lease));
    if (row != null) {
      signals.changed(row.subject());
    }
  }
}
