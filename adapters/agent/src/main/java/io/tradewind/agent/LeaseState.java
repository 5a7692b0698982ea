package io.tradewind.agent;

import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept on disk of a lease. Nothing of the workload's environment or command is in it.
 *
 * @param start set, and safe on disk, before the process is started: a marked lease is never
 *     started again
 * @param ending why the agent ends the workload, once it does
 * @param statuses every status so far, in order, as the broker is told
 * @param abandoned the broker has taken the lease from us: nothing more is told
 */
record LeaseState(
    String leaseId,
    long generation,
    long timeToLiveSeconds,
    long maxDurationSeconds,
    @Nullable StartMark start,
    @Nullable Ending ending,
    List<LeaseReport.Status> statuses,
    boolean abandoned) {

  /**
   * Ties the machine's uptime to the time of day, for this lease and for good.
   *
   * @param bootId after a restart of the machine the uptimes mean nothing, and its processes are
   *     gone
   * @param executor what runs it; null where an older agent wrote it
   */
  record StartMark(
      String bootId, Instant anchor, long anchorUptimeMicros, @Nullable String executor) {
    Instant at(long uptimeMicros) {
      return anchor.plus(uptimeMicros - anchorUptimeMicros, ChronoUnit.MICROS);
    }

    /** The uptime at a time of day; the inverse of {@link #at}. */
    long uptimeMicros(Instant at) {
      return anchorUptimeMicros + ChronoUnit.MICROS.between(anchor, at);
    }
  }

  /**
   * @param phase {@code FAILED} or {@code STOPPED}
   */
  record Ending(Phase phase, String reason) {}

  LeaseState {
    statuses = List.copyOf(statuses);
  }

  static LeaseState of(LeaseWork work) {
    LeaseWork.Run run = work.run();
    return new LeaseState(
        work.leaseId(),
        work.generation(),
        work.timeToLiveSeconds(),
        run == null ? 0 : run.maxDurationSeconds(),
        null,
        null,
        List.of(),
        false);
  }

  /** Names this lease and generation among all that runs. */
  String mark() {
    return leaseId + "." + generation;
  }

  Optional<LeaseReport.Status> last() {
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
  }

  boolean isFinal() {
    return last().filter(status -> status.phase().isFinal()).isPresent();
  }

  LeaseState told(Phase phase, Instant at, @Nullable Integer exitCode, @Nullable String reason) {
    List<LeaseReport.Status> longer = new ArrayList<>(statuses);
    longer.add(new LeaseReport.Status(generation, phase, at, exitCode, reason));
    return new LeaseState(
        leaseId,
        generation,
        timeToLiveSeconds,
        maxDurationSeconds,
        start,
        ending,
        longer,
        abandoned);
  }

  LeaseState marked(StartMark mark) {
    return new LeaseState(
        leaseId,
        generation,
        timeToLiveSeconds,
        maxDurationSeconds,
        mark,
        ending,
        statuses,
        abandoned);
  }

  LeaseState ending(Ending why) {
    return new LeaseState(
        leaseId,
        generation,
        timeToLiveSeconds,
        maxDurationSeconds,
        start,
        why,
        statuses,
        abandoned);
  }

  LeaseState livingFor(long seconds) {
    return new LeaseState(
        leaseId, generation, seconds, maxDurationSeconds, start, ending, statuses, abandoned);
  }

  LeaseState abandon() {
    return new LeaseState(
        leaseId, generation, timeToLiveSeconds, maxDurationSeconds, start, ending, statuses, true);
  }
}
