package io.tradewind.server.secret;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Secret;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** An organization's secrets, by name. */
@ApplicationScoped
public class SecretStore {
  private static final String LIST =
      "select name, created_at, changed_at, changed_by from secret where organization = $1 order by"
          + " name";
  private static final String INSERT =
      """
      insert into secret (id, organization, name, created_at, changed_at, changed_by) values ($1, $2, $3, $4, $4, $5)
      on conflict (organization, name) do update set changed_at = excluded.changed_at, changed_by = excluded.changed_by
      returning id, xmax = 0 as fresh
      """;
  private static final String DELETE =
      "delete from secret where organization = $1 and name = $2 returning id";
  private static final String OPEN =
      """
      select s.name, v.id, v.organization, v.purpose, v.master_key, v.wrapped_key, v.value
      from secret s join sealed_value v on v.id = s.id
      where s.organization = $1 and s.name = any ($2)
      """;
  private static final String NAMES =
      "select name from secret where organization = $1 and name = any ($2)";
  private static final String EVENT =
      "insert into event (at, organization, type, actor, detail) values ($1, $2, $3, $4, $5)";

  private final Pool pool;
  private final SealedValues values;
  private final Clock clock;

  SecretStore(Pool pool, SealedValues values, Clock clock) {
    this.pool = pool;
    this.values = values;
    this.clock = clock;
  }

  /** A secret as it may be shown: without its value. */
  record Listed(String name, Instant createdAt, Instant changedAt, String changedBy) {}

  Uni<List<Listed>> list(UUID organization) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(organization))
        .map(
            rows -> {
              List<Listed> all = new ArrayList<>();
              rows.forEach(row -> all.add(listed(row)));
              return all;
            });
  }

  /**
   * @return whether it is new, rather than in place of one of this name
   */
  Uni<Boolean> put(UUID organization, String name, Secret value, String by) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(UUID.randomUUID(), organization, name, now, by))
                .map(rows -> rows.iterator().next())
                .chain(
                    row ->
                        values
                            .put(connection, row(organization, row.getUUID("id")), value)
                            .replaceWith(row.getBoolean("fresh")))
                .call(
                    fresh ->
                        record(
                            connection,
                            organization,
                            fresh ? "secret.stored" : "secret.replaced",
                            by,
                            "The secret %s was %s."
                                .formatted(name, fresh ? "stored" : "replaced"))));
  }

  /**
   * @return whether there was one
   */
  Uni<Boolean> delete(UUID organization, String name, String by) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(organization, name))
                .map(rows -> rows.size() == 0 ? Optional.<Row>empty() : first(rows))
                .chain(
                    gone ->
                        gone.isEmpty()
                            ? Uni.createFrom().item(false)
                            : values
                                .delete(connection, row(organization, gone.get().getUUID("id")))
                                .chain(
                                    () ->
                                        record(
                                            connection,
                                            organization,
                                            "secret.deleted",
                                            by,
                                            "The secret %s was deleted.".formatted(name)))
                                .replaceWith(true)));
  }

  /** Those of the names that the organization has no secret of. */
  public Uni<Set<String>> missing(UUID organization, Collection<String> names) {
    if (names.isEmpty()) {
      return Uni.createFrom().item(Set.of());
    }
    return pool.preparedQuery(NAMES)
        .execute(Tuple.of(organization, names.toArray(String[]::new)))
        .map(
            rows -> {
              Set<String> missing = new TreeSet<>(names);
              rows.forEach(row -> missing.remove(row.getString(0)));
              return missing;
            });
  }

  /**
   * The values by name, for the machine that runs what names them; a name without a secret is not
   * among them.
   *
   * @throws LockedException by failing, where one does not open here
   */
  public Uni<Map<String, Secret>> reveal(UUID organization, Collection<String> names) {
    return pool.preparedQuery(OPEN)
        .execute(Tuple.of(organization, names.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, Secret> revealed = new LinkedHashMap<>();
              rows.forEach(row -> revealed.put(row.getString("name"), values.open(row)));
              return revealed;
            });
  }

  private Uni<Void> record(
      SqlClient client, UUID organization, String type, String by, String detail) {
    return client
        .preparedQuery(EVENT)
        .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), organization, type, by, detail))
        .replaceWithVoid();
  }

  private static Optional<Row> first(Iterable<Row> rows) {
    return Optional.of(rows.iterator().next());
  }

  private static SealedRow row(UUID organization, UUID id) {
    return new SealedRow(organization, id, SealedRow.Purpose.SECRET);
  }

  private static Listed listed(Row row) {
    return new Listed(
        row.getString("name"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("changed_at").toInstant(),
        row.getString("changed_by"));
  }
}
