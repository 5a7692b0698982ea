package io.tradewind.server.alert;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.alert.Delivery.Result;
import io.tradewind.server.mail.Mailbox;
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

  /** Of all that has a way to its receiver: who takes the way away holds back nobody else's. */
  private static final String CLAIM =
      """
      with due as (
        select d.id, d.mail_to, coalesce(alert.webhook_url, budget.webhook_url, chain.url) as url,
          coalesce(alert.webhook_secret, budget.webhook_secret, chain.secret) as secret
        from alert_delivery d left join alert on alert.id = d.alert left join budget on budget.id = d.budget
          left join audit_webhook chain on chain.organization = d.audit
        where d.state = 'pending' and d.due_at <= $2 and (d.hold_until is null or d.hold_until < now())
          and case when d.mail_to is null then coalesce(alert.webhook_url, budget.webhook_url, chain.url) is not null else $4 end
        order by d.due_at limit $1 for update of d skip locked
      )
      update alert_delivery held set hold_token = gen_random_uuid(), hold_until = now() + make_interval(secs => $3)
      from due where due.id = held.id
      returning held.id, held.hold_token, held.body, held.tries, due.mail_to, due.url, due.secret
      """;

  /** One statement, so that no message dies without its event. */
  private static final String END =
      """
      with ended as (
        update alert_delivery set state = $3::text, tries = tries + 1, due_at = $4, status = $5, fault = $6::text,
          ended_at = $7, hold_token = null, hold_until = null
        where id = $1 and hold_token = $2
        returning id, alert, budget, audit, mail_to, tries
      ), dead as (
        insert into event (at, organization, type, actor, detail, data)
        select $7::timestamptz, coalesce(alert.organization, budget.organization, ended.audit),
          case when alert.id is not null then 'alert' when budget.id is not null then 'budget' else 'audit' end || '.undelivered', 'broker',
          format('%s: the message to %s is given up (tries: %s): %s', coalesce(alert.name, budget.name, 'Audit'),
            coalesce(ended.mail_to, 'its webhook'), ended.tries, $6::text),
          json_strip_nulls(json_build_object('alert', alert.id, 'budget', budget.id, 'delivery', ended.id))::text
        from ended left join alert on alert.id = ended.alert left join budget on budget.id = ended.budget where $3::text = 'dead'
        returning organization
      )
      select organization from dead
      """;

  /** %1$s names what the message is of, %2$s its table, %3$s its key, and %4$s its address. */
  private static final String SEND_AGAIN =
      """
      update alert_delivery as dead set state = 'pending', tries = 0, due_at = $4, ended_at = null
      from %2$s as owner
      where owner.%3$s = dead.%1$s and owner.organization = $1 and dead.%1$s = $2 and dead.id = $3 and dead.state = 'dead'
        and (dead.mail_to is not null or owner.%4$s is not null)
      """;

  private final Pool pool;

  AlertStore(Pool pool) {
    this.pool = pool;
  }

  /** What became of a message. */
  record Sent(
      UUID id,
      String state,
      int tries,
      Optional<Instant> nextTry,
      Optional<Integer> status,
      Optional<String> fault,
      Optional<String> mailTo,
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

  /**
   * @param letters whether those to mailboxes are wanted as well
   */
  Uni<List<Delivery>> claim(int most, boolean letters, Instant now) {
    return run(CLAIM, most, time(now), (double) HOLD.toSeconds(), letters)
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

  /** What messages are of; its id is that of the alert, the budget or the organization. */
  enum Owner {
    ALERT("alert", "alert", "id", "webhook_url"),
    BUDGET("budget", "budget", "id", "webhook_url"),
    AUDIT("audit", "audit_webhook", "organization", "url");

    private final String column;
    private final String table;
    private final String key;
    private final String address;

    Owner(String column, String table, String key, String address) {
      this.column = column;
      this.table = table;
      this.key = key;
      this.address = address;
    }

    /** For people who ask for one that is not there. */
    String word() {
      return this == AUDIT ? "webhook for the audit log of" : column;
    }
  }

  /** False unless the message was given up; the tries are counted anew. */
  Uni<Boolean> sendAgain(UUID organization, Owner of, UUID id, UUID delivery, Instant now) {
    return run(
            SEND_AGAIN.formatted(of.column, of.table, of.key, of.address),
            organization,
            id,
            delivery,
            time(now))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<Boolean> has(UUID organization, Owner of, UUID id) {
    return run(
            "select 1 from %s where organization = $1 and %s = $2".formatted(of.table, of.key),
            organization,
            id)
        .map(rows -> rows.iterator().hasNext());
  }

  /** The newest first, at most a hundred. */
  Uni<List<Sent>> deliveries(Owner of, UUID id) {
    return run(
            """
            select id, state, tries, due_at, status, fault, mail_to, created_at, ended_at from alert_delivery
            where %s = $1 order by created_at desc limit 100
            """
                .formatted(of.column),
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
        row.getString("mail_to") == null
            ? new Alert.Webhook(row.getString("url"), row.getString("secret"))
            : new Delivery.ToMailbox(new Mailbox(row.getString("mail_to"))),
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
        Optional.ofNullable(row.getString("mail_to")),
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
