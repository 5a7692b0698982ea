package io.tradewind.server.budget;

import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.lease.LeaseEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a lease has run and may run.
 *
 * @param ends when its agent ends it at the latest; empty when nothing but its broker does
 */
record Run(HourlyRate rate, Instant began, Optional<Instant> ends) {
  /** For the agent's patience with the workload, and its last report. */
  static final Duration END = Duration.ofMinutes(1);

  static Run of(LeaseEntity lease, Optional<Duration> longest) {
    Instant active = lease.began();
    Instant began = lease.meteredFrom == null ? active : lease.meteredFrom;
    return new Run(lease.hourlyRate(), began, longest.map(it -> active.plus(it).plus(END)));
  }

  /** What falls into a term, if it runs until then. */
  Money cost(Period.Term term, Instant until) {
    Instant from = began.isBefore(term.begins()) ? term.begins() : began;
    Instant last = ends.filter(until::isAfter).orElse(until);
    Instant to = last.isAfter(term.ends()) ? term.ends() : last;
    return rate.costOf(to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO);
  }
}
