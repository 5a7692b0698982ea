package io.tradewind.agent;

import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SelfTestReport;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the self-tests that the broker wants, one at a time, each in a process of its own: it needs
 * more memory than an agent has, and must not hold up a heartbeat.
 */
final class SelfTests {
  static final String OPTION = "--self-test";

  private static final Logger LOG = Logger.getLogger(SelfTests.class.getName());
  private static final long LONGEST_MINUTES = 8;
  private static final int FIELDS = 4;
  private static final long UNTIL_GONE_MILLIS = 5_000;

  private final Settings settings;
  private final Path state;
  private final BrokerCalls broker;
  private final boolean elsewhere;
  private String last = "";
  private Optional<Thread> running = Optional.empty();
  private volatile @Nullable Process process;

  /**
   * @param elsewhere what the agent offers is not this machine, whose figures say nothing of it
   */
  SelfTests(Settings settings, Path state, BrokerCalls broker, boolean elsewhere) {
    this.settings = settings;
    this.state = state;
    this.broker = broker;
    this.elsewhere = elsewhere;
  }

  /**
   * Returns at once. A test that was begun is not begun again.
   *
   * @param landmarks to which the way is measured besides; null for none
   */
  synchronized void run(String test, @Nullable List<Heartbeat.Landmark> landmarks) {
    if (test.equals(last) || running.filter(Thread::isAlive).isPresent()) {
      return;
    }
    last = test;
    Thread thread = new Thread(() -> measure(test, landmarks), "self-test");
    thread.setDaemon(true);
    thread.start();
    running = Optional.of(thread);
  }

  /** What is measured is ended, and told no more. */
  synchronized void stop() throws InterruptedException {
    if (running.isPresent()) {
      running.get().interrupt();
      Process measuring = process;
      if (measuring != null) {
        measuring.destroyForcibly();
      }
      running.get().join(UNTIL_GONE_MILLIS);
    }
  }

  private void measure(String test, @Nullable List<Heartbeat.Landmark> landmarks) {
    try {
      LOG.info("The broker wants a self-test");
      List<Measurement> measured = new ArrayList<>();
      Process measuring =
          new ProcessBuilder(command(landmarks))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process = measuring;
      measuring.getOutputStream().close();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(measuring.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          heed(test, line, measured);
        }
      }
      if (!measuring.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        measuring.destroyForcibly();
      }
      // What was ended in the middle of it says nothing.
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      broker.selfTest(new SelfTestReport(test, "finished", true, measured));
    } catch (IOException | BrokerAwayException | RefusedException e) {
      LOG.log(Level.WARNING, "A self-test did not come to its end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line tells a step, or what was measured. */
  private void heed(String test, String line, List<Measurement> measured)
      throws BrokerAwayException, RefusedException, InterruptedException {
    String[] fields = line.split("\t", -1);
    if (fields.length == FIELDS && fields[1].matches("\\d{1,12}(\\.\\d{1,6})?")) {
      measured.add(new Measurement(fields[0], Double.parseDouble(fields[1]), fields[2], fields[3]));
    } else if (fields.length == 1 && !line.isBlank()) {
      broker.selfTest(new SelfTestReport(test, line, false, List.copyOf(measured)));
    }
  }

  private List<String> command(@Nullable List<Heartbeat.Landmark> landmarks) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx%dm".formatted(SelfTestProgram.HEAP_MEBIBYTES),
        "-XX:+UseParallelGC",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        OPTION,
        elsewhere ? SelfTestProgram.NETWORK : SelfTestProgram.ALL,
        state.toString(),
        settings.broker().toString(),
        settings.brokerCertificate().map(Path::toString).orElse(""),
        LandmarkProbe.argument(landmarks == null ? List.of() : landmarks));
  }
}
