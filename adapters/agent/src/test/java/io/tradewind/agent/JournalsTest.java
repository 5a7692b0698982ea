package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.LeaseReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk survives a crash at any byte, and is the same when it is read again. */
class JournalsTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void linesAreReadBackInBatchesAndAgainTheSame(@TempDir Path folder) throws IOException {
    LogJournal journal = LogJournal.open(folder);
    fill(journal, 5000, "x".repeat(600));

    List<String> first = readAll(journal);
    List<String> second = readAll(LogJournal.open(folder));

    assertThat(first).hasSize(5000).isEqualTo(second);
    assertThat(first.get(4999)).startsWith("4999 ");
  }

  @Test
  void aLineThatWasCutShortByACrashIsTakenOff(@TempDir Path folder) throws IOException {
    LogJournal journal = LogJournal.open(folder);
    fill(journal, 3, "text");
    Path segment = folder.resolve("log-000000000000.jsonl");
    byte[] whole = Files.readAllBytes(segment);
    int lastLine = whole.length / 3;

    for (int lost = 1; lost < lastLine; lost += 7) {
      Files.write(segment, Arrays.copyOf(whole, whole.length - lost));
      LogJournal recovered = LogJournal.open(folder);
      assertThat(recovered.nextSequence()).isEqualTo(2);
      assertThat(readAll(recovered)).containsExactly("0 text", "1 text");
    }
  }

  @Test
  void aRestartGoesOnWhereTheOutputWasRead(@TempDir Path folder) throws IOException {
    LogJournal.open(folder).append(List.of(new LogJournal.Entry(0, START, "stdout", "a", 17, 4)));

    assertThat(LogJournal.open(folder).last())
        .contains(new LogJournal.Entry(0, START, "stdout", "a", 17, 4));
  }

  @Test
  void linesThatAreNoLongerKeptAreReplacedByAWord(@TempDir Path folder) throws IOException {
    LogJournal journal = LogJournal.open(folder);
    fill(journal, 10_000, "x".repeat(1000));
    journal.trim(10_000);

    LogJournal.Batch batch = journal.read(0, 10, 1000);

    assertThat(batch.firstSequence()).isZero();
    assertThat(batch.lines()).hasSize(10).allMatch(line -> line.stream().equals("system"));
  }

  @Test
  void splitLinesKeepCharactersWhole(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("stdout");
    String line = "a" + "€".repeat(10_000);
    Files.writeString(file, line + "\n");

    List<OutputTail.Cut> cuts = new OutputTail(file, 0).next(false);

    assertThat(String.join("", cuts.stream().map(OutputTail.Cut::text).toList())).isEqualTo(line);
    assertThat(cuts)
        .allMatch(
            cut ->
                cut.text().getBytes(StandardCharsets.UTF_8).length
                    <= OutputTail.LONGEST_LINE_BYTES);
  }

  @Test
  void anUnfinishedLineWaitsForItsEnd(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("stdout");
    Files.writeString(file, "whole\nhalf");
    OutputTail tail = new OutputTail(file, 0);

    assertThat(tail.next(false)).extracting(OutputTail.Cut::text).containsExactly("whole");
    assertThat(tail.next(false)).isEmpty();
    Files.writeString(file, " and half\n", StandardOpenOption.APPEND);
    assertThat(tail.next(false)).extracting(OutputTail.Cut::text).containsExactly("half and half");
    assertThat(tail.offset()).isEqualTo(Files.size(file));
  }

  @Test
  void meteredTimeIsCutIntoMinutesWithoutGap(@TempDir Path folder) throws IOException {
    UsageMeter meter = UsageMeter.open(folder);

    meter.meter(START, START.plusSeconds(5), 1);
    meter.meter(START, START.plusSeconds(155), 31);

    assertThat(meter.from(0, 10))
        .extracting(interval -> Duration.between(interval.from(), interval.to()).toSeconds())
        .containsExactly(5L, 60L, 60L, 30L);
    assertThat(meter.from(0, 10))
        .extracting(LeaseReport.Interval::processorSeconds)
        .containsExactly(1.0, 12.0, 12.0, 6.0);
  }

  @Test
  void timeThatIsMeteredIsNotMeteredAgain(@TempDir Path folder) throws IOException {
    UsageMeter meter = UsageMeter.open(folder);
    meter.meter(START, START.plusSeconds(5), 1);

    meter.meter(START, START.plusSeconds(5), 2);
    meter.meter(START, START.plusSeconds(4), 2);

    assertThat(meter.count()).isEqualTo(1);
  }

  @Test
  void anIntervalThatWasCutShortByACrashIsMeteredAgain(@TempDir Path folder) throws IOException {
    UsageMeter meter = UsageMeter.open(folder);
    meter.meter(START, START.plusSeconds(5), 1);
    Path file = folder.resolve("usage.jsonl");
    Files.writeString(file, "{\"from\":\"2026-11-20T10:0", StandardOpenOption.APPEND);

    UsageMeter recovered = UsageMeter.open(folder);
    recovered.meter(START, START.plusSeconds(8), 2);

    assertThat(UsageMeter.open(folder).from(0, 10))
        .containsExactly(
            new LeaseReport.Interval(START, START.plusSeconds(5), 1),
            new LeaseReport.Interval(START.plusSeconds(5), START.plusSeconds(8), 1));
  }

  private static void fill(LogJournal journal, int count, String text) throws IOException {
    for (int from = 0; from < count; from += 100) {
      journal.append(
          LongStream.range(from, Math.min(count, from + 100))
              .mapToObj(n -> new LogJournal.Entry(n, START, "stdout", n + " " + text, n, 0))
              .toList());
    }
  }

  private static List<String> readAll(LogJournal journal) throws IOException {
    List<String> texts = new ArrayList<>();
    LogJournal.Batch batch = journal.read(0, 300, 50_000);
    while (!batch.lines().isEmpty()) {
      assertThat(batch.firstSequence()).isEqualTo(texts.size());
      batch.lines().forEach(line -> texts.add(line.text()));
      batch = journal.read(texts.size(), 300, 50_000);
    }
    return texts;
  }
}
