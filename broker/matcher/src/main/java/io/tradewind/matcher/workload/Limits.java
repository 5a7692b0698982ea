package io.tradewind.matcher.workload;

import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Hard caps.
 *
 * @param maxPricePerHour of all nodes together
 * @param maxCost landed, of the whole run on all nodes
 * @param maxCarbon operational and embodied, of the whole run on all nodes
 * @param idleStop it is ended when nothing of it has used a processor for so long
 * @param maxDuration after which the run is ended; also what costs are reckoned for
 */
public record Limits(
    Optional<Money> maxPricePerHour,
    Optional<Money> maxCost,
    Optional<GramsCo2e> maxCarbon,
    Optional<Duration> maxDuration,
    Optional<Instant> deadline,
    Optional<Duration> idleStop) {
  public static final Limits NONE =
      new Limits(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Without an idle stop. */
  public Limits(
      Optional<Money> maxPricePerHour,
      Optional<Money> maxCost,
      Optional<GramsCo2e> maxCarbon,
      Optional<Duration> maxDuration,
      Optional<Instant> deadline) {
    this(maxPricePerHour, maxCost, maxCarbon, maxDuration, deadline, Optional.empty());
  }

  public Limits withMaxPricePerHour(Money newMaxPricePerHour) {
    return new Limits(
        Optional.of(newMaxPricePerHour), maxCost, maxCarbon, maxDuration, deadline, idleStop);
  }
}
