package io.tradewind.server.alert;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.alert.Delivery.Result;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Alerts and what is to be delivered, in the database. Any number of brokers may judge and deliver:
 * a change of state is made by the one that finds the old state, a delivery by the one that holds
 * it.
 */
@ApplicationScoped
class AlertStore {
  static final int BATCH = 500;

  /** Longer than one call to a webhook may take. */
  private static final Duration HOLD = Duration.ofSeconds(60);

  private static final String COLUMNS =
      "id, organization, name, spec, under, currency, webhook_url, webhook_secret, created_at,"
          + " state, fired_at";

  private static final String INSERT =
      """
      insert into alert (id, organization, name, spec, under, currency, webhook_url, webhook_secret, created_by, created_at, state)
      select $1::uuid, $2::uuid, $3::text, $4::text, $5::text::numeric, $6::text, $7::text, $8::text, $9::text,
        $10::timestamptz, 'armed'
      where (select count(*) from alert where organization = $2) < $11::bigint
      """;

  /** One statement, so that an alert never fires without its event, nor twice. */
  private static final String FIRE =
      """
      with crossed as (
        update alert set state = 'fired', fired_at = $2 where id = $1 and state = 'armed'
        returning id, organization, webhook_url
      ), told as (
        insert into event (at, organization, type, actor, detail, data)
        select $2::timestamptz, organization, 'alert.fired', 'broker', $3::text, $4::text from crossed returning seq
      ), queued as (
        insert into alert_delivery (id, alert, event, body, state, due_at, created_at)
        select gen_random_uuid(), crossed.id, told.seq, $4::text, 'pending', $2::timestamptz, $2::timestamptz from crossed, told
        where webhook_url is not null
      )
      select id from crossed
      """;

  private static final String REARM =
      "update alert set state = 'armed' where id = $1 and state = 'fired' and fired_at = $2";

  /** Of alerts and of budgets. */
  private static final String CLAIM =
      """
      update alert_delivery as due set hold_token = gen_random_uuid(), hold_until = now() + make_interval(secs => $3)
      from (select d.id, coalesce(alert.webhook_url, budget.webhook_url) as webhook_url,
              coalesce(alert.webhook_secret, budget.webhook_secret) as webhook_secret
            from alert_delivery d left join alert on alert.id = d.alert left join budget on budget.id = d.budget
            where d.state = 'pending') as way
      where way.id = due.id and way.webhook_url is not null and due.id in (
        select id from alert_delivery
        where state = 'pending' and due_at <= $2 and (hold_until is null or hold_until < now())
        order by due_at limit $1 for update skip locked)
      returning due.id, due.hold_token, due.body, due.tries, way.webhook_url, way.webhook_secret
      """;

  /** One statement, so that no message dies without its event. */
  private static final String END =
      """
      with ended as (
        update alert_delivery set state = $3::text, tries = tries + 1, due_at = $4, status = $5, fault = $6::text,
          ended_at = $7, hold_token = null, hold_until = null
        where id = $1 and hold_token = $2
        returning id, alert, budget, tries
      ), dead as (
        insert into event (at, organization, type, actor, detail, data)
        select $7::timestamptz, coalesce(alert.organization, budget.organization),
          case when alert.id is null then 'budget.undelivered' else 'alert.undelivered' end, 'broker',
          format('%s: the message to its webhook is given up (tries: %s): %s', coalesce(alert.name, budget.name), ended.tries, $6::text),
          json_strip_nulls(json_build_object('alert', alert.id, 'budget', budget.id, 'delivery', ended.id))::text
        from ended left join alert on alert.id = ended.alert left join budget on budget.id = ended.budget where $3::text = 'dead'
        returning organization
      )
      select organization from dead
      """;

  private static final String SEND_AGAIN =
      """
      update alert_delivery as dead set state = 'pending', tries = 0, due_at = $4, ended_at = null
      from alert
      where alert.id = dead.alert and alert.webhook_url is not null and alert.organization = $1 and alert.id = $2
        and dead.id = $3 and dead.state = 'dead'
      """;

  private static final String SEND_AGAIN_OF_BUDGET =
      """
      update alert_delivery as dead set state = 'pending', tries = 0, due_at = $4, ended_at = null
      from budget
      where budget.id = dead.budget and budget.webhook_url is not null and budget.organization = $1 and budget.id = $2
        and dead.id = $3 and dead.state = 'dead'
      """;

  private final Pool pool;

  AlertStore(Pool pool) {
    this.pool = pool;
  }

  /** What became of a message to a webhook. */
  record Sent(
      UUID id,
      String state,
      int tries,
      Optional<Instant> nextTry,
      Optional<Integer> status,
      Optional<String> fault,
      Instant createdAt,
      Optional<Instant> endedAt) {}

  /** False when the organization has {@code most} already. */
  Uni<Boolean> add(Alert alert, String createdBy, int most) {
    return run(
            INSERT,
            alert.id(),
            alert.organization(),
            alert.name(),
            alert.spec(),
            alert.under().amount().toPlainString(),
            alert.under().currencyCode(),
            alert.webhook().map(Alert.Webhook::url).orElse(null),
            alert.webhook().map(Alert.Webhook::secret).orElse(null),
            createdBy,
            time(alert.createdAt()),
            (long) most)
        .map(rows -> rows.rowCount() == 1);
  }

  /** Of one organization, the newest first. */
  Uni<List<Alert>> of(UUID organization) {
    return run(
            "select "
                + COLUMNS
                + " from alert where organization = $1 order by created_at desc, id",
            organization)
        .map(rows -> stream(rows).map(AlertStore::alert).toList());
  }

  Uni<Optional<Alert>> find(UUID organization, UUID id) {
    return run(
            "select " + COLUMNS + " from alert where organization = $1 and id = $2",
            organization,
            id)
        .map(rows -> stream(rows).map(AlertStore::alert).findFirst());
  }

  /** Of all organizations, in the order of their ids, a batch after {@code last}. */
  Uni<List<Alert>> after(UUID last) {
    return run("select " + COLUMNS + " from alert where id > $1 order by id limit " + BATCH, last)
        .map(rows -> stream(rows).map(AlertStore::alert).toList());
  }

  Uni<Boolean> delete(UUID organization, UUID id) {
    return run("delete from alert where organization = $1 and id = $2", organization, id)
        .map(rows -> rows.rowCount() == 1);
  }

  /** False when somebody else fired it, or it is gone. */
  Uni<Boolean> fire(UUID id, Instant now, String sentence, String body) {
    return run(FIRE, id, time(now), sentence, body).map(rows -> rows.iterator().hasNext());
  }

  Uni<Void> rearm(Alert alert) {
    OffsetDateTime fired = alert.firedAt().map(AlertStore::time).orElse(null);
    return run(REARM, alert.id(), fired).replaceWithVoid();
  }

  Uni<List<Delivery>> claim(int most, Instant now) {
    return run(CLAIM, most, time(now), (double) HOLD.toSeconds())
        .map(rows -> stream(rows).map(AlertStore::delivery).toList());
  }

  /**
   * @param retryAt empty when it is not sent again
   * @return the organization that was told of a message given up
   */
  Uni<Optional<UUID>> ended(
      Delivery delivery, Result result, Optional<Instant> retryAt, Instant now) {
    boolean taken = result instanceof Result.Taken;
    Optional<Result.Failed> failed =
        result instanceof Result.Failed failure ? Optional.of(failure) : Optional.empty();
    Integer status =
        result instanceof Result.Taken it
            ? Integer.valueOf(it.status())
            : failed.flatMap(Result.Failed::status).orElse(null);
    return run(
            END,
            delivery.id(),
            delivery.token(),
            taken ? "delivered" : retryAt.isPresent() ? "pending" : "dead",
            time(retryAt.orElse(now)),
            status,
            failed.map(Result.Failed::why).orElse(null),
            retryAt.isPresent() ? null : time(now))
        .map(rows -> stream(rows).map(row -> row.getUUID("organization")).findFirst());
  }

  /** False unless the message was given up; the tries are counted anew. */
  Uni<Boolean> sendAgain(UUID organization, UUID alert, UUID delivery, Instant now) {
    return run(SEND_AGAIN, organization, alert, delivery, time(now))
        .map(rows -> rows.rowCount() == 1);
  }

  /** The same for a budget's. */
  Uni<Boolean> sendAgainOfBudget(UUID organization, UUID budget, UUID delivery, Instant now) {
    return run(SEND_AGAIN_OF_BUDGET, organization, budget, delivery, time(now))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<Boolean> hasBudget(UUID organization, UUID budget) {
    return run("select 1 from budget where organization = $1 and id = $2", organization, budget)
        .map(rows -> rows.iterator().hasNext());
  }

  /** The newest first, at most a hundred. */
  Uni<List<Sent>> deliveries(UUID alert) {
    return deliveries("alert", alert);
  }

  /** The same of a budget. */
  Uni<List<Sent>> deliveriesOfBudget(UUID budget) {
    return deliveries("budget", budget);
  }

  private Uni<List<Sent>> deliveries(String owner, UUID id) {
    return run(
            """
            select id, state, tries, due_at, status, fault, created_at, ended_at from alert_delivery
            where %s = $1 order by created_at desc limit 100
            """
                .formatted(owner),
            id)
        .map(rows -> stream(rows).map(AlertStore::sent).toList());
  }

  private Uni<RowSet<Row>> run(String sql, @Nullable Object... arguments) {
    return pool.preparedQuery(sql).execute(Tuple.from(Arrays.asList(arguments)));
  }

  private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static Alert alert(Row row) {
    Currency currency = Currency.getInstance(row.getString("currency"));
    return new Alert(
        row.getUUID("id"),
        row.getUUID("organization"),
        row.getString("name"),
        row.getString("spec"),
        Money.rounded(row.getBigDecimal("under"), currency, RoundingMode.UNNECESSARY),
        Optional.ofNullable(row.getString("webhook_url"))
            .map(url -> new Alert.Webhook(url, row.getString("webhook_secret"))),
        row.getOffsetDateTime("created_at").toInstant(),
        AlertState.parse(row.getString("state")),
        instant(row, "fired_at"));
  }

  private static Delivery delivery(Row row) {
    return new Delivery(
        row.getUUID("id"),
        row.getUUID("hold_token"),
        new Alert.Webhook(row.getString("webhook_url"), row.getString("webhook_secret")),
        row.getString("body"),
        row.getInteger("tries"));
  }

  private static Sent sent(Row row) {
    String state = row.getString("state");
    return new Sent(
        row.getUUID("id"),
        state,
        row.getInteger("tries"),
        state.equals("pending") ? instant(row, "due_at") : Optional.empty(),
        Optional.ofNullable(row.getInteger("status")),
        Optional.ofNullable(row.getString("fault")),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row, "ended_at"));
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
