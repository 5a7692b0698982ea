package io.tradewind.agent;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries what a workload writes into the lease's journal. When the broker has not taken lines for
 * so long that the journal is full, lines are dropped, and one line of the stream {@code system}
 * says how many.
 */
final class Output {
  private final LogJournal journal;
  private final OutputTail stdout;
  private final OutputTail stderr;
  private final long mostBytes;
  private long droppedLines;
  private long droppedBytes;

  /**
   * @param mostBytes how much may wait for the broker
   */
  Output(LeaseFolder folder, LogJournal journal, long mostBytes) {
    this.journal = journal;
    this.mostBytes = mostBytes;
    this.stdout =
        new OutputTail(folder.stdout(), journal.last().map(LogJournal.Entry::o).orElse(0L));
    this.stderr =
        new OutputTail(folder.stderr(), journal.last().map(LogJournal.Entry::e).orElse(0L));
  }

  /**
   * Takes what is there now, at most a chunk of each stream.
   *
   * @param safeSequence how many lines the broker has
   * @param ended nothing more will be written
   * @return whether there may be more
   */
  boolean pump(Instant now, long safeSequence, boolean ended)
      throws IOException, InterruptedException {
    long errors = stderr.offset();
    List<OutputTail.Cut> out = stdout.next(ended);
    List<OutputTail.Cut> err = stderr.next(ended);
    boolean full = journal.bytesFrom(safeSequence) >= mostBytes;
    List<LogJournal.Entry> entries = new ArrayList<>();
    if (full) {
      drop(out);
      drop(err);
    } else {
      reportDrops(entries, now, out.isEmpty() ? stdout.offset() : start(out), errors);
      for (OutputTail.Cut cut : out) {
        add(entries, now, "stdout", cut.text(), cut.end(), errors);
      }
      for (OutputTail.Cut cut : err) {
        add(entries, now, "stderr", cut.text(), stdout.offset(), cut.end());
      }
      journal.append(entries);
    }
    stdout.free(journal.last().map(LogJournal.Entry::o).orElse(0L));
    stderr.free(journal.last().map(LogJournal.Entry::e).orElse(0L));
    return !out.isEmpty() || !err.isEmpty();
  }

  /** What is left to say when the workload has ended. */
  void close(Instant now) throws IOException {
    List<LogJournal.Entry> entries = new ArrayList<>();
    reportDrops(entries, now, stdout.offset(), stderr.offset());
    journal.append(entries);
  }

  /** Adds a line of the agent's own. */
  void say(Instant now, String text) throws IOException {
    List<LogJournal.Entry> entries = new ArrayList<>();
    add(entries, now, "system", text, stdout.offset(), stderr.offset());
    journal.append(entries);
  }

  private void drop(List<OutputTail.Cut> cuts) {
    droppedLines += cuts.size();
    cuts.forEach(cut -> droppedBytes += cut.text().length());
  }

  private void reportDrops(
      List<LogJournal.Entry> entries, Instant now, long stdoutEnd, long stderrEnd) {
    if (droppedLines > 0) {
      String text =
          "%d lines (%d KiB) were dropped here: %d MiB of log were already waiting for the broker."
              .formatted(droppedLines, droppedBytes / 1024, mostBytes / (1024 * 1024));
      add(entries, now, "system", text, stdoutEnd, stderrEnd);
      droppedLines = 0;
      droppedBytes = 0;
    }
  }

  private void add(
      List<LogJournal.Entry> entries,
      Instant now,
      String stream,
      String text,
      long stdoutEnd,
      long stderrEnd) {
    long sequence = journal.nextSequence() + entries.size();
    entries.add(new LogJournal.Entry(sequence, now, stream, text, stdoutEnd, stderrEnd));
  }

  private static long start(List<OutputTail.Cut> cuts) {
    return cuts.get(0).start();
  }
}
