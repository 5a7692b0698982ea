package io.tradewind.matcher.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What launches said of one pool.
 *
 * @param slow launches with a half-life of two days: how it usually is
 * @param fast launches with a half-life of three hours, for its neighbours in the region
 * @param last the last outcome, and when
 * @param lately the last few, whenever they were
 */
public record PoolRecord(Tries slow, Tries fast, Optional<Last> last, Lately lately) {
  static final Duration SLOW = Duration.ofHours(48);
  static final Duration FAST = Duration.ofHours(3);
  static final PoolRecord NONE =
      new PoolRecord(Tries.NONE, Tries.NONE, Optional.empty(), Lately.NONE);

  /** An outcome that told something. */
  public record Last(Evidence evidence, Instant at) {}

  PoolRecord with(Evidence evidence, Instant at) {
    return new PoolRecord(
        slow.faded(at, SLOW).plus(evidence),
        fast.faded(at, FAST).plus(evidence),
        Optional.of(
            last.filter(before -> isClearer(before, evidence)).orElse(new Last(evidence, at))),
        lately.plus(evidence));
  }

  /** A time-out says less than the sell-out before it. */
  private static boolean isClearer(Last before, Evidence evidence) {
    return evidence == Evidence.UNCLEAR && before.evidence() == Evidence.SOLD_OUT;
  }

  PoolRecord at(Instant now) {
    return new PoolRecord(slow.faded(now, SLOW), fast.faded(now, FAST), last, lately);
  }
}
