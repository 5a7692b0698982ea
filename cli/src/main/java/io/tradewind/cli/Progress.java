package io.tradewind.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One line at a terminal that says what is waited for and for how long, and goes when it is over.
 * With a limit of the run it is a bar. Where nobody watches, nothing is written.
 */
final class Progress implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int WIDTH = 24;
  private static final String BACK = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean shown;
  private final LongSupplier nanos;
  private final long began;
  private final ScheduledExecutorService clock;
  private String doing = "";
  private Duration whole = Duration.ZERO;
  private long runsSince;

  Progress(PrintWriter out, boolean shown) {
    this(out, shown, System::nanoTime);
  }

  Progress(PrintWriter out, boolean shown, LongSupplier nanos) {
    this.out = out;
    this.shown = shown;
    this.nanos = nanos;
    began = nanos.getAsLong();
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    if (shown) {
      ScheduledFuture<?> unused =
          clock.scheduleWithFixedDelay(this::draw, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Something else is waited for from now on. */
  synchronized void becomes(String state) {
    doing = state;
    draw();
  }

  /** It runs from now on, and for no longer than this. */
  synchronized void runsAtMost(Duration longest) {
    whole = longest;
    runsSince = nanos.getAsLong();
  }

  /** A line that stays, above the one that moves. */
  synchronized void say(String line) {
    erase();
    out.println(line);
    draw();
  }

  @Override
  public synchronized void close() {
    clock.shutdownNow();
    // A drawing that waits for this to end finds nothing to draw.
    doing = "";
    erase();
  }

  private void erase() {
    if (shown) {
      out.print(BACK);
      out.flush();
    }
  }

  synchronized void draw() {
    if (shown && !doing.isEmpty()) {
      long now = nanos.getAsLong();
      out.print(BACK + line(Duration.ofNanos(now - began), Duration.ofNanos(now - runsSince)));
      out.flush();
    }
  }

  private String line(Duration waited, Duration ran) {
    if (whole.isZero()) {
      return "%s, %s".formatted(doing, words(waited));
    }
    int done = (int) Math.min(WIDTH, WIDTH * ran.toMillis() / whole.toMillis());
    return "%s, %s [%s%s] of at most %s"
        .formatted(doing, words(ran), "#".repeat(done), ".".repeat(WIDTH - done), words(whole));
  }

  private static String words(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
