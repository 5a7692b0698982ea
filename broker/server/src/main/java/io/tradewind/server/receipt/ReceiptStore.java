package io.tradewind.server.receipt;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Months;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Sums of usage. */
@ApplicationScoped
class ReceiptStore {
  /**
   * Each interval is rounded once; what follows is exact. A sum is null where a part of it is not
   * known.
   */
  private static final String LINES =
      """
      with picked as (
        select u.lease, lease.provider || ' ' || lease.region || ' ' || lease.instance_type as machine, u.workload, workload.name as workload_name,
          project.id as project, project.name as project_name, coalesce(u.basis, 'unknown') as basis, u.carbon_source,
          extract(epoch from u.to_at - u.from_at) as seconds, lease.vcpus,
          coalesce((lease.offer_document::jsonb #>> '{accelerator,count}')::numeric, 0) as accelerators,
          round(coalesce(u.energy_kwh, 0)::numeric, 9) as kwh, round(u.server_kwh::numeric, 9) as server_kwh,
          round(coalesce(u.operational_grams, 0)::numeric, 9) as operational, round(coalesce(u.embodied_grams, 0)::numeric, 9) as embodied,
          round(u.water_litres::numeric, 9) as water, coalesce(u.carbon_estimated, true) as estimated
        from usage u join lease on lease.id = u.lease join workload on workload.id = u.workload
          join project on project.id = workload.project
        where u.organization = $1 and ($2::uuid is null or u.workload = $2) and ($3::uuid is null or workload.project = $3)
          and ($4::timestamptz is null or u.from_at >= $4) and ($5::timestamptz is null or u.from_at < $5)
      )
      select %1$s as id, min(%2$s) as name, basis, sum(seconds) as machine_seconds, sum(seconds * accelerators) as accelerator_seconds,
        round(sum(seconds * vcpus::numeric), 9) as vcpu_seconds, sum(kwh) as kwh,
        case when count(server_kwh) = count(*) then sum(server_kwh) end as server_kwh, sum(operational) as operational,
        sum(embodied) as embodied, case when count(water) = count(*) then sum(water) end as water, bool_or(estimated) as estimated,
        array_agg(distinct coalesce(carbon_source, 'none')) as sources
      from picked group by 1, basis order by 2, 1, basis
      """;

  private static final String WORKLOAD =
      "select name from workload where organization = $1 and id = $2";
  private static final String PROJECT =
      "select name from project where organization = $1 and id = $2";
  private static final String ORGANIZATION =
      "select name from organization where id = $1 and id = $2";

  private final Pool pool;

  ReceiptStore(Pool pool) {
    this.pool = pool;
  }

  /** What a receipt can be about; its lines are what it is made of. */
  enum Kind {
    WORKLOAD("lease", "machine", ReceiptStore.WORKLOAD),
    PROJECT("workload", "workload_name", ReceiptStore.PROJECT),
    ORGANIZATION("project", "project_name", ReceiptStore.ORGANIZATION);

    private final String lines;
    private final String name;

    Kind(String id, String lineName, String name) {
      this.lines = LINES.formatted(id, lineName);
      this.name = name;
    }
  }

  /** Empty for what is not there. */
  Uni<Optional<String>> name(UUID organization, Kind kind, UUID id) {
    return pool.preparedQuery(kind.name)
        .execute(Tuple.of(organization, id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString("name"))
                    .findFirst());
  }

  /** In the order of names. */
  Uni<List<Receipt.Stored>> lines(
      UUID organization, Kind kind, UUID id, Optional<YearMonth> month) {
    Tuple arguments =
        Tuple.of(
            organization,
            kind == Kind.WORKLOAD ? id : null,
            kind == Kind.PROJECT ? id : null,
            month.map(Months::start).orElse(null),
            month.map(it -> Months.start(it.plusMonths(1))).orElse(null));
    return pool.preparedQuery(kind.lines)
        .execute(arguments)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(ReceiptStore::line).toList());
  }

  private static Receipt.Stored line(Row row) {
    return new Receipt.Stored(
        row.getUUID("id"),
        row.getString("name"),
        CarbonFigures.of(row),
        Arrays.stream(row.getArrayOfStrings("sources"))
            .flatMap(sources -> Arrays.stream(sources.split("; ")))
            .toList());
  }
}
