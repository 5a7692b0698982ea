package io.tradewind.server.market;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How old an observation is. */
public enum Freshness {
  FRESH(Duration.ZERO, Duration.ofHours(2)),
  AGING(Duration.ofHours(2), Duration.ofHours(12)),
  STALE(Duration.ofHours(12), Duration.ofHours(24)),
  EXPIRED(Duration.ofHours(24), Duration.ofDays(100_000));

  private final Duration from;
  private final Duration until;

  /**
   * @param from the least age
   * @param until the age at which the next class begins
   */
  Freshness(Duration from, Duration until) {
    this.from = from;
    this.until = until;
  }

  /** What lies in the future is fresh. */
  public static Freshness of(Instant observedAt, Instant now) {
    Duration age = Duration.between(observedAt, now);
    for (Freshness freshness : values()) {
      if (age.compareTo(freshness.until) < 0) {
        return freshness;
      }
    }
    return EXPIRED;
  }

  /** When an observation stops being current, or expires; never, where it has expired. */
  static Instant nextChange(Instant observedAt, Instant now) {
    return switch (of(observedAt, now)) {
      case FRESH, AGING -> observedAt.plus(AGING.until);
      case STALE -> observedAt.plus(STALE.until);
      case EXPIRED -> Instant.MAX;
    };
  }

  /** Whether it may be used without being asked for again: fresh or aging. */
  public boolean isCurrent() {
    return this == FRESH || this == AGING;
  }

  /** The moment from which on an observation was of this class or younger. */
  Instant since(Instant now) {
    return now.minus(until);
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Freshness> parse(String text) {
    for (Freshness freshness : values()) {
      if (freshness.wireName().equals(text.strip().toLowerCase(Locale.ROOT))) {
        return Optional.of(freshness);
      }
    }
    return Optional.empty();
  }

  /** Observations of this class are later than this, in milliseconds of the epoch. */
  long observedAfter(Instant now) {
    return now.minus(until).toEpochMilli();
  }

  /** Observations of this class are not later than this, in milliseconds of the epoch. */
  long observedUntil(Instant now) {
    return this == FRESH ? Long.MAX_VALUE : now.minus(from).toEpochMilli();
  }
}
