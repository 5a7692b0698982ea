package io.tradewind.agent;

import io.tradewind.agent.LeaseFolder.Delivered;
import io.tradewind.api.agent.LeaseReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What of a lease the broker has yet to be told, in order: phases, then metered time, then log
 * lines, and the final phase only when all of these are safe, so that it closes complete books.
 */
final class Outbox {
  private static final int MOST_INTERVALS = 100;
  private static final int MOST_LINES = 500;
  private static final int MOST_LOG_BYTES = 256 * 1024;

  /** One report. */
  sealed interface Message {}

  record StatusMessage(LeaseReport.Status status) implements Message {}

  record UsageMessage(LeaseReport.Usage usage) implements Message {}

  record LogsMessage(LeaseReport.Logs logs) implements Message {}

  private final LeaseFolder folder;
  private final LogJournal journal;
  private final UsageMeter meter;
  private Delivered delivered;

  Outbox(LeaseFolder folder, LogJournal journal, UsageMeter meter, Delivered delivered) {
    this.folder = folder;
    this.journal = journal;
    this.meter = meter;
    this.delivered = delivered;
  }

  long safeLines() {
    return delivered.lines();
  }

  boolean isEmpty(LeaseState state) {
    return delivered.statuses() >= state.statuses().size();
  }

  Optional<Message> next(LeaseState state) throws IOException {
    if (isEmpty(state)) {
      return rest(state);
    }
    LeaseReport.Status status = state.statuses().get(delivered.statuses());
    Optional<Message> first = status.phase().isFinal() ? rest(state) : Optional.empty();
    return first.or(() -> Optional.of(new StatusMessage(status)));
  }

  private Optional<Message> rest(LeaseState state) throws IOException {
    List<LeaseReport.Interval> intervals = meter.from(delivered.intervals(), MOST_INTERVALS);
    if (!intervals.isEmpty()) {
      return Optional.of(new UsageMessage(new LeaseReport.Usage(state.generation(), intervals)));
    }
    LogJournal.Batch batch = journal.read(delivered.lines(), MOST_LINES, MOST_LOG_BYTES);
    return batch.lines().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LogsMessage(
                new LeaseReport.Logs(state.generation(), batch.firstSequence(), batch.lines())));
  }

  /**
   * The broker has it, or will never take it.
   *
   * @param nextSequence for log lines, where the broker wants to go on
   */
  void delivered(Message message, long nextSequence) throws IOException {
    if (message instanceof StatusMessage) {
      keep(new Delivered(delivered.statuses() + 1, delivered.lines(), delivered.intervals()));
    } else if (message instanceof UsageMessage usage) {
      int intervals = delivered.intervals() + usage.usage().intervals().size();
      keep(new Delivered(delivered.statuses(), delivered.lines(), intervals));
    } else {
      long lines = Math.min(nextSequence, journal.nextSequence());
      keep(new Delivered(delivered.statuses(), lines, delivered.intervals()));
      journal.trim(lines);
    }
  }

  /** The sequence number that follows a message's lines. */
  long after(Message message) {
    return message instanceof LogsMessage logs
        ? logs.logs().firstSequence() + logs.logs().lines().size()
        : delivered.lines();
  }

  /** The broker asks again how it ended. */
  void repeatFinal(LeaseState state) throws IOException {
    if (isEmpty(state)) {
      keep(new Delivered(state.statuses().size() - 1, delivered.lines(), delivered.intervals()));
    }
  }

  private void keep(Delivered next) throws IOException {
    folder.writeDelivered(next);
    delivered = next;
  }
}
