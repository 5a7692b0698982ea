package io.tradewind.server.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.database.Database;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A lease that runs from one month into the next. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class MonthTest {
  private static final String MONTHLY =
      "\"amount\": \"10 USD\", \"thresholds\": [{\"percent\": 100, \"action\": \"stop\"}]";

  @Inject Town town;
  @Inject Database database;
  @Inject Funds funds;
  @Inject Sql sql;
  @Inject Clock clock;

  @Test
  void theNewMonthHoldsAnewAndTheOldOneKeepsWhatItWasCharged() {
    town.open(ScriptedProvider.offer("rolling", "m", "1.00"));
    Purse purse = Purse.of(town, sql, MONTHLY);
    String workload = purse.submit("rolling", "");
    UUID id = UUID.fromString(town.leaseBecomes(workload, "provisioning").path("id").asText());
    Period.Term old = Period.MONTH.at(clock.instant(), clock.instant());
    LeaseEntity lease = ranFrom(id, old.ends().minus(Duration.ofMinutes(60)));
    charge(lease, old.ends().minus(Duration.ofMinutes(60)), "0.50");
    charge(lease, old.ends().minus(Duration.ofMinutes(30)), "0.50");

    assertThat(cover(lease, workload, old.ends().minus(Duration.ofMinutes(20)))).isEmpty();
    assertThat(held(purse, old.ends())).as("11 minutes ahead into the new month").isPositive();

    charge(lease, old.ends(), "0.25");
    lease.meteredTo = old.ends().plus(Duration.ofMinutes(15));
    assertThat(cover(lease, workload, old.ends().plus(Duration.ofMinutes(15)))).isEmpty();

    assertThat(sql.number(settled(purse, old.begins()))).isEqualTo(1_000_000_000L);
    assertThat(held(purse, old.ends())).isGreaterThanOrEqualTo(46 * 1_000_000_000L / 60);
    Town.cancel(workload);
  }

  @Test
  void aMonthThatIsFullLetsNothingRunIntoIt() {
    town.open(ScriptedProvider.offer("full", "m", "1.00"));
    Purse purse = Purse.of(town, sql, MONTHLY);
    String workload = purse.submit("full", "");
    UUID id = UUID.fromString(town.leaseBecomes(workload, "provisioning").path("id").asText());
    Period.Term old = Period.MONTH.at(clock.instant(), clock.instant());
    LeaseEntity lease = ranFrom(id, old.ends().minus(Duration.ofMinutes(40)));
    cover(lease, workload, old.ends().minus(Duration.ofMinutes(20)));
    sql.run(
        "update budget_period set taken = 10 where budget = '%s' and begins_at = '%s'"
            .formatted(purse.id(), old.ends()));

    Optional<Shortage> shortage = cover(lease, workload, old.ends().plus(Duration.ofMinutes(15)));

    assertThat(shortage).isPresent();
    assertThat(shortage.get().sentence()).contains("'Purse' has 0.000000000 USD left");
    Town.cancel(workload);
  }

  @Test
  void fundsThatEndBeforeTheNextLookSaySo() {
    town.open(ScriptedProvider.offer("short", "m", "1.00"));
    Purse purse = Purse.of(town, sql, MONTHLY);
    String workload = purse.submit("short", "");
    UUID id = UUID.fromString(town.leaseBecomes(workload, "provisioning").path("id").asText());
    Instant begin = Period.MONTH.at(clock.instant(), clock.instant()).begins();
    LeaseEntity lease = ranFrom(id, begin);
    cover(lease, workload, begin.plusSeconds(60));

    Instant now = begin.plusSeconds(90);
    assertThat(look(lease, workload, now, Duration.ofSeconds(20)).lasts()).isTrue();
    assertThat(look(lease, workload, now, Duration.ofHours(2)).lasts()).isFalse();
    Town.cancel(workload);
  }

  private LeaseEntity ranFrom(UUID id, Instant at) {
    LeaseEntity lease = database.blocking(session -> session.find(LeaseEntity.class, id));
    lease.activeAt = at;
    lease.meteredFrom = at;
    return lease;
  }

  private void charge(LeaseEntity lease, Instant from, String amount) {
    String common = "'%s', '%s', '%s', '%s', '%s'";
    String values =
        common.formatted(lease.id, from, from.plusSeconds(900), lease.organization, lease.workload);
    sql.run(
        "insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at) values (%s, 1, now())"
            .formatted(values));
    sql.run(
        "insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency) values (%s, 1, %s, 'USD')"
            .formatted(values, amount));
  }

  private Optional<Shortage> cover(LeaseEntity lease, String workload, Instant now) {
    return look(lease, workload, now, Duration.ZERO).shortage();
  }

  private Funds.Cover look(LeaseEntity lease, String workload, Instant now, Duration next) {
    return database.blocking(
        session ->
            session
                .find(WorkloadEntity.class, UUID.fromString(workload))
                .chain(row -> funds.cover(session, lease, row, now, next)));
  }

  private long held(Purse purse, Instant begins) {
    return sql.number(
        """
        select coalesce(sum(amount * 1000000000), 0)::bigint from fund_hold h join budget_period p using (budget, period)
        where h.budget = '%s' and p.begins_at = '%s'
        """
            .formatted(purse.id(), begins));
  }

  private static String settled(Purse purse, Instant begins) {
    return "select (settled * 1000000000)::bigint from budget_period where budget = '%s' and begins_at = '%s'"
        .formatted(purse.id(), begins);
  }
}
