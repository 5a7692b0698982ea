package io.tradewind.server.tracking;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which trackers are to be told of which workloads. Any number of brokers may look and tell. */
@ApplicationScoped
class TrackedRuns {
  /** The last usage of a machine comes after its end. */
  static final Duration AFTER_END = Duration.ofMinutes(1);

  /** A workload that ended earlier was told of, or ended before anybody told. */
  private static final Duration LOOKED_BACK = Duration.ofDays(7);

  private static final Duration HOLD = Duration.ofMinutes(3);

  private static final String FIND =
      """
      insert into tracked_run (workload, organization, state, due_at, created_at)
      select id, organization, 'pending', ended_at + make_interval(secs => $2::double precision), $1::timestamptz
      from workload w
      where spec like '%"MLFLOW_TRACKING_URI"%' and ended_at > $3::timestamptz and started_at is not null and service is null
        and not exists (select from tracked_run t where t.workload = w.id)
      on conflict do nothing
      """;

  private static final String CLAIM =
      """
      update tracked_run set hold_token = gen_random_uuid(), hold_until = now() + make_interval(secs => $3::double precision)
      where workload in (
        select workload from tracked_run
        where state = 'pending' and due_at <= $1::timestamptz and (hold_until is null or hold_until < now())
        order by due_at limit $2::bigint for update skip locked)
      returning workload, organization, hold_token, tries
      """;

  /** One statement, so that what became of it and its event are one. */
  private static final String END =
      """
      with ended as (
        update tracked_run set state = $3::text, tries = tries + 1, due_at = $4::timestamptz, run = $5::text,
          hold_token = null, hold_until = null
        where workload = $1::uuid and hold_token = $2::uuid returning workload, organization, state
      )
      insert into event (at, organization, workload, type, actor, detail)
      select $6::timestamptz, organization, workload, case state when 'told' then 'workload.tracked' else 'workload.untracked' end,
        'broker', $7::text
      from ended where state <> 'pending'
      """;

  private final ScopedPool pool;

  TrackedRuns(ScopedPool pool) {
    this.pool = pool;
  }

  /** A workload whose tracker is to be told, under a hold. */
  record Due(UUID workload, UUID organization, UUID token, int tries) {}

  /** What became of telling. */
  record Outcome(String state, Instant dueAt, Optional<String> run, String detail) {}

  Uni<Void> find(Instant now) {
    return run(FIND, Tuple.of(at(now), (double) AFTER_END.toSeconds(), at(now.minus(LOOKED_BACK))))
        .replaceWithVoid();
  }

  Uni<List<Due>> claim(int most, Instant now) {
    return run(CLAIM, Tuple.of(at(now), (long) most, (double) HOLD.toSeconds()))
        .map(
            rows -> {
              List<Due> due = new ArrayList<>();
              rows.forEach(
                  row ->
                      due.add(
                          new Due(
                              row.getUUID("workload"),
                              row.getUUID("organization"),
                              row.getUUID("hold_token"),
                              row.getInteger("tries"))));
              return due;
            });
  }

  Uni<Void> end(Due due, Outcome outcome, Instant now) {
    return run(
            END,
            Tuple.from(
                List.of(
                    due.workload(),
                    due.token(),
                    outcome.state(),
                    at(outcome.dueAt()),
                    outcome.run().orElse(""),
                    at(now),
                    outcome.detail())))
        .replaceWithVoid();
  }

  private Uni<RowSet<Row>> run(String sql, Tuple values) {
    return pool.within(Scope.BROKER, connection -> connection.preparedQuery(sql).execute(values));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
