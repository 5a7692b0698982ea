package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Provisioner;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.event.EventRows;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Shares due leases among any number of brokers: a hold is a token with an expiry, taken by whoever
 * comes first. What was worked out under a hold is applied only if the token is still on the row,
 * so that a broker that slept through its hold changes nothing.
 */
@ApplicationScoped
class LeaseHolds {
  /** Long enough for a start that begins late under it; see {@link #isFresh}. */
  static final Duration HOLD = Provisioner.LONGEST_START.multipliedBy(2);

  private static final String CLAIM =
      """
      update lease set hold_token = gen_random_uuid(), hold_until = now() + make_interval(secs => $2)
      where id in (
        select id from lease
        where state <> 'closed' and due_at <= $3 and (hold_until is null or hold_until < now())
        order by due_at limit $1 for update skip locked)
      returning id, hold_token
      """;

  /**
   * What was moved forward meanwhile, or is to end, takes its next step at once. The looks at a
   * machine that ends are counted.
   */
  private static final String POSTPONE =
      """
      update lease set hold_token = null, hold_until = null,
        tries = case when state = 'reclaiming' then tries + 1 else tries end,
        due_at = case when due_at > $3::timestamptz then due_at
          when stop_reason is null or state = 'reclaiming' then $4::timestamptz else $5::timestamptz end
      where id = $1 and hold_token = $2
      """;

  private final Pool pool;
  private final Database database;
  private final Clock clock;

  LeaseHolds(Pool pool, Database database, Clock clock) {
    this.pool = pool;
    this.database = database;
    this.clock = clock;
  }

  /**
   * A row taken for work.
   *
   * @param takenAt before the database was asked for it
   */
  record Hold(UUID lease, UUID token, Instant takenAt) {}

  /**
   * Whether a call that makes something may still begin under the hold. A broker that slept must
   * not start a machine for a lease that another has meanwhile started and ended: what arrives at
   * the provider after that would belong to nobody.
   */
  boolean isFresh(Hold hold) {
    return clock.instant().isBefore(hold.takenAt().plus(HOLD).minus(Provisioner.LONGEST_START));
  }

  /** Takes up to {@code limit} due leases that nobody holds. */
  List<Hold> claim(int limit) {
    Instant now = clock.instant();
    Tuple parameters = Tuple.of(limit, (double) HOLD.toSeconds(), now.atOffset(ZoneOffset.UTC));
    List<Hold> holds = new ArrayList<>();
    for (Row row : Database.await(pool.preparedQuery(CLAIM).execute(parameters))) {
      holds.add(new Hold(row.getUUID("id"), row.getUUID("hold_token"), now));
    }
    return holds;
  }

  LeaseEntity load(UUID lease) {
    return database.blocking(session -> session.find(LeaseEntity.class, lease));
  }

  /**
   * Applies what was worked out, and gives the hold back.
   *
   * @param change changes the lease and says what to record; it may be run again when the
   *     transaction is
   * @return false when the token was no longer there: somebody else has the lease now, and nothing
   *     was changed
   */
  boolean apply(Hold hold, BiFunction<LeaseEntity, Instant, Outcome> change) {
    return database.blocking(session -> applied(session, hold, change, false));
  }

  /**
   * Gives the hold back with nothing to apply, as most looks at a machine end: one statement.
   *
   * @param delay until the next look
   * @return as {@link #apply}
   */
  boolean postpone(Hold hold, Duration delay) {
    Instant now = clock.instant();
    Tuple parameters =
        Tuple.of(
            hold.lease(),
            hold.token(),
            hold.takenAt().atOffset(ZoneOffset.UTC),
            now.plus(delay).atOffset(ZoneOffset.UTC),
            now.atOffset(ZoneOffset.UTC));
    return Database.await(pool.preparedQuery(POSTPONE).execute(parameters)).rowCount() == 1;
  }

  /** The same for a part of a step that goes on: the hold is kept. */
  boolean note(Hold hold, BiFunction<LeaseEntity, Instant, Outcome> change) {
    return database.blocking(session -> applied(session, hold, change, true));
  }

  private Uni<Boolean> applied(
      Mutiny.Session session,
      Hold hold,
      BiFunction<LeaseEntity, Instant, Outcome> change,
      boolean kept) {
    return session
        .find(LeaseEntity.class, hold.lease(), LockModeType.PESSIMISTIC_WRITE)
        .chain(
            lease -> {
              if (!hold.token().equals(lease.holdToken)) {
                return Uni.createFrom().item(false);
              }
              if (!kept) {
                lease.holdToken = null;
                lease.holdUntil = null;
              }
              Outcome outcome = change.apply(lease, clock.instant());
              return EventRows.write(session, outcome.events())
                  .chain(() -> outcome.more().apply(session))
                  .replaceWith(true);
            });
  }

  /**
   * What a step leads to.
   *
   * @param more further rows to write in the same transaction
   */
  record Outcome(
      List<EventEntity> events, java.util.function.Function<Mutiny.Session, Uni<Void>> more) {
    static Outcome of(EventEntity... events) {
      return new Outcome(List.of(events), session -> Uni.createFrom().voidItem());
    }

    Outcome and(java.util.function.Function<Mutiny.Session, Uni<Void>> next) {
      return new Outcome(events, session -> more.apply(session).chain(() -> next.apply(session)));
    }
  }
}
