package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The broker dies, or sleeps through its hold, at every point of a lease's life, over providers
 * that fail, users who cancel and machines that vanish. In the end nothing runs, nothing is open,
 * and no second of use is lost or counted twice.
 *
 * <p>{@code -Dcrash.runs=10000} for the long form, {@code -Dcrash.from=5001} to begin at another
 * seed, as where two machines share it; {@code -Dcrash.seed=…} replays one run.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CrashProfile.class)
class LeaseCrashIT {
  private static final int RUNS = Integer.getInteger("crash.runs", 50);
  private static final long FIRST_SEED = Long.getLong("crash.seed", Long.getLong("crash.from", 1L));
  private static final int RUNS_BETWEEN_NEWS = 500;
  private static final boolean REPLAY = System.getProperty("crash.seed") != null;

  @Inject CrashScenario scenario;
  @Inject Sql sql;

  /** Every run spends from it, so that every step takes, moves and gives back funds. */
  private static void openBudget() {
    Owner.asOwner()
        .contentType("application/json")
        .body(
            """
            {"name": "Crashes", "amount": "1000000 USD", "thresholds": [{"percent": 100, "action": "stop"}]}
            """)
        .post("/api/v1/budgets")
        .then()
        .statusCode(201);
  }

  @Test
  void whereverTheBrokerDiesNothingIsLeftBehind() {
    openBudget();
    Map<String, Integer> struck = new TreeMap<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + (REPLAY ? 1 : RUNS); seed++) {
      scenario.play(seed).forEach(where -> struck.merge(where, 1, Integer::sum));
      if (seed % RUNS_BETWEEN_NEWS == 0) {
        System.out.printf("Seed %d at %s: %s%n", seed, Instant.now(), struck);
      }
    }
    System.out.printf("Struck in %d runs: %s%n", REPLAY ? 1 : RUNS, struck);
    checkFunds();
    assertThat(REPLAY || struck.size() >= 11)
        .as("every kind of point was struck at least once: %s", struck)
        .isTrue();
  }

  private void checkFunds() {
    assertThat(sql.number("select count(*) from fund_hold where settled_at is null"))
        .as("holds without an open lease")
        .isZero();
    assertThat(
            sql.number(
                """
                select count(*) from budget_period p where taken <> settled
                  or taken <> (select sum(amount) from fund_hold h where h.budget = p.budget and h.period = p.period)
                  or taken <> (select sum(amount) from charge where charge.from_at >= p.begins_at and charge.from_at < p.ends_at)
                """))
        .as("budgets that do not say what was charged")
        .isZero();
    assertThat(
            sql.number(
                """
                select count(*) from charge c where amount > 0 and amount is distinct from (
                  select sum(e.amount) from ledger_entry e where e.lease = c.lease and e.from_at = c.from_at)
                """))
        .as("charges that are not in the books, or twice")
        .isZero();
  }
}
