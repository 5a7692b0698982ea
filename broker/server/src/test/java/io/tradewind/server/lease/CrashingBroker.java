package io.tradewind.server.lease;

import io.tradewind.server.lease.LeaseHolds.Hold;
import io.tradewind.server.testing.LoopbackProvider;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.workload.CrashingServices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** A broker that takes its steps when a test says so, and dies or sleeps on the way. */
@Alternative
@ApplicationScoped
class CrashingBroker {
  static final Duration TURN = Duration.ofSeconds(3);
  private static final int TURNS_OF_ANOTHER = 4;

  private final MovableClock clock;
  private final LeaseHolds holds;
  private final LeaseSteps steps;
  private final Rematches rematches;
  private final CrashingServices services;
  private final Sql sql;

  CrashingBroker(
      MovableClock clock,
      LeaseHolds holds,
      LeaseSteps steps,
      Rematches rematches,
      CrashingServices services,
      Sql sql) {
    this.clock = clock;
    this.holds = holds;
    this.steps = steps;
    this.rematches = rematches;
    this.services = services;
    this.sql = sql;
  }

  /** Takes what is due, and dies or sleeps on the way in half of the turns. */
  Optional<String> turn(Random random) {
    return turn(random, this::another);
  }

  /** The same over a provider with a memory of its own in each process. */
  Optional<String> turn(Random random, LoopbackProvider provider) {
    return turn(random, () -> provider.inAnotherProcess(this::another));
  }

  private Optional<String> turn(Random random, Runnable meanwhile) {
    return turn(
        switch (random.nextInt(4)) {
          case 0 -> Crashes.killedAt(1 + random.nextInt(9));
          case 1 -> Crashes.asleepAt(1 + random.nextInt(9), meanwhile);
          default -> Crashes.never();
        });
  }

  /** Takes what is due as the broker that this befalls. */
  Optional<String> turn(Crashes crashes) {
    Optional<String> before = crashes.where();
    try {
      crashes.befall(this::takeWhatIsDue);
    } catch (RuntimeException | Crashes.Killed e) {
      if (!crashes.hasKilled() || crashes.where().equals(before)) {
        throw e;
      }
    }
    Optional<String> struck = crashes.where().filter(where -> before.isEmpty());
    if (struck.isPresent()) {
      expireHolds();
    }
    return struck;
  }

  private void takeWhatIsDue() {
    for (Hold hold : holds.claim(8)) {
      steps.take(hold);
    }
    Crashes.point("before a match again");
    rematches.takeDue();
    Crashes.point("after a match again");
    boolean unused = services.takeDue();
  }

  /** While the one sleeps, its holds expire and another takes some steps. */
  void another() {
    for (int i = 0; i < TURNS_OF_ANOTHER; i++) {
      expireHolds();
      Crashes.never().befall(this::takeWhatIsDue);
      clock.advance(TURN);
    }
  }

  private void expireHolds() {
    sql.run(
        """
        update lease set hold_until = now() - interval '1 second'
         where state <> 'closed' and hold_until is not null
        """);
  }

  boolean isOver(String workload) {
    return sql.run(
            """
            select w.ended_at is not null
                and not exists (select from lease l where l.workload = w.id and l.state <> 'closed')
              from workload w where w.id = '%s'
            """
                .formatted(workload))
        .iterator()
        .next()
        .getBoolean(0);
  }
}
