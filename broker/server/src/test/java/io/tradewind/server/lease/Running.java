package io.tradewind.server.lease;

import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A workload that has run for 40 seconds, and its agent, who has reported nothing of them yet. */
record Running(TestAgent agent, String workload, String lease, Instant start) {
  /**
   * @param ask the price of an hour in dollars
   * @param limits further lines of the workload's file
   */
  static Running begin(Town town, MovableClock clock, String ask, String limits) {
    Town.Home home = town.settle(ask);
    String workload = town.submit(home.seller(), limits);
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(40);
    home.agent().status(lease, Phase.RUNNING, start);
    return new Running(home.agent(), workload, lease, start);
  }

  /** In seconds of the run, with a second of processor time in it. */
  Interval interval(long from, long to) {
    return new Interval(start.plusSeconds(from), start.plusSeconds(to), 1);
  }
}
