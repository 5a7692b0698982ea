package io.tradewind.server.lease;

import io.tradewind.pricing.HourlyRate;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.workload.SpecReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the limits of a running lease are held against.
 *
 * @param totals of its workload, as far as its agents have reported
 * @param idle only where idleness ends it
 * @param heard when its agent last gave a sign
 */
record LeaseFacts(
    LeaseEntity lease,
    SpecReader.RunLimits limits,
    Meter.Totals totals,
    Optional<Idleness.Seen> idle,
    Instant heard,
    Instant now) {
  Instant began() {
    return lease.began();
  }

  /** Of all its nodes. */
  HourlyRate rate() {
    return lease.hourlyRate().times(lease.nodes);
  }

  /** What they will be at the worst if it runs on until then and nothing is heard meanwhile. */
  LeaseFacts at(Instant then) {
    Instant charged = lease.meteredTo == null ? began() : lease.meteredTo;
    Duration more = charged.isBefore(then) ? Duration.between(charged, then) : Duration.ZERO;
    double seconds = more.toMillis() / 1e3 * lease.nodes;
    Meter.Totals run =
        new Meter.Totals(List.of(rate().costOf(more)), 0, gramsPerSecond() * seconds, seconds);
    return new LeaseFacts(
        lease,
        limits,
        Meter.Totals.sum(List.of(totals, run)),
        idle.map(seen -> seen.at(then)),
        heard,
        then);
  }

  /** As so far; no bound is known before the first report. */
  private double gramsPerSecond() {
    return totals.seconds() > 0 ? totals.grams() / totals.seconds() : Double.MAX_VALUE;
  }
}
