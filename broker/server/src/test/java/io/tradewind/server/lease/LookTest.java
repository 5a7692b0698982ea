package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When a lease that runs is looked at again: late, unless something may come before. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class LookTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;
  @Inject LeaseLimits limits;
  @Inject LeaseHolds holds;

  @Test
  void whatIsFarFromItsLimitsIsLookedAtLate() {
    Running running =
        run(
            "3.60",
            "limits: { max_cost: 5 USD, max_duration: 1h, max_carbon: 50kg }\nidle_stop: 10m");
    meter(running);

    assertThat(next(running)).isEqualTo(Pauses.AT_EASE);
    eventually(() -> due(running).compareTo(Pauses.ACTIVE) > 0, Boolean.TRUE::equals);
    assertThat(due(running)).isLessThanOrEqualTo(Pauses.AT_EASE);
  }

  @Test
  void whatMayReachItsCostIsLookedAtSoon() {
    // A thousandth of a dollar a second: 40 seconds ran, 20 may come, and 20 its end may take.
    assertThat(next(run("3.60", "limits: { max_cost: 0.075 USD, max_duration: 50s }")))
        .isEqualTo(Pauses.ACTIVE);
  }

  @Test
  void whatMayReachItsDurationIsLookedAtSoon() {
    // With the 15 seconds in which its agent may end it.
    assertThat(next(run("0.01", "limits: { max_duration: 44s }"))).isEqualTo(Pauses.ACTIVE);
  }

  @Test
  void whatMayReachItsCarbonIsLookedAtSoon() {
    Running first = run("0.01", "");
    meter(first);
    double grams = town.workload(first.workload()).path("carbonGrams").asDouble();
    String limit = String.format(Locale.ROOT, "%.9fg", grams * 1.2);
    Running running = run("0.01", "limits: { max_carbon: %s, max_duration: 30s }".formatted(limit));
    meter(running);

    assertThat(next(running)).isEqualTo(Pauses.ACTIVE);
  }

  @Test
  void whatMayBeIdleIsLookedAtSoon() {
    assertThat(next(run("0.01", "idle_stop: 1m"))).isEqualTo(Pauses.ACTIVE);
  }

  @Test
  void whoseAgentIsNotHeardIsLookedAtSoon() {
    Running running = run("0.01", "");
    clock.advance(Duration.ofSeconds(30));

    assertThat(next(running)).isEqualTo(Pauses.ACTIVE);

    running.agent().renew();
    running.agent().heartbeat();
    assertThat(next(running)).isEqualTo(Pauses.AT_EASE);
  }

  private Running run(String ask, String limits) {
    return Running.begin(town, clock, ask, limits);
  }

  private static void meter(Running running) {
    running.agent().usage(running.lease(), running.interval(0, 35));
  }

  private Duration next(Running running) {
    LeaseLimits.Look look = limits.look(holds.load(UUID.fromString(running.lease())));
    assertThat(look.breach()).isEmpty();
    return look.next();
  }

  /** How long until the engine looks at it. */
  private Duration due(Running running) {
    Instant at =
        sql.run("select due_at from lease where id = '%s'".formatted(running.lease()))
            .iterator()
            .next()
            .getOffsetDateTime(0)
            .toInstant();
    return Duration.between(clock.instant(), at);
  }
}
