package io.tradewind.server.lease;

import io.tradewind.server.lease.LeaseHolds.Hold;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where a broker dies. Every place between two effects of a lease step is a point; when the chosen
 * one is reached, the broker stops there for good: nothing after it happens, and its holds stay on
 * their rows until they expire.
 */
final class Crashes {
  private static final ThreadLocal<Crashes> OF_THIS_BROKER = new ThreadLocal<>();

  private final long fatal;
  private final boolean kills;
  private final Runnable meanwhile;
  private final Set<UUID> held = new HashSet<>();
  private final Set<UUID> sleptThrough = new HashSet<>();
  private long reached;
  private Optional<String> where = Optional.empty();

  private Crashes(long fatal, boolean kills, Runnable meanwhile) {
    this.fatal = fatal;
    this.kills = kills;
    this.meanwhile = meanwhile;
  }

  /** The process is killed at its {@code point}th point, counted from 1. */
  static Crashes killedAt(long point) {
    return new Crashes(
        point,
        true,
        () -> {
          throw new Killed();
        });
  }

  /**
   * The process stands still at its {@code point}th point, long enough for {@code meanwhile}, and
   * then goes on as if nothing had been.
   */
  static Crashes asleepAt(long point, Runnable meanwhile) {
    return new Crashes(point, false, meanwhile);
  }

  /** Not an exception: no handler on the way takes it for a provider's failure. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Runs the work as the broker that this befalls. */
  void befall(Runnable work) {
    Crashes outer = OF_THIS_BROKER.get();
    OF_THIS_BROKER.set(this);
    try {
      work.run();
    } finally {
      if (outer == null) {
        OF_THIS_BROKER.remove();
      } else {
        OF_THIS_BROKER.set(outer);
      }
    }
  }

  static Optional<Crashes> current() {
    return Optional.ofNullable(OF_THIS_BROKER.get());
  }

  static void point(String name) {
    current().ifPresent(crashes -> crashes.reach(name));
  }

  /** A point at which the database holds a lock for this broker: one may die there, not sleep. */
  void reachLocked(String name) {
    if (kills) {
      reach(name);
    }
  }

  private void reach(String name) {
    reached++;
    if (reached == fatal) {
      where = Optional.of(name);
      sleptThrough.addAll(held);
      meanwhile.run();
    }
  }

  /** This broker has taken a lease for work. */
  void holds(Hold hold) {
    held.add(hold.token());
  }

  /** Whether the hold has gone to another while this broker slept: it may not change a thing. */
  boolean sleptThrough(Hold hold) {
    return sleptThrough.contains(hold.token());
  }

  boolean hasKilled() {
    return kills && where.isPresent();
  }

  /** Where it struck; empty when the work was done before that. */
  Optional<String> where() {
    return where;
  }
}
