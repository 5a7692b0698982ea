package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Instance;
import io.tradewind.api.agent.Pulse;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.LeaseEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The machines that are started for one lease each: what they boot with, who may enrol from them,
 * and how they are taken leave of. Every call may be repeated, and blocks.
 */
@ApplicationScoped
public class MachineBook {
  /** How long a workload that is asked to end, and its last lines, are waited for. */
  static final Duration FAREWELL = Duration.ofSeconds(30);

  private final Database database;
  private final Signals signals;
  private final Clock clock;

  MachineBook(Database database, Signals signals, Clock clock) {
    this.database = database;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * A machine to be started.
   *
   * @param document without the token
   * @param promise a sentence for the lease's record: when the machine ends itself
   */
  public record Draft(
      LeaseEntity lease, String token, Instant tokenExpiresAt, String document, String promise) {}

  /**
   * Writes down that the machine will be there, and that its token is good for one enrolment.
   *
   * @return the document of the first call for this lease, whatever a later one brings
   */
  public String prepare(Draft draft) {
    return database.blocking(
        session ->
            session
                .find(LeaseEntity.class, draft.lease().id, LockModeType.PESSIMISTIC_WRITE)
                .chain(locked -> session.find(MachineEntity.class, locked.id))
                .chain(
                    known ->
                        known == null ? written(session, draft) : repeated(session, draft, known)));
  }

  private Uni<String> written(Mutiny.Session session, Draft draft) {
    Instant now = clock.instant();
    LeaseEntity lease = draft.lease();
    MachineEntity machine = new MachineEntity();
    machine.lease = lease.id;
    machine.document = draft.document();
    machine.since = now;
    EnrolmentTokenEntity token = new EnrolmentTokenEntity();
    token.hash = Hashes.sha256(draft.token());
    token.lease = lease.id;
    token.expiresAt = draft.tokenExpiresAt();
    AssignmentEntity assignment = new AssignmentEntity();
    assignment.lease = lease.id;
    assignment.provider = lease.provider;
    assignment.region = lease.region;
    assignment.vcpus = lease.vcpus;
    assignment.memoryMib = lease.memoryMib;
    EventEntity promised =
        new EventEntity(
            now,
            lease.organization,
            lease.workload,
            lease.id,
            "lease.machine_prepared",
            "broker",
            draft.promise());
    return SiteBook.nextChange(session, lease.id)
        .invoke(change -> assignment.become(Instance.State.PENDING, now, change))
        .chain(() -> session.persist(machine))
        .chain(session::flush)
        .chain(() -> session.persistAll(token, assignment, promised))
        .replaceWith(machine.document);
  }

  private static Uni<String> repeated(Mutiny.Session session, Draft draft, MachineEntity known) {
    return session
        .find(EnrolmentTokenEntity.class, Hashes.sha256(draft.token()))
        .map(
            token -> {
              if (token == null) {
                throw new IllegalStateException(
                    "The token of lease %s was made with another key. Give all brokers of this database the same tradewind.agent.bootstrap-key."
                        .formatted(known.lease));
              }
              return known.document;
            });
  }

  /**
   * Asks the machine's agent to end the workload and to tell the rest.
   *
   * @return whether nothing more is to be waited for: it is told whole, nobody is there to tell it,
   *     or its time is over
   */
  public boolean isSettled(UUID lease) {
    boolean settled =
        database.blocking(
            session ->
                session
                    .find(AssignmentEntity.class, lease, LockModeType.PESSIMISTIC_WRITE)
                    .chain(row -> isSettled(session, row)));
    if (!settled) {
      signals.changed(lease);
    }
    return settled;
  }

  private Uni<Boolean> isSettled(Mutiny.Session session, @Nullable AssignmentEntity row) {
    if (row == null || row.state() == Instance.State.TERMINATED) {
      return Uni.createFrom().item(true);
    }
    Instant now = clock.instant();
    if (row.state() == Instance.State.STOPPING) {
      return Uni.createFrom().item(now.isAfter(row.since.plus(FAREWELL)));
    }
    return SiteBook.heard(session, row)
        .chain(
            heard -> {
              boolean there =
                  heard.isPresent() && Pulse.of(heard.get(), Pulse.INTERVAL, now) == Pulse.ALIVE;
              return there
                  ? SiteBook.nextChange(session, row.place())
                      .invoke(change -> row.become(Instance.State.STOPPING, now, change))
                      .replaceWith(false)
                  : Uni.createFrom().item(true);
            });
  }

  /** Nobody speaks for the machine any more: not its agent, nor whoever still has its token. */
  public void dismiss(UUID lease) {
    Instant now = clock.instant();
    database.blocking(
        session ->
            session
                .createMutationQuery(
                    "update EnrolmentTokenEntity set expiresAt = :now where lease = :lease and"
                        + " expiresAt > :now")
                .setParameter("now", now)
                .setParameter("lease", lease)
                .executeUpdate()
                .chain(() -> revoked(session, lease, now))
                .chain(
                    () ->
                        session.find(AssignmentEntity.class, lease, LockModeType.PESSIMISTIC_WRITE))
                .chain(row -> ended(session, row, now)));
  }

  private static Uni<Integer> revoked(Mutiny.Session session, UUID lease, Instant now) {
    return session
        .createMutationQuery(
            "delete from AgentTokenEntity t where t.agent in (select a.id from AgentEntity a where"
                + " a.lease = :lease)")
        .setParameter("lease", lease)
        .executeUpdate()
        .chain(
            () ->
                session
                    .createMutationQuery(
                        "update AgentEntity set revokedAt = :now where lease = :lease and revokedAt"
                            + " is null")
                    .setParameter("now", now)
                    .setParameter("lease", lease)
                    .executeUpdate());
  }

  private static Uni<Void> ended(
      Mutiny.Session session, @Nullable AssignmentEntity row, Instant now) {
    return row == null || row.state() == Instance.State.TERMINATED
        ? Uni.createFrom().voidItem()
        : SiteBook.nextChange(session, row.place())
            .invoke(change -> row.become(Instance.State.TERMINATED, now, change))
            .replaceWithVoid();
  }
}
