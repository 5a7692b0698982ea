package io.tradewind.api.agent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent tells of a lease. All of it may be repeated without harm. A report of an old
 * generation is answered 409.
 */
public final class LeaseReport {
  private LeaseReport() {}

  /** {@code PUT /agent/v1/leases/{id}/status}. Phases only go forward. */
  public record Status(
      long generation,
      Phase phase,
      Instant at,
      @Nullable Integer exitCode,
      @Nullable String reason) {}

  /**
   * {@code POST /agent/v1/leases/{id}/logs}. Lines already known are skipped by their sequence
   * number.
   *
   * @param firstSequence of the first line; the next follow without gaps
   */
  public record Logs(long generation, long firstSequence, List<Line> lines) {}

  /**
   * @param stream {@code stdout, stderr} or {@code system}
   */
  public record Line(Instant at, String stream, String text) {}

  /** The number of lines that are safe with the broker: the agent goes on from there. */
  public record LogsReply(long nextSequence) {}

  /**
   * {@code POST /agent/v1/leases/{id}/usage}: metered time, idempotent by (lease, from). Intervals
   * follow each other without gap or overlap; each is at most 60 s long.
   */
  public record Usage(long generation, List<Interval> intervals) {}

  /**
   * {@code POST /agent/v1/leases/{id}/reclaim}: the provider takes the machine back. The workload
   * is being told; its final phase follows.
   *
   * @param at when the machine will be gone, as far as the provider said so
   */
  public record Reclaim(long generation, Instant at, String reason) {}

  /**
   * @param processorSeconds used by the workload in the interval
   */
  public record Interval(Instant from, Instant to, double processorSeconds) {}
}
