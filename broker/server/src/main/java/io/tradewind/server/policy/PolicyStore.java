package io.tradewind.server.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Policies and their versions in the database. */
@ApplicationScoped
class PolicyStore {
  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};
  private static final String READ =
      """
      select * from policy where deleted_at is null
        and ($1::uuid is null or organization = $1) and ($2::uuid is null or id = $2) order by created_at, id
      """;
  private static final String INSERT =
      """
      insert into policy (id, organization, project, name, version, enabled, rules, note, created_by, created_at, changed_by, changed_at)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
      where (select count(*) from policy where organization = $2 and deleted_at is null) < $13::bigint
      """;

  /** Nothing where somebody else has changed it since it was read. */
  private static final String UPDATE =
      """
      update policy set name = $3, version = $4, enabled = $5, rules = $6, note = $7, changed_by = $8, changed_at = $9
      where organization = $1 and id = $2 and version = $4 - 1 and deleted_at is null
      """;

  private static final String VERSION =
      """
      insert into policy_version (policy, version, organization, name, enabled, rules, note, changed_by, changed_at)
      select id, version, organization, name, enabled, rules, note, changed_by, changed_at from policy where id = $1
      """;
  private static final String DELETE =
      """
      update policy set deleted_at = $3, changed_by = $4, enabled = false
      where organization = $1 and id = $2 and deleted_at is null
      """;
  private static final String VERSIONS =
      """
      select v.*, p.project, p.created_by, p.created_at from policy_version v join policy p on p.id = v.policy
      where v.organization = $1 and v.policy = $2 order by v.version desc
      """;

  private final Pool pool;
  private final ObjectMapper json;

  PolicyStore(Pool pool, ObjectMapper json) {
    this.pool = pool;
    this.json = json;
  }

  /** Of all organizations, for the broker itself. */
  Uni<List<Policy>> all() {
    return read(null, null);
  }

  Uni<List<Policy>> of(UUID organization) {
    return read(organization, null);
  }

  Uni<Optional<Policy>> find(UUID organization, UUID id) {
    return read(organization, id).map(all -> all.stream().findFirst());
  }

  private Uni<List<Policy>> read(@Nullable UUID organization, @Nullable UUID id) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(organization, id))
        .map(rows -> policies(rows, "id"));
  }

  /** The newest first; of deleted policies as well. */
  Uni<List<Policy>> versions(UUID organization, UUID id) {
    return pool.preparedQuery(VERSIONS)
        .execute(Tuple.of(organization, id))
        .map(rows -> policies(rows, "policy"));
  }

  Uni<Boolean> hasProject(UUID organization, UUID project) {
    return pool.preparedQuery("select 1 from project where organization = $1 and id = $2")
        .execute(Tuple.of(organization, project))
        .map(rows -> rows.iterator().hasNext());
  }

  /** False when the organization has {@code most} already. */
  Uni<Boolean> add(Policy policy, long most) {
    List<@Nullable Object> values =
        new ArrayList<>(
            Arrays.<@Nullable Object>asList(
                policy.id(),
                policy.organization(),
                policy.project().orElse(null),
                policy.name(),
                policy.version(),
                policy.enabled(),
                write(policy.rules()),
                policy.note(),
                policy.createdBy(),
                utc(policy.createdAt()),
                policy.changedBy(),
                utc(policy.changedAt()),
                most));
    return written(INSERT, Tuple.from(values), policy.id());
  }

  /** False when somebody else has changed or deleted it since the version before was read. */
  Uni<Boolean> change(Policy policy) {
    List<Object> values =
        List.of(
            policy.organization(),
            policy.id(),
            policy.name(),
            policy.version(),
            policy.enabled(),
            write(policy.rules()),
            policy.note(),
            policy.changedBy(),
            utc(policy.changedAt()));
    return written(UPDATE, Tuple.from(values), policy.id());
  }

  private Uni<Boolean> written(String statement, Tuple values, UUID id) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(statement)
                .execute(values)
                .map(rows -> rows.rowCount() == 1)
                .call(
                    done ->
                        done
                            ? connection.preparedQuery(VERSION).execute(Tuple.of(id))
                            : Uni.createFrom().nullItem()));
  }

  Uni<Boolean> delete(UUID organization, UUID id, String by, Instant now) {
    return pool.preparedQuery(DELETE)
        .execute(Tuple.of(organization, id, utc(now), by))
        .map(rows -> rows.rowCount() == 1);
  }

  private List<Policy> policies(RowSet<Row> rows, String id) {
    List<Policy> all = new ArrayList<>();
    rows.forEach(row -> all.add(policy(row, id)));
    return all;
  }

  private Policy policy(Row row, String id) {
    return new Policy(
        row.getUUID(id),
        row.getUUID("organization"),
        Optional.ofNullable(row.getUUID("project")),
        row.getString("name"),
        row.getInteger("version"),
        row.getBoolean("enabled"),
        tree(row.getString("rules")),
        row.getString("note"),
        row.getString("created_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getString("changed_by"),
        row.getOffsetDateTime("changed_at").toInstant());
  }

  Map<String, Object> tree(String rules) {
    try {
      return json.readValue(rules, TREE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored rules are not JSON any more.", e);
    }
  }

  private String write(Map<String, Object> rules) {
    try {
      return json.writeValueAsString(rules);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Rules cannot be written as JSON.", e);
    }
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
