package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits on memory, processors and processes by the kernel's control groups, of either version,
 * where this user may make some. Each lease has a group, or with version 1 one in each hierarchy.
 */
final class ControlGroups {
  private static final Logger LOG = Logger.getLogger(ControlGroups.class.getName());
  private static final long MOST_PROCESSES = 4096;
  private static final long PERIOD_MICROS = 100_000;
  private static final int TRIES = 40;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final Path root;

  /**
   * @param root {@code /}, or what a test puts in its place
   */
  ControlGroups(Path root) {
    this.root = root;
  }

  /**
   * Makes the lease's groups.
   *
   * @return shell lines by which a shell enters them; none where this user may make no groups
   */
  List<String> enter(String mark, LeaseWork.Run run) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path group : groups(mark)) {
      try {
        Files.createDirectories(group);
        limit(group, run);
        lines.add("echo $$ >" + ShellScript.quote(group.resolve("cgroup.procs").toString()));
      } catch (IOException e) {
        LOG.log(Level.WARNING, "Workloads have no limits of the control group " + group, e);
      }
    }
    return lines;
  }

  /** Whether the kernel ended a process of the lease for want of memory. */
  boolean ranOutOfMemory(String mark) {
    return groups(mark).stream()
        .anyMatch(group -> killed(group, "memory.oom_control") || killed(group, "memory.events"));
  }

  /** Ends whatever is in the lease's groups, and removes them. */
  void remove(String mark) throws IOException {
    for (Path group : groups(mark)) {
      for (int tries = 0; Files.exists(group) && tries < TRIES; tries++) {
        for (String pid : text(group.resolve("cgroup.procs")).lines().toList()) {
          ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        // A group with a process that is about to be gone cannot be removed yet.
        if (!group.toFile().delete()) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private static void limit(Path group, LeaseWork.Run run) throws IOException {
    long bytes = run.memoryMib() * 1024 * 1024;
    long quota = Math.max(PERIOD_MICROS / 100, Math.round(run.vcpus() * PERIOD_MICROS));
    if (bytes > 0) {
      write(group, "memory.max", bytes);
      write(group, "memory.swap.max", 0);
      write(group, "memory.limit_in_bytes", bytes);
      write(group, "memory.memsw.limit_in_bytes", bytes);
    }
    if (run.vcpus() > 0) {
      write(group, "cpu.max", quota + " " + PERIOD_MICROS);
      write(group, "cpu.cfs_period_us", PERIOD_MICROS);
      write(group, "cpu.cfs_quota_us", quota);
    }
    write(group, "pids.max", MOST_PROCESSES);
  }

  /** Each version and hierarchy has its own files; those that are not there are left out. */
  private static void write(Path group, String file, Object value) throws IOException {
    Path path = group.resolve(file);
    if (Files.exists(path)) {
      Files.writeString(path, value.toString());
    }
  }

  private List<Path> groups(String mark) {
    List<Path> groups = new ArrayList<>();
    for (String line : text(root.resolve("proc/self/mounts")).lines().toList()) {
      String[] fields = line.split(" ");
      if (fields.length > 3) {
        base(fields[2], root.resolve(fields[1].substring(1)), fields[3])
            .ifPresent(base -> groups.add(base.resolve("tradewind").resolve(mark)));
      }
    }
    return groups;
  }

  private Optional<Path> base(String type, Path mount, String options) {
    if (type.equals("cgroup2")) {
      List<String> controllers =
          Arrays.asList(text(mount.resolve("cgroup.controllers")).strip().split(" "));
      return controllers.contains("memory") ? Optional.of(delegating(mount)) : Optional.empty();
    }
    boolean wanted =
        type.equals("cgroup")
            && Arrays.stream(options.split(","))
                .anyMatch(List.of("memory", "cpu", "pids")::contains);
    return wanted ? Optional.of(own(mount, options)) : Optional.empty();
  }

  /** With version 2 a group hands its controllers down only when it is told to. */
  private static Path delegating(Path mount) {
    for (Path group : List.of(mount, mount.resolve("tradewind"))) {
      try {
        Files.createDirectories(group);
        write(group, "cgroup.subtree_control", "+memory +cpu +pids");
      } catch (IOException e) {
        LOG.log(Level.FINE, "The control group " + group + " hands nothing down", e);
      }
    }
    return mount;
  }

  /** Below the agent's own group, so that the agent's limits hold for its workloads too. */
  private Path own(Path mount, String options) {
    List<String> controllers = Arrays.asList(options.split(","));
    for (String line : text(root.resolve("proc/self/cgroup")).lines().toList()) {
      String[] fields = line.split(":", 3);
      boolean ours = Arrays.stream(fields[1].split(",")).anyMatch(controllers::contains);
      if (ours && !fields[1].isEmpty() && fields[2].length() > 1) {
        Path path = mount.resolve(fields[2].substring(1));
        return Files.isDirectory(path) ? path : mount;
      }
    }
    return mount;
  }

  private static boolean killed(Path group, String file) {
    return text(group.resolve(file))
        .lines()
        .anyMatch(line -> line.startsWith("oom_kill ") && !line.endsWith(" 0"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      // Another version or hierarchy, or the group has gone.
      return "";
    }
  }
}
