package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What ends a running lease against its will. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class LimitsTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  @Test
  void maxCostEndsItBeforeTheLimitIsPassed() {
    Running running = run("3.60", "limits: { max_cost: 0.07 USD, max_duration: 60s }");
    // A thousandth of a dollar a second: 55 seconds are 0.055, and the end may take 20 more.
    running.agent().usage(running.lease(), running.interval(0, 55));

    JsonNode ended = stopped(running);

    assertThat(ended.path("lease").path("closeReason").asText()).isEqualTo("max_cost");
    assertThat(ended.path("reason").asText()).contains("max_cost");
  }

  @Test
  void maxCostHoldsWhileADeadBrokerHoldsTheLease() {
    Running running = run("3.60", "limits: { max_cost: 0.07 USD, max_duration: 60s }");
    sql.run(
        "update lease set hold_token = gen_random_uuid(), hold_until = now() + interval '1 minute'"
            + " where id = '%s'".formatted(running.lease()));
    running.agent().renew();
    long longest =
        running.agent().work("", 0).body().at("/items/0/run/maxDurationSeconds").asLong();
    clock.advance(Duration.ofSeconds(60));
    // What it takes an agent to end a workload that does not want to.
    long ended = longest + 12;
    running.agent().renew();
    running.agent().usage(running.lease(), running.interval(0, longest));
    running.agent().usage(running.lease(), running.interval(longest, ended));

    assertThat(longest).isEqualTo(50);
    assertThat(new BigDecimal(town.workload(running.workload()).at("/cost/amount").asText()))
        .isPositive()
        .isLessThanOrEqualTo(new BigDecimal("0.07"));
  }

  @Test
  void aLimitInEurosHoldsForWhatIsPaidInDollars() {
    Running running = run("3.60", "limits: { max_cost: 0.06 EUR, max_duration: 60s }");
    running.agent().usage(running.lease(), running.interval(0, 55));

    assertThat(stopped(running).path("lease").path("closeReason").asText()).isEqualTo("max_cost");
  }

  @Test
  void maxCarbonEndsIt() {
    Running first = run("0.01", "");
    first.agent().usage(first.lease(), first.interval(0, 35));
    double grams = town.workload(first.workload()).path("carbonGrams").asDouble();
    first.agent().ended(first.lease(), 0, clock.instant());

    // Enough for the 30 seconds that are asked for, and less than what 35 take.
    String limit = String.format(Locale.ROOT, "%.9fg", grams * 0.95);
    Running running = run("0.01", "limits: { max_carbon: %s, max_duration: 30s }".formatted(limit));
    running.agent().usage(running.lease(), running.interval(0, 35));

    assertThat(stopped(running).path("lease").path("closeReason").asText()).isEqualTo("max_carbon");
  }

  @Test
  void maxDurationIsKeptAgainstAnAgentThatDoesNot() {
    Running running = run("0.01", "limits: { max_duration: 30s }");
    clock.advance(Duration.ofSeconds(60));

    assertThat(stopped(running).path("lease").path("closeReason").asText())
        .isEqualTo("max_duration");
  }

  @Test
  void anAgentThatFellSilentLosesItsLease() {
    Running running = run("0.01", "");
    clock.advance(Duration.ofSeconds(302));

    JsonNode failed = town.become(running.workload(), "failed");

    assertThat(failed.path("lease").path("closeReason").asText()).isEqualTo("agent_lost");
    running.agent().renew();
    assertThat(running.agent().logs(running.lease(), 0, "back").code()).isEqualTo("lease_closed");
  }

  @Test
  void whatNobodyUsesIsEndedAndWhatIsUsedIsNot() {
    Running running = run("0.01", "idle_stop: 2m");
    running.agent().usage(running.lease(), running.interval(0, 30));
    clock.advance(Duration.ofMinutes(3));
    report(running, 30, 150, 0.001);
    running.agent().renew();
    running.agent().heartbeat();

    JsonNode ended = stopped(running, "cancelled");

    assertThat(ended.path("lease").path("closeReason").asText()).isEqualTo("idle");
    assertThat(ended.path("reason").asText()).contains("It was idle for PT2M");
  }

  @Test
  void whereNobodyTellsWhetherItIsIdleThatIsSaid() {
    Running running = run("0.01", "idle_stop: 2m");
    clock.advance(Duration.ofMinutes(3));
    running.agent().renew();
    running.agent().heartbeat();
    report(running, 0, 180, 0);

    JsonNode ended = stopped(running, "failed");

    assertThat(ended.path("lease").path("closeReason").asText()).isEqualTo("not_observed");
    assertThat(ended.path("reason").asText()).contains("tells no processor time");
  }

  private static void report(Running running, long from, long to, double processorSeconds) {
    for (long at = from; at < to; at += 30) {
      running
          .agent()
          .usage(
              running.lease(),
              new Interval(
                  running.start().plusSeconds(at),
                  running.start().plusSeconds(at + 30),
                  processorSeconds));
    }
  }

  private Running run(String ask, String limits) {
    return Running.begin(town, clock, ask, limits);
  }

  /** Waits until the agent is told to stop, does so, and gives what became of the workload. */
  private JsonNode stopped(Running running) {
    return stopped(running, "failed");
  }

  private JsonNode stopped(Running running, String state) {
    running.agent().renew();
    town.soon(
        () -> running.agent().work("", 0).body().path("items").path(0).path("action").asText(),
        "STOP"::equals);
    running
        .agent()
        .status(
            running.lease(),
            new LeaseReport.Status(1, Phase.STOPPED, clock.instant(), null, "told to"));
    return town.become(running.workload(), state);
  }
}
