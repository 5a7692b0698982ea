package io.tradewind.testkit.agent;

import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.api.agent.PhaseRules;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.UsageRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the broker knows of one lease. It takes reports by the protocol's rules and no others. */
public final class FakeLease {
  private final Instant since;
  private final List<LeaseReport.Status> statuses = new ArrayList<>();
  private final List<LeaseReport.Line> lines = new ArrayList<>();
  private final List<LeaseReport.Interval> intervals = new ArrayList<>();
  private final List<LeaseReport.Reclaim> reclaims = new ArrayList<>();
  private Optional<String> site = Optional.empty();
  private LeaseWork work;
  private boolean reportedAfterItsEnd;

  FakeLease(LeaseWork work, Instant since) {
    this.work = work;
    this.since = since;
  }

  /** A lease belongs to the first site that asks for it. */
  synchronized boolean belongsTo(String siteId) {
    if (site.isEmpty()) {
      site = Optional.of(siteId);
    }
    return site.get().equals(siteId);
  }

  synchronized LeaseWork work() {
    return work;
  }

  synchronized void want(LeaseWork next) {
    if (next.generation() > work.generation()) {
      statuses.clear();
      lines.clear();
      intervals.clear();
    }
    work = next;
  }

  synchronized void status(LeaseReport.Status report) throws RefusedException {
    if (PhaseRules.check(work.generation(), phase(), report) == PhaseRules.Step.ADVANCES) {
      statuses.add(report);
    }
  }

  synchronized void reclaim(LeaseReport.Reclaim report) throws RefusedException {
    PhaseRules.checkGeneration(work.generation(), report.generation());
    reclaims.add(report);
  }

  synchronized long logs(LeaseReport.Logs report) throws RefusedException {
    PhaseRules.checkGeneration(work.generation(), report.generation());
    for (LeaseReport.Line line : report.lines()) {
      checkLine(line);
    }
    if (report.firstSequence() <= lines.size()) {
      int known = (int) (lines.size() - report.firstSequence());
      List<LeaseReport.Line> fresh =
          report.lines().subList(Math.min(known, report.lines().size()), report.lines().size());
      reportedAfterItsEnd |= !fresh.isEmpty() && isOver();
      lines.addAll(fresh);
    }
    return lines.size();
  }

  synchronized void usage(LeaseReport.Usage report, Instant now) throws RefusedException {
    PhaseRules.checkGeneration(work.generation(), report.generation());
    Optional<Instant> until =
        intervals.isEmpty()
            ? Optional.empty()
            : Optional.of(intervals.get(intervals.size() - 1).to());
    List<LeaseReport.Interval> fresh =
        UsageRules.fresh(until, since.minus(UsageRules.CLOCK_SKEW), report.intervals(), now);
    reportedAfterItsEnd |= !fresh.isEmpty() && isOver();
    intervals.addAll(fresh);
  }

  public synchronized Optional<Phase> phase() {
    return statuses.isEmpty()
        ? Optional.empty()
        : Optional.of(statuses.get(statuses.size() - 1).phase());
  }

  public synchronized boolean isOver() {
    return phase().filter(Phase::isFinal).isPresent();
  }

  public synchronized List<LeaseReport.Status> statuses() {
    return List.copyOf(statuses);
  }

  public synchronized LeaseReport.Status lastStatus() {
    return statuses.get(statuses.size() - 1);
  }

  public synchronized List<LeaseReport.Line> lines() {
    return List.copyOf(lines);
  }

  /** The text of one stream, or of all when {@code stream} is empty. */
  public synchronized List<String> text(String stream) {
    return lines.stream()
        .filter(line -> stream.isEmpty() || line.stream().equals(stream))
        .map(LeaseReport.Line::text)
        .toList();
  }

  /** Every word that the machine is taken back. */
  public synchronized List<LeaseReport.Reclaim> reclaims() {
    return List.copyOf(reclaims);
  }

  public synchronized List<LeaseReport.Interval> intervals() {
    return List.copyOf(intervals);
  }

  public synchronized Duration metered() {
    return intervals.stream()
        .map(interval -> Duration.between(interval.from(), interval.to()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Whether a line or an interval came after the final phase, when the books were closed. */
  public synchronized boolean wasReportedAfterItsEnd() {
    return reportedAfterItsEnd;
  }

  @Override
  public synchronized String toString() {
    return "%s, %d lines, %d intervals of %s"
        .formatted(statuses, lines.size(), intervals.size(), metered());
  }

  private static void checkLine(LeaseReport.Line line) throws RefusedException {
    boolean known = List.of("stdout", "stderr", "system").contains(line.stream());
    boolean plain =
        line.text().chars().allMatch(c -> !Character.isISOControl(c) || c == '\t' || c == 0x1b);
    if (!known || !plain || line.text().length() > 16 * 1024) {
      throw new RefusedException(
          AgentRefusal.MALFORMED, "A line of stream %s is not plain.".formatted(line.stream()));
    }
  }
}
