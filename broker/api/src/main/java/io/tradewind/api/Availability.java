package io.tradewind.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What is known of whether an offer can be had: never a mere boolean, since sellers tell it as a
 * count, a score, a flag or not at all.
 *
 * @param value the count or score where {@code kind} has one
 * @param timeToLive how long the observation may be believed
 */
public record Availability(
    State state, Kind kind, OptionalDouble value, Instant observedAt, Duration timeToLive) {

  /** The states that every seller's signal is reduced to. */
  public enum State {
    AVAILABLE,
    LIMITED,
    UNAVAILABLE,
    NO_QUOTA,
    UNKNOWN;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Sold out and quota-less offers stay visible, but nothing is placed on them. */
    public boolean mayStart() {
      return this != UNAVAILABLE && this != NO_QUOTA;
    }
  }

  /** In what form the seller tells it. */
  public enum Kind {
    COUNT,
    SCORE,
    FLAG,
    NONE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The seller says nothing: only a launch will tell. */
  public static Availability unknown(Instant observedAt) {
    return new Availability(
        State.UNKNOWN, Kind.NONE, OptionalDouble.empty(), observedAt, Duration.ofHours(24));
  }

  public static Availability count(long machines, Instant observedAt, Duration timeToLive) {
    State state = machines <= 0 ? State.UNAVAILABLE : State.AVAILABLE;
    return new Availability(state, Kind.COUNT, OptionalDouble.of(machines), observedAt, timeToLive);
  }

  public static Availability flag(boolean available, Instant observedAt, Duration timeToLive) {
    State state = available ? State.AVAILABLE : State.UNAVAILABLE;
    return new Availability(state, Kind.FLAG, OptionalDouble.empty(), observedAt, timeToLive);
  }
}
