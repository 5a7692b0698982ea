package io.tradewind.server.testing;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A fresh machine as a process tree on this one: it runs the scripts of its user data as systemd
 * would, the agent until it succeeds and the watch every second, until it is shut down.
 */
public final class LocalMachine implements TestCloud.Machine {
  /** As the unit of the agent has it. */
  private static final Set<Integer> NOT_AGAIN = Set.of(0, 2, 3, 4, 143);

  private final MachineRoot root;
  private final ScheduledExecutorService systemd = Executors.newScheduledThreadPool(2);
  private volatile @Nullable Process agent;
  private volatile boolean ended;

  private LocalMachine(MachineRoot root) {
    this.root = root;
  }

  /** Boots it; nothing of it is left when it has ended, but its folder. */
  public static LocalMachine boot(Path folder, Bootstrap bootstrap) {
    String userData = bootstrap.userData().orElseThrow().reveal();
    try {
      LocalMachine machine = new LocalMachine(MachineRoot.unpackInRealTime(folder, userData));
      machine.root.commands().forEach(machine::obey);
      return machine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@link TestCloud#offer}. */
  public static TestCloud.Hypervisor under(Path folder) {
    return (LeaseId lease, Bootstrap bootstrap) ->
        boot(folder.resolve(lease.toString()), bootstrap);
  }

  /** The same, where somebody has put another program in the agent's place. */
  public static TestCloud.Hypervisor misled(Path folder) {
    return (LeaseId lease, Bootstrap bootstrap) -> {
      String userData =
          bootstrap
              .userData()
              .orElseThrow()
              .reveal()
              .replaceAll("AGENT_SHA256='[0-9a-f]+'", "AGENT_SHA256='" + "0".repeat(64) + "'");
      return boot(
          folder.resolve(lease.toString()),
          new Bootstrap(
              bootstrap.broker(), bootstrap.enrolmentToken(), Optional.of(new Secret(userData))));
    };
  }

  private void obey(List<String> command) {
    if (command.contains("tradewind-agent.service")) {
      systemd.execute(this::runAgent);
    } else if (command.contains("tradewind-watch.timer")) {
      var unused = systemd.scheduleWithFixedDelay(this::watch, 1, 1, TimeUnit.SECONDS);
    }
  }

  private void runAgent() {
    try {
      for (int code = -1; !NOT_AGAIN.contains(code) && !ended; ) {
        agentIs("active");
        Process started =
            root.builder("/opt/tradewind/agent.sh")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
                .start();
        agent = started;
        code = started.waitFor();
        agentIs("activating");
      }
      agentIs("inactive");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      MachineRoot.Outcome outcome = root.run("/opt/tradewind/watch.sh");
      Files.writeString(console(), outcome.text(), StandardOpenOption.APPEND);
      if (root.isShutDown()) {
        end();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void agentIs(String state) throws IOException {
    root.write("/agent.state", state + "\n");
  }

  private Path console() throws IOException {
    Path console = root.path("/console");
    if (!Files.exists(console)) {
      Files.writeString(console, "");
    }
    return console;
  }

  @Override
  public boolean runs() {
    return !ended;
  }

  /** As a power cut. */
  @Override
  public void end() {
    ended = true;
    systemd.shutdownNow();
    Process running = agent;
    if (running != null) {
      List<ProcessHandle> children = running.descendants().toList();
      running.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
