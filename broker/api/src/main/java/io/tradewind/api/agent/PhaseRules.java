package io.tradewind.api.agent;

import java.util.Optional;

/**
 * How a lease's phase moves within one generation. Phases only go forward and may be skipped, since
 * an agent that comes back tells only what is true now; what is final stays.
 */
public final class PhaseRules {
  /** What a report means for what is known. */
  public enum Step {
    /** It is news: keep it. */
    ADVANCES,
    /** It is known, or came late: answer as the first time and keep what is. */
    KNOWN,
    /** It contradicts a final phase. */
    REFUSED
  }

  private PhaseRules() {}

  /**
   * @param known the last phase that was kept; empty before the first report
   */
  public static Step step(Optional<Phase> known, Phase reported) {
    if (known.isEmpty()) {
      return Step.ADVANCES;
    }
    Phase last = known.get();
    if (last.isFinal()) {
      return last != reported && reported.isFinal() ? Step.REFUSED : Step.KNOWN;
    }
    return reported.compareTo(last) > 0 ? Step.ADVANCES : Step.KNOWN;
  }

  /**
   * The same for a whole report, with its fence.
   *
   * @param generation the lease's own now
   * @throws RefusedException with {@code stale_generation}, {@code phase_final} or {@code
   *     malformed}
   */
  public static Step check(long generation, Optional<Phase> known, LeaseReport.Status report)
      throws RefusedException {
    checkGeneration(generation, report.generation());
    if ((report.exitCode() != null) != (report.phase() == Phase.ENDED)) {
      throw new RefusedException(
          AgentRefusal.MALFORMED,
          "Phase %s came with exit code %s; ENDED has one, the others have none."
              .formatted(report.phase(), report.exitCode()));
    }
    Step step = step(known, report.phase());
    if (step == Step.REFUSED) {
      throw new RefusedException(
          AgentRefusal.PHASE_FINAL,
          "The lease is %s; it cannot become %s."
              .formatted(known.map(Phase::name).orElse("new"), report.phase()));
    }
    return step;
  }

  /** Every report carries its lease's generation; only the current one counts. */
  public static void checkGeneration(long current, long reported) throws RefusedException {
    if (reported != current) {
      throw new RefusedException(
          AgentRefusal.STALE_GENERATION,
          "The lease is at generation %d; the report is of %d.".formatted(current, reported));
    }
  }
}
