package io.tradewind.server.agent;

import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.start.BrokerStarted;
import io.tradewind.server.start.BrokerStopping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Enrols this machine as a site: runs the same agent program that every site runs, as a process of
 * its own. A broker that is killed leaves its agent, and the workload, running; the next start puts
 * a fresh agent in its place, which takes the workload over.
 */
@ApplicationScoped
public class LocalAgent {
  private static final Logger LOG = Logger.getLogger(LocalAgent.class);
  private static final String JAR = "META-INF/tradewind/agent.jar";
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
  private static final long GRACE_SECONDS = 20;

  private final TradewindConfig config;
  private final LocalSite site;
  private final AgentGate gate;
  private volatile @Nullable Process process;
  private volatile boolean stopping;

  LocalAgent(TradewindConfig config, LocalSite site, AgentGate gate) {
    this.config = config;
    this.site = site;
    this.gate = gate;
  }

  void start(@ObservesAsync BrokerStarted started) {
    if (config.local().site()) {
      Thread thread = new Thread(() -> keepRunning(started.address()), "local-agent");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Before everything else stops: the agent ends its workloads and says so while somebody listens.
   */
  void stop(@Observes BrokerStopping event) throws InterruptedException {
    stopping = true;
    Process running = process;
    if (running != null && running.isAlive()) {
      running.destroy();
      if (!running.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The agent of this machine does not end; its workloads end by its own rule.");
      }
    }
  }

  private void keepRunning(URI broker) {
    try {
      site.ensure();
      Path folder = config.home().resolve("agent");
      Path jar = unpacked(folder);
      endPredecessor(folder);
      for (int failures = 0; !stopping; failures++) {
        int code = run(broker, folder, jar);
        if (!stopping) {
          LOG.warnf(
              "The agent of this machine ended with code %d; see %s. Starting it again.",
              code, log(folder));
          TimeUnit.SECONDS.sleep(Math.min(60, 1L << Math.min(failures, 6)));
        }
      }
    } catch (IOException e) {
      LOG.errorf(e, "This machine cannot be a site. Set tradewind.local.site=false to do without.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int run(URI broker, Path folder, Path jar) throws IOException, InterruptedException {
    String token = Database.await(gate.issueEnrolmentToken(LocalSite.ID, TOKEN_LIFE));
    ProcessBuilder builder = new ProcessBuilder(command(broker, folder, jar));
    builder.environment().put("TRADEWIND_ENROLMENT_TOKEN", token);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()));
    Process started = builder.start();
    process = started;
    Files.writeString(pidFile(folder), Long.toString(started.pid()));
    return started.waitFor();
  }

  private static List<String> command(URI broker, Path folder, Path jar) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx48m",
        "-Xss256k",
        "-jar",
        jar.toString(),
        "--broker",
        broker.toString(),
        "--state",
        folder.resolve("state").toString(),
        "--executor",
        "process");
  }

  private static Path unpacked(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path jar = folder.resolve("agent.jar");
    Path fresh = folder.resolve("agent.jar.new");
    try (InputStream stream = LocalAgent.class.getClassLoader().getResourceAsStream(JAR)) {
      if (stream == null) {
        throw new IOException("The agent is not aboard this build: %s is missing.".formatted(JAR));
      }
      Files.copy(stream, fresh, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return jar;
  }

  /**
   * An agent that a killed broker left behind. It is killed too, so that it leaves its workloads
   * for the new one to take over.
   */
  private static void endPredecessor(Path folder) throws IOException, InterruptedException {
    Optional<ProcessHandle> left = predecessor(folder);
    if (left.isPresent()) {
      LOG.infof(
          "Taking over from the agent that an earlier broker left, process %d.", left.get().pid());
      left.get().destroyForcibly();
      left.get().onExit().orTimeout(GRACE_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  private static Optional<ProcessHandle> predecessor(Path folder) throws IOException {
    if (!Files.exists(pidFile(folder))) {
      return Optional.empty();
    }
    try {
      long pid = Long.parseLong(Files.readString(pidFile(folder)).strip());
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(
              handle ->
                  handle
                      .info()
                      .commandLine()
                      .orElse("")
                      .contains(folder.resolve("agent.jar").toString()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Path pidFile(Path folder) {
    return folder.resolve("agent.pid");
  }

  private static Path log(Path folder) {
    return folder.resolve("agent.log");
  }
}
