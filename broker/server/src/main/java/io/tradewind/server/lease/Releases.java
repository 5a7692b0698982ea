package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.WorkGate;
import io.tradewind.server.lease.LeaseHolds.Hold;
import io.tradewind.server.lease.LeaseHolds.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Hands the work to the agent of a machine that is up, when all that must come before is there: for
 * one of several nodes, the machines of all others, each with its address; for one of two starts,
 * that it is the first.
 */
@ApplicationScoped
class Releases {
  private static final Duration REPEAT = Duration.ofSeconds(10);

  private final LeaseHolds holds;
  private final Gangs gangs;
  private final Races races;
  private final WorkGate gate;
  private final Clock clock;

  Releases(LeaseHolds holds, Gangs gangs, Races races, WorkGate gate, Clock clock) {
    this.holds = holds;
    this.gangs = gangs;
    this.races = races;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * A step of a lease whose machine is there and whose work is not given out.
   *
   * @return false when the hold was lost
   */
  boolean advance(Hold hold, LeaseEntity lease) {
    if (lease.raced) {
      return race(hold, lease);
    }
    if (lease.address == null) {
      return findAddress(hold, lease);
    }
    Optional<List<String>> addresses = gangs.addresses(lease);
    if (addresses.isEmpty()) {
      return later(hold);
    }
    boolean released = release(hold, addresses.get());
    if (released) {
      gate.ring(lease.id);
    }
    return released;
  }

  /** Whose agent calls first has the work. */
  private boolean race(Hold hold, LeaseEntity lease) {
    if (!gate.isAwaited(lease.id)) {
      return later(hold);
    }
    boolean applied =
        holds.apply(
            hold,
            (row, now) -> {
              row.dueAt = next(row, now);
              return row.stopReason() != null || row.releasedAt != null
                  ? Outcome.of()
                  : Outcome.of().and(session -> won(session, row, now));
            });
    if (applied) {
      gate.ring(lease.id);
    }
    return applied;
  }

  private Uni<Void> won(Mutiny.Session session, LeaseEntity row, Instant now) {
    return races
        .win(session, row, now)
        .chain(won -> won ? gate.open(session, row.id) : Uni.createFrom().voidItem());
  }

  /**
   * A lease whose agent has not answered. What two brokers change at one place may reach its agent
   * in the wrong order, so that it reads past one of them: it is told again.
   */
  boolean remind(Hold hold, LeaseEntity lease) {
    Duration pause = pause(lease);
    if (lease.phase != null || !isTimeToRepeat(lease)) {
      return holds.postpone(hold, pause);
    }
    boolean applied =
        holds.apply(
            hold,
            (row, now) -> {
              row.dueAt = row.stopReason() == null ? now.plus(pause) : now;
              return Outcome.of().and(session -> gate.open(session, row.id));
            });
    if (applied) {
      gate.ring(lease.id);
    }
    return applied;
  }

  private boolean isTimeToRepeat(LeaseEntity lease) {
    Instant released = lease.releasedAt;
    if (released == null) {
      return false;
    }
    return !clock.instant().isBefore(released.plus(REPEAT));
  }

  /**
   * The agent calls when it is up, and its call moves the lease; looks in between are for machines
   * that are gone and messages that were lost. Longer the longer it has taken already.
   */
  private Duration pause(LeaseEntity lease) {
    Duration half = Duration.between(lease.requestedAt, clock.instant()).dividedBy(2);
    Duration least = half.compareTo(Pauses.STARTING) < 0 ? Pauses.STARTING : half;
    return Pauses.atMost(REPEAT, least);
  }

  private boolean findAddress(Hold hold, LeaseEntity lease) {
    Optional<String> address = gate.address(lease.id);
    if (address.isEmpty()) {
      return later(hold);
    }
    boolean applied =
        holds.apply(
            hold,
            (row, now) -> {
              row.address = address.get();
              row.dueAt = now;
              return Outcome.of();
            });
    if (applied) {
      gangs.nudge(lease);
    }
    return applied;
  }

  private boolean release(Hold hold, List<String> addresses) {
    return holds.apply(
        hold,
        (row, now) -> {
          row.dueAt = next(row, now);
          if (row.stopReason() != null || row.releasedAt != null) {
            return Outcome.of();
          }
          row.peers = String.join("\n", addresses);
          row.releasedAt = now;
          return Outcome.of().and(session -> gate.open(session, row.id));
        });
  }

  private boolean later(Hold hold) {
    return holds.postpone(hold, Pauses.STARTING);
  }

  private static Instant next(LeaseEntity row, Instant now) {
    return row.stopReason() == null ? now.plus(Pauses.STARTING) : now;
  }
}
