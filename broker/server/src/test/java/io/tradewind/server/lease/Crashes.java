package io.tradewind.server.lease;

import io.tradewind.server.lease.LeaseHolds.Hold;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where a broker dies. Every place between two effects of a lease step is a point; when the chosen
 * one is reached, the broker stops there for good: nothing after it happens, and its holds stay on
 * their rows until they expire.
 */
public final class Crashes {
  private static final ThreadLocal<Crashes> OF_THIS_BROKER = new ThreadLocal<>();

  private final long fatal;
  private final boolean kills;
  private final Runnable meanwhile;
  private final Optional<String> step;
  private final Set<String> steps;
  private final boolean killsAtNew;
  private final Set<UUID> held = new HashSet<>();
  private final Set<UUID> sleptThrough = new HashSet<>();
  private String at = "idle";
  private long reached;
  private Optional<String> where = Optional.empty();

  private Crashes(long fatal, Optional<String> step, boolean kills, Runnable meanwhile) {
    this.fatal = fatal;
    this.step = step;
    this.steps = new LinkedHashSet<>();
    this.killsAtNew = false;
    this.kills = kills;
    this.meanwhile = meanwhile;
  }

  private Crashes(Set<String> known) {
    this.fatal = Long.MAX_VALUE;
    this.step = Optional.empty();
    this.steps = known;
    this.killsAtNew = true;
    this.kills = true;
    this.meanwhile = Crashes::kill;
  }

  /**
   * The process is killed at the first step that is not known yet.
   *
   * @param known grows by that step
   */
  static Crashes killedAtNew(Set<String> known) {
    return new Crashes(known);
  }

  /** The process is killed at its {@code point}th point, counted from 1. */
  static Crashes killedAt(long point) {
    return new Crashes(point, Optional.empty(), true, Crashes::kill);
  }

  /**
   * The process is killed when it first comes to a step.
   *
   * @param step as {@link #steps} names it, or the point alone in whatever state
   */
  static Crashes killedAt(String step) {
    return new Crashes(Long.MAX_VALUE, Optional.of(step), true, Crashes::kill);
  }

  private static void kill() {
    throw new Killed();
  }

  /** Nothing befalls it. */
  static Crashes never() {
    return killedAt(Long.MAX_VALUE);
  }

  /**
   * The process stands still at its {@code point}th point, long enough for {@code meanwhile}, and
   * then goes on as if nothing had been.
   */
  static Crashes asleepAt(long point, Runnable meanwhile) {
    return new Crashes(point, Optional.empty(), false, meanwhile);
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

  public static void point(String name) {
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
    String here = at + ": " + name;
    boolean isNew = steps.add(here) && killsAtNew;
    boolean isStep = step.filter(it -> it.equals(here) || it.equals(name)).isPresent();
    if (reached == fatal || ((isNew || isStep) && where.isEmpty())) {
      where = Optional.of(name);
      sleptThrough.addAll(held);
      meanwhile.run();
    }
  }

  /** The lease that is worked on is in this state, by what the broker has read. */
  void works(LeaseState state) {
    at = state.wireName();
  }

  /** Every point that was reached, each with the state of its lease. */
  Set<String> steps() {
    return new LinkedHashSet<>(steps);
  }

  /** This broker has taken a lease for work. */
  void holds(Hold hold) {
    held.add(hold.token());
  }

  /** The tokens of all leases that this broker took for work. */
  Set<UUID> held() {
    return Set.copyOf(held);
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
