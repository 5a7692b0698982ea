package io.tradewind.agent;

import io.tradewind.api.agent.LeaseReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lease's log lines on disk, numbered from 0, in segment files. What is once written is sent the
 * same however often, and the last record tells how far the output was read, so that a restart goes
 * on exactly there.
 */
final class LogJournal {
  private static final long SEGMENT_BYTES = 1024L * 1024;

  /** Kept although they are safe, in case the broker comes back without what it took last. */
  private static final int SPARE_SEGMENTS = 4;

  /** Of a longest line whose every byte is escaped. */
  private static final int LONGEST_ENTRY_BYTES = 8 * OutputTail.LONGEST_LINE_BYTES;

  /**
   * @param n the line's number
   * @param o how far stdout was read, this line included
   * @param e the same of stderr
   */
  record Entry(long n, Instant t, String s, String x, long o, long e) {
    LeaseReport.Line line() {
      return new LeaseReport.Line(t, s, x);
    }
  }

  /** Lines that follow each other. */
  record Batch(long firstSequence, List<LeaseReport.Line> lines) {}

  private final Path folder;
  private final NavigableMap<Long, Path> segments = new TreeMap<>();
  private Optional<Entry> last = Optional.empty();
  private long readSequence = -1;
  private long readPosition;

  private LogJournal(Path folder) {
    this.folder = folder;
  }

  static LogJournal open(Path folder) throws IOException {
    LogJournal journal = new LogJournal(folder);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "log-*.jsonl")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        long first = Long.parseLong(name.substring(4, name.length() - 6));
        journal.segments.put(first, file);
      }
    }
    journal.recover();
    return journal;
  }

  Optional<Entry> last() {
    return last;
  }

  long nextSequence() {
    return last.map(entry -> entry.n() + 1).orElse(0L);
  }

  /** Bytes on disk that hold lines from {@code sequence} on. */
  long bytesFrom(long sequence) throws IOException {
    if (sequence >= nextSequence()) {
      return 0;
    }
    long bytes = 0;
    for (Path segment : segments.tailMap(segmentOf(sequence), true).values()) {
      bytes += Files.size(segment);
    }
    return bytes;
  }

  /** Adds entries, whose numbers follow the last one's. */
  void append(List<Entry> entries) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      bytes.write(Json.write(entry));
      bytes.write('\n');
    }
    Path segment = segmentFor(entries.get(0).n());
    Files.write(segment, bytes.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    last = Optional.of(entries.get(entries.size() - 1));
  }

  /**
   * Lines from {@code sequence} on. Lines that are no longer kept are replaced by a word on that.
   */
  Batch read(long sequence, int mostLines, int mostBytes) throws IOException {
    List<LeaseReport.Line> lines = new ArrayList<>();
    if (segments.isEmpty() || sequence >= nextSequence()) {
      return new Batch(sequence, lines);
    }
    if (sequence < segments.firstKey()) {
      return new Batch(sequence, missing(sequence, mostLines));
    }
    long from = sequence;
    Map.Entry<Long, Path> found = Objects.requireNonNull(segments.floorEntry(from));
    long segment = found.getKey();
    Path file = found.getValue();
    long position =
        from == readSequence && from != segment ? readPosition : seek(file, from - segment);
    byte[] block = block(file, position, mostBytes + LONGEST_ENTRY_BYTES);
    int at = 0;
    int end = lineEnd(block, at);
    while (end > 0 && lines.size() < mostLines && at < mostBytes) {
      lines.add(Json.read(Arrays.copyOfRange(block, at, end), Entry.class).line());
      at = end;
      end = lineEnd(block, at);
    }
    readSequence = from + lines.size();
    readPosition = position + at;
    return new Batch(from, lines);
  }

  /** Removes segments whose lines are all safe with the broker. */
  void trim(long safeSequence) throws IOException {
    while (segments.size() > SPARE_SEGMENTS
        && segments.higherKey(segments.firstKey()) <= safeSequence) {
      Files.deleteIfExists(segments.pollFirstEntry().getValue());
    }
  }

  private List<LeaseReport.Line> missing(long sequence, int most) {
    long count = Math.min(most, segments.firstKey() - sequence);
    LeaseReport.Line line =
        new LeaseReport.Line(last.orElseThrow().t(), "system", "This line is no longer kept.");
    return Collections.nCopies((int) count, line);
  }

  private long segmentOf(long sequence) {
    Map.Entry<Long, Path> segment = segments.floorEntry(sequence);
    return segment == null ? segments.firstKey() : segment.getKey();
  }

  private Path segmentFor(long sequence) throws IOException {
    if (segments.isEmpty() || Files.size(segments.lastEntry().getValue()) >= SEGMENT_BYTES) {
      segments.put(sequence, folder.resolve("log-%012d.jsonl".formatted(sequence)));
    }
    return segments.lastEntry().getValue();
  }

  /** Where in a segment the line after {@code lines} others begins. */
  private static long seek(Path segment, long lines) throws IOException {
    byte[] all = lines == 0 ? new byte[0] : Files.readAllBytes(segment);
    int at = 0;
    for (long skipped = 0; skipped < lines; skipped++) {
      at = lineEnd(all, at);
    }
    return at;
  }

  /**
   * Finds the last whole entry. One that was cut short by a crash was never sent, and is taken off.
   */
  private void recover() throws IOException {
    while (!segments.isEmpty() && last.isEmpty()) {
      Path file = segments.lastEntry().getValue();
      byte[] all = Files.readAllBytes(file);
      int whole = all.length;
      while (whole > 0 && all[whole - 1] != '\n') {
        whole--;
      }
      if (whole == 0) {
        Files.delete(file);
        segments.pollLastEntry();
        continue;
      }
      truncate(file, whole);
      int begin = whole - 1;
      while (begin > 0 && all[begin - 1] != '\n') {
        begin--;
      }
      last = Optional.of(Json.read(Arrays.copyOfRange(all, begin, whole), Entry.class));
    }
  }

  private static void truncate(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private static byte[] block(Path file, long position, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      int length = (int) Math.max(0, Math.min(most, channel.size() - position));
      ByteBuffer buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
        continue;
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  /** Past the line feed of the line that begins at {@code from}; 0 when it is not whole. */
  private static int lineEnd(byte[] block, int from) {
    for (int at = from; at < block.length; at++) {
      if (block[at] == '\n') {
        return at + 1;
      }
    }
    return 0;
  }
}
