package io.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter written = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void itSaysWhatIsWaitedForAndForHowLong() {
    try (Progress progress = shown()) {
      nanos.set(Duration.ofSeconds(75).toNanos());
      progress.becomes("provisioning");
    }

    assertThat(written.toString()).contains("\r\u001b[Kprovisioning, 1:15").endsWith("\r\u001b[K");
  }

  @Test
  void aRunWithALimitIsABar() {
    try (Progress progress = shown()) {
      progress.runsAtMost(Duration.ofHours(2));
      nanos.set(Duration.ofMinutes(30).toNanos());
      progress.becomes("running");
    }

    assertThat(written.toString())
        .contains("running, 30:00 [######..................] of at most 2:00:00");
  }

  @Test
  void whatIsSaidStays() {
    try (Progress progress = shown()) {
      progress.becomes("running");
      progress.say("a line");
    }

    assertThat(written.toString()).contains("\r\u001b[Ka line\n");
  }

  @Test
  void whereNobodyWatchesOnlyWhatIsSaidIsWritten() {
    try (Progress progress = new Progress(new PrintWriter(written, true), false, nanos::get)) {
      progress.becomes("running");
      progress.say("a line");
    }

    assertThat(written.toString().lines()).containsExactly("a line");
  }

  private Progress shown() {
    return new Progress(new PrintWriter(written, true), true, nanos::get);
  }
}
