package io.tradewind.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.Webhooks.Accepted;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes messages of what is new in the chains of those who want them. Every broker looks; a chain
 * is held by one at a time, and moves on in the transaction that writes its message: so each entry
 * is in one message, and none is left out. How messages travel: {@code alert}.
 */
@ApplicationScoped
class AuditWebhooks {
  static final int MOST_ENTRIES = 100;

  private static final Duration KEPT = Duration.ofDays(30);

  private static final String PUT =
      """
      insert into audit_webhook (organization, url, host, secret, told_to, changed_by, changed_at)
      values ($1, $2, $3, $4, (select coalesce(max(seq), 0) from audit_entry where organization = $1), $5, $6)
      on conflict (organization) do update set url = excluded.url, host = excluded.host, changed_by = excluded.changed_by,
        changed_at = excluded.changed_at,
        secret = case when audit_webhook.url = excluded.url then audit_webhook.secret else excluded.secret end
      """;

  private static final String BEHIND =
      """
      select organization, told_to from audit_webhook
      where exists (select from audit_entry where audit_entry.organization = audit_webhook.organization and seq > told_to)
      order by organization limit 1 for update skip locked
      """;

  private static final String QUEUE =
      """
      insert into alert_delivery (id, audit, body, state, due_at, created_at)
      values (gen_random_uuid(), $1, $2, 'pending', $3, $3)
      """;

  private static final String FORGET =
      "delete from alert_delivery where audit is not null and state = 'delivered' and ended_at < $1";

  private final ScopedPool pool;
  private final ObjectMapper json;
  private final Clock clock;

  AuditWebhooks(ScopedPool pool, ObjectMapper json, Clock clock) {
    this.pool = pool;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Where a chain is told.
   *
   * @param toldTo the last entry that a message was made of
   */
  record Stored(String host, String secret, long toldTo, String changedBy, Instant changedAt) {
    static Stored of(Row row) {
      return new Stored(
          row.getString("host"),
          row.getString("secret"),
          row.getLong("told_to"),
          row.getString("changed_by"),
          row.getOffsetDateTime("changed_at").toInstant());
    }

    @Override
    public String toString() {
      return host;
    }
  }

  Uni<Optional<Stored>> of(UUID organization) {
    return pool.preparedQuery("select * from audit_webhook where organization = $1")
        .execute(Tuple.of(organization))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(Stored.of(rows.iterator().next())));
  }

  /** The same address keeps its secret; another one goes on where the first was. */
  Uni<Void> put(UUID organization, Accepted address, String by) {
    return pool.preparedQuery(PUT)
        .execute(
            Tuple.of(
                organization,
                address.url(),
                URI.create(address.url()).getHost(),
                address.secret(),
                by,
                now()))
        .replaceWithVoid();
  }

  Uni<Boolean> delete(UUID organization) {
    return pool.preparedQuery("delete from audit_webhook where organization = $1")
        .execute(Tuple.of(organization))
        .map(rows -> rows.rowCount() == 1);
  }

  @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> look() {
    return queueOne().chain(queued -> queued ? look() : Uni.createFrom().voidItem());
  }

  @Scheduled(every = "1h", delayed = "1m")
  Uni<Void> forget() {
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .preparedQuery(FORGET)
                .execute(Tuple.of(now().minus(KEPT)))
                .replaceWithVoid());
  }

  /** False when nothing was left to be queued. */
  private Uni<Boolean> queueOne() {
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .query(BEHIND)
                .execute()
                .chain(
                    rows ->
                        rows.size() == 0
                            ? Uni.createFrom().item(false)
                            : queue(connection, rows.iterator().next())));
  }

  private Uni<Boolean> queue(SqlConnection connection, Row behind) {
    UUID organization = behind.getUUID("organization");
    long toldTo = behind.getLong("told_to");
    return AuditLog.sealed(connection, organization, AuditFilter.ALL, toldTo, MOST_ENTRIES)
        .chain(
            entries ->
                entries.isEmpty()
                    ? Uni.createFrom().item(false)
                    : connection
                        .preparedQuery(QUEUE)
                        .execute(Tuple.of(organization, message(organization, entries), now()))
                        .chain(() -> advance(connection, organization, entries))
                        .replaceWith(true));
  }

  private static Uni<Void> advance(
      SqlConnection connection, UUID organization, List<AuditEntry> entries) {
    return connection
        .preparedQuery("update audit_webhook set told_to = $2 where organization = $1")
        .execute(Tuple.of(organization, entries.get(entries.size() - 1).seq()))
        .replaceWithVoid();
  }

  private record Message(String type, UUID organization, List<AuditEntry> entries) {}

  private String message(UUID organization, List<AuditEntry> entries) {
    try {
      return json.writeValueAsString(new Message("audit.entries", organization, entries));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Entries of %s are no JSON.".formatted(organization), e);
    }
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
