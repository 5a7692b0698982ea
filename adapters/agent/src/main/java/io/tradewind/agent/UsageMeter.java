package io.tradewind.agent;

import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.UsageRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a workload's running time into intervals that follow each other without gap, and keeps them
 * on disk before anybody is told.
 */
final class UsageMeter {
  private final Path file;
  private final List<Interval> intervals = new ArrayList<>();
  private double processorSeconds;

  private UsageMeter(Path file) {
    this.file = file;
  }

  static UsageMeter open(Path folder) throws IOException {
    UsageMeter meter = new UsageMeter(folder.resolve("usage.jsonl"));
    if (Files.exists(meter.file)) {
      meter.recover();
    }
    return meter;
  }

  /** Until when all time is metered. */
  Optional<Instant> until() {
    return intervals.isEmpty()
        ? Optional.empty()
        : Optional.of(intervals.get(intervals.size() - 1).to());
  }

  /**
   * Meters the time from where it left off, or from {@code start}, up to {@code end}. Does nothing
   * when {@code end} is not later.
   *
   * @param processorTotal used by the workload since its start
   */
  void meter(Instant start, Instant end, double processorTotal) throws IOException {
    Instant from = until().orElse(start);
    Duration whole = Duration.between(from, end);
    if (whole.isNegative() || whole.isZero()) {
      return;
    }
    double used = Math.max(0, processorTotal - processorSeconds);
    List<Interval> cuts = new ArrayList<>();
    while (from.isBefore(end)) {
      Instant longest = from.plus(UsageRules.LONGEST);
      Instant to = longest.isBefore(end) ? longest : end;
      double share = (double) Duration.between(from, to).toNanos() / whole.toNanos();
      cuts.add(new Interval(from, to, Math.round(used * share * 1e6) / 1e6));
      from = to;
    }
    append(cuts);
    intervals.addAll(cuts);
    processorSeconds += used;
  }

  int count() {
    return intervals.size();
  }

  List<Interval> from(int first, int most) {
    return List.copyOf(
        intervals.subList(
            Math.min(first, intervals.size()), Math.min(first + most, intervals.size())));
  }

  private void append(List<Interval> cuts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Interval cut : cuts) {
      bytes.write(Json.write(cut));
      bytes.write('\n');
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** An interval that was cut short by a crash was never told, and is metered again. */
  private void recover() throws IOException {
    String text = Files.readString(file);
    int whole = text.lastIndexOf('\n') + 1;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(whole);
    }
    for (String line : text.substring(0, whole).lines().toList()) {
      Interval interval = Json.read(line.getBytes(StandardCharsets.UTF_8), Interval.class);
      intervals.add(interval);
      processorSeconds += interval.processorSeconds();
    }
  }
}
