package io.tradewind.server.budget;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Tells each threshold once in a period: as an event, and to the budget's webhook and mailboxes.
 * Every broker looks; the row that is there first tells.
 */
@ApplicationScoped
class Notices {
  /** What has been spent; what is held and not used is nobody's news. */
  private static final String REACHED =
      """
      select b.id as budget, p.period, t.percent, t.action
      from budget b join budget_threshold t on t.budget = b.id
        join budget_position p on p.budget = b.id and p.begins_at <= :now and p.ends_at > :now
      where p.spent >= trunc(b.amount * t.percent / 100, 9) and p.spent > 0
        and not exists (select from budget_notice n where n.budget = b.id and n.period = p.period
          and n.percent = t.percent and n.action = t.action)
      """;

  private static final String STOPPED =
      """
      select t.budget, p.period, min(t.percent) as percent, t.action
      from budget_threshold t join budget_period p on p.budget = t.budget and p.begins_at <= :now and p.ends_at > :now
      where t.budget = :budget and t.action = 'stop' group by t.budget, p.period, t.action
      """;

  private static final String TELL =
      """
      with reached as (%s
      ), fresh as (
        insert into budget_notice (budget, period, percent, action, organization, told_at)
        select reached.budget, reached.period, reached.percent, reached.action, b.organization, :now
        from reached join budget b on b.id = reached.budget
        on conflict do nothing returning budget, period, percent, action
      ), said as (
        select b.id, b.organization, b.webhook_url is not null as hooked, b.mail_to,
          'budget.' || case fresh.action when 'warn' then 'warned' when 'block' then 'blocked' else 'stopped' end as type,
          format('The budget ''%%s'' is at its threshold of %%s %%%% (%%s): %%s of %%s %%s are spent, %%s are held.', b.name, fresh.percent,
            fresh.action, trim_scale(p.spent), trim_scale(b.amount), b.currency, trim_scale(p.taken - p.spent)) as detail,
          cast(json_build_object('budget', b.id, 'name', b.name, 'period', fresh.period, 'percent', fresh.percent, 'action', fresh.action,
            'amount', cast(b.amount as text), 'used', cast(p.spent as text), 'held', cast(greatest(p.taken - p.spent, 0) as text),
            'currency', b.currency, 'at', cast(:now as timestamptz)) as text) as data
        from fresh join budget b on b.id = fresh.budget
          join budget_position p on p.budget = fresh.budget and p.period = fresh.period
      ), told as (
        insert into event (at, organization, type, actor, detail, data)
        select :now, organization, type, 'broker', detail, data from said returning seq, data
      )
      insert into alert_delivery (id, budget, event, body, mail_to, state, due_at, created_at)
      select gen_random_uuid(), said.id, told.seq, said.data, way.mail_to, 'pending', :now, :now
      from said join told on told.data = said.data cross join lateral (
        select cast(null as varchar) as mail_to where said.hooked union all select unnest(said.mail_to)) as way
      """;

  private final Database database;
  private final Clock clock;

  Notices(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> look() {
    return database.transaction(
        Scope.BROKER,
        session ->
            session
                .createNativeQuery(TELL.formatted(REACHED))
                .setParameter("now", clock.instant())
                .executeUpdate()
                .replaceWithVoid());
  }

  /** A lease has to end, in the transaction that finds it out. */
  Uni<Void> stopped(Mutiny.Session session, Shortage shortage, Instant now) {
    return session
        .createNativeQuery(TELL.formatted(STOPPED))
        .setParameter("now", now)
        .setParameter("budget", shortage.budget())
        .executeUpdate()
        .replaceWithVoid();
  }
}
