package io.tradewind.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;

/**
 * The machine's clock, corrected by the broker's when they are far apart: a machine with a wrong
 * date still signs assertions that hold and meters time that is taken. Instants are whole
 * microseconds.
 */
final class SteeredClock extends Clock {
  private static final Logger LOG = Logger.getLogger(SteeredClock.class.getName());

  /** Less than this may be the network's delay. */
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  private final Clock machine;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  SteeredClock(Clock machine) {
    this.machine = machine;
  }

  /** The broker's time as just received. */
  void hear(Instant brokerTime) {
    Duration difference = Duration.between(machine.instant(), brokerTime);
    boolean near = difference.abs().compareTo(TOLERANCE) < 0;
    Duration next = near ? Duration.ZERO : difference;
    Duration last = offset.get();
    if (next.minus(last).abs().compareTo(TOLERANCE) >= 0) {
      offset.set(next);
      LOG.warning(
          "The machine's clock differs from the broker's by %d s; times are corrected by that."
              .formatted(next.toSeconds()));
    }
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(offset.get()).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** The zone makes no difference to instants, which is all that anybody asks for. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
