package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.LeaseId;
import io.tradewind.server.lease.ScriptedAgent.Metered;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TraceProvider;
import io.tradewind.server.testing.TraceProvider.Bill;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What must never happen to leases, looked for from the outside. */
@Alternative
@ApplicationScoped
class NeverEvents {
  /** An outage, the looks of a sweep, and a jump of the clock between them. */
  private static final Duration LONGEST_WITHOUT_LEASE = Duration.ofMinutes(75);

  /** The time to start, an outage, and the attempts of one offer. */
  private static final Duration LONGEST_BETWEEN = Duration.ofMinutes(75);

  /** Charges are only ever added, so that what was wrong once stays wrong. */
  private static final int LOOKS_BETWEEN_SUMS = 100;

  private final MovableClock clock;
  private final Sql sql;
  private int looks;
  private final Map<String, Instant> withoutLease = new HashMap<>();

  NeverEvents(MovableClock clock, Sql sql) {
    this.clock = clock;
    this.sql = sql;
  }

  boolean isAnythingOpen() {
    return sql.number(
            """
            select (select count(*) from lease where state <> 'closed')
                 + (select count(*) from workload where ended_at is null)
            """)
        > 0;
  }

  /** After every step. */
  void check(TraceProvider cloud) {
    assertThat(
            sql.run(
                    """
                    select workload from lease where state <> 'closed'
                      group by workload having count(*) > 1
                    """)
                .size())
        .as("workloads with two open leases")
        .isZero();
    if (++looks % LOOKS_BETWEEN_SUMS == 0) {
      checkMoney();
    }
    Map<UUID, Row> open = open();
    for (Row row : open.values()) {
      checkItGoesOn(row);
    }
    for (Bill bill : cloud.bills()) {
      if (bill.to().isEmpty() && !open.containsKey(bill.lease().value())) {
        Instant since = withoutLease.computeIfAbsent(bill.nativeId(), id -> clock.instant());
        assertThat(Duration.between(since, clock.instant()))
            .as("a machine without a lease: %s", bill)
            .isLessThan(LONGEST_WITHOUT_LEASE);
      }
    }
  }

  private Map<UUID, Row> open() {
    Map<UUID, Row> open = new HashMap<>();
    sql.run(
            """
            select l.id, l.state, l.requested_at,
                (select max(e.at) from event e where e.workload = l.workload and e.lease = l.id) as moved
              from lease l where l.state <> 'closed'
            """)
        .forEach(row -> open.put(row.getUUID("id"), row));
    return open;
  }

  private void checkItGoesOn(Row row) {
    if (row.getString("state").equals("active")) {
      return;
    }
    Instant moved = instant(row.getOffsetDateTime("moved"));
    assertThat(Duration.between(moved, clock.instant()))
        .as("time in which lease %s is %s", row.getUUID("id"), row.getString("state"))
        .isLessThan(LONGEST_BETWEEN);
  }

  /** When all has come to its end. */
  void checkAtTheEnd(TraceProvider cloud, BoxAgents agents) {
    assertThat(cloud.boxes()).as("machines that still run").isEmpty();
    Map<UUID, Instant> requested = requested();
    for (Bill bill : cloud.bills()) {
      assertThat(requested).as("leases").containsKey(bill.lease().value());
      assertThat(requested.get(bill.lease().value()))
          .as("the intent before the machine of %s", bill)
          .isBeforeOrEqualTo(bill.from().plusSeconds(10));
    }
    checkUsage(cloud, agents);
    checkMoney();
  }

  /** Exact to the billionth, however many charges a lease has; and never above what was allowed. */
  private void checkMoney() {
    assertThat(
            sql.run(
                    """
                    select lease, sum(amount), sum(extract(epoch from to_at - from_at)) * max(rate) / 3600
                      from charge group by lease
                      having abs(sum(amount) - sum(extract(epoch from to_at - from_at)) * max(rate) / 3600) > 0.000000001
                    """)
                .size())
        .as("leases whose charges are not their time at their rate")
        .isZero();
    assertThat(
            sql.run(
                    """
                    select lease from (
                      select lease, sum(c.amount) as amount, sum(extract(epoch from u.to_at - u.from_at)) as seconds, max(u.to_at) as metered_to
                      from charge c join usage u using (lease, from_at) group by lease) as real
                    full join lease_total kept using (lease)
                    where (real.amount, real.seconds, real.metered_to) is distinct from (kept.amount, kept.seconds, kept.metered_to)
                    """)
                .size())
        .as("leases whose kept totals are not what was charged")
        .isZero();
    assertThat(
            sql.run(
                    """
                    select c.workload, sum(c.amount) from charge c join workload w on w.id = c.workload
                      where w.spec like '%max_cost%' group by c.workload having sum(c.amount) > 1.5
                    """)
                .size())
        .as("workloads that spent more than their limit")
        .isZero();
    assertThat(
            sql.run(
                    """
                    select l.id from lease l join workload w on w.id = l.workload
                      where l.provider <> 'spot-trace' or l.offer_document not like '%"spot"%'
                    """)
                .size())
        .as("leases of what was not asked for")
        .isZero();
  }

  private Map<UUID, Instant> requested() {
    Map<UUID, Instant> requested = new HashMap<>();
    sql.run("select id, requested_at from lease")
        .forEach(
            row ->
                requested.put(row.getUUID("id"), instant(row.getOffsetDateTime("requested_at"))));
    return requested;
  }

  /** Each measured interval is charged once, within what the cloud billed for the machine. */
  private void checkUsage(TraceProvider cloud, BoxAgents agents) {
    List<Metered> used = new ArrayList<>();
    sql.run(
            "select u.lease, u.from_at, u.to_at from usage u join charge c using (lease, from_at,"
                + " to_at)")
        .forEach(
            row ->
                used.add(
                    new Metered(
                        row.getUUID("lease"),
                        instant(row.getOffsetDateTime("from_at")),
                        instant(row.getOffsetDateTime("to_at")))));
    assertThat(used).containsExactlyInAnyOrderElementsOf(agents.accepted());
    Map<LeaseId, List<Bill>> bills = new HashMap<>();
    cloud
        .bills()
        .forEach(bill -> bills.computeIfAbsent(bill.lease(), id -> new ArrayList<>()).add(bill));
    for (Metered one : used) {
      assertThat(bills.getOrDefault(new LeaseId(one.lease()), List.of()))
          .as("bills that cover %s", one)
          .anyMatch(
              bill ->
                  !one.from().isBefore(bill.from().minusMillis(1))
                      && !one.to().isAfter(bill.to().orElseThrow().plusMillis(1)));
    }
    tell(cloud, used);
  }

  private void tell(TraceProvider cloud, List<Metered> used) {
    Duration charged = used.stream().map(Metered::length).reduce(Duration.ZERO, Duration::plus);
    Duration billed =
        cloud.bills().stream()
            .map(bill -> Duration.between(bill.from(), bill.to().orElseThrow()))
            .reduce(Duration.ZERO, Duration::plus);
    System.out.printf(
        "%d leases, %d machines, %d ended as orphans; %.1f h charged of %.1f h billed%n",
        requested().size(),
        cloud.bills().size(),
        sql.number("select count(*) from event where type = 'lease.orphan_ended'"),
        charged.toMinutes() / 60.0,
        billed.toMinutes() / 60.0);
  }

  private Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? clock.instant() : at.toInstant();
  }
}
