package io.tradewind.server.quota;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Quotas in the database, with what is in use. */
@ApplicationScoped
class QuotaStore {
  private static final String READ =
      """
      select q.*, coalesce((
          select case when q.subject = '*' then max(u.used) else sum(u.used) end from (
            select w.created_by, sum(l.accelerators) as used from lease l join workload w on w.id = l.workload
            where l.organization = q.organization and l.state <> 'closed' and l.accelerators > 0
              and (q.project is null or w.project = q.project)
              and (q.subject is null or q.subject = '*' or w.created_by = q.subject)
              and (q.accelerator is null or l.accelerator = q.accelerator or starts_with(l.accelerator, q.accelerator || '-'))
            group by w.created_by) u), 0) as used
      from quota q where q.organization = $1 and ($2::uuid is null or q.id = $2) order by q.created_at, q.id
      """;
  private static final String INSERT =
      """
      insert into quota (id, organization, project, subject, accelerator, most, created_by, created_at, changed_at)
      select $1, $2, $3, $4, $5, $6, $7, $8, $8 where (select count(*) from quota where organization = $2) < $9::bigint
      on conflict do nothing
      """;

  private final Pool pool;

  QuotaStore(Pool pool) {
    this.pool = pool;
  }

  /** A quota and how many are in use. */
  record Standing(Quota quota, BigDecimal used) {}

  Uni<List<Standing>> of(UUID organization) {
    return read(organization, null);
  }

  Uni<Optional<Standing>> find(UUID organization, UUID id) {
    return read(organization, id).map(all -> all.stream().findFirst());
  }

  private Uni<List<Standing>> read(UUID organization, @Nullable UUID id) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(organization, id))
        .map(
            rows -> {
              List<Standing> all = new ArrayList<>();
              rows.forEach(row -> all.add(standing(row)));
              return all;
            });
  }

  Uni<Boolean> hasProject(UUID organization, UUID project) {
    return pool.preparedQuery("select 1 from project where organization = $1 and id = $2")
        .execute(Tuple.of(organization, project))
        .map(rows -> rows.iterator().hasNext());
  }

  /** False when the organization has one like it, or {@code most} of all. */
  Uni<Boolean> add(Quota quota, long most) {
    return pool.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                Arrays.<@Nullable Object>asList(
                    quota.id(),
                    quota.organization(),
                    quota.project().orElse(null),
                    quota.subject().orElse(null),
                    quota.accelerator().orElse(null),
                    quota.most(),
                    quota.createdBy(),
                    quota.createdAt().atOffset(ZoneOffset.UTC),
                    most)))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<Boolean> change(UUID organization, UUID id, BigDecimal most, Instant now) {
    return pool.preparedQuery(
            "update quota set most = $3, changed_at = $4 where organization = $1 and id = $2")
        .execute(Tuple.of(organization, id, most, now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<Boolean> delete(UUID organization, UUID id) {
    return pool.preparedQuery("delete from quota where organization = $1 and id = $2")
        .execute(Tuple.of(organization, id))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Standing standing(Row row) {
    return new Standing(
        new Quota(
            row.getUUID("id"),
            row.getUUID("organization"),
            Optional.ofNullable(row.getUUID("project")),
            Optional.ofNullable(row.getString("subject")),
            Optional.ofNullable(row.getString("accelerator")),
            row.getBigDecimal("most"),
            row.getString("created_by"),
            row.getOffsetDateTime("created_at").toInstant()),
        row.getBigDecimal("used"));
  }
}
