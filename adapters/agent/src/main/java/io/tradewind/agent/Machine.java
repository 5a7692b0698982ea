package io.tradewind.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * What Linux tells of itself and its processes under {@code /proc}. Its uptime is the agent's
 * monotonic clock: it goes on over a restart of the agent, and a workload's wrapper reads the same
 * one.
 */
final class Machine {
  /** Fields of {@code /proc/<pid>/stat}, counted from the one after the name, which is field 3. */
  private static final int STATE = 0;

  private static final int SESSION = 3;
  private static final int USER_TIME = 11;
  private static final int CHILDREN_SYSTEM_TIME = 14;
  private static final int START_TIME = 19;

  /** The unit of times in {@code stat} is fixed at a hundredth of a second for programs. */
  private static final double TICKS_PER_SECOND = 100;

  private final Path proc;

  Machine() {
    this(Path.of("/proc"));
  }

  Machine(Path proc) {
    this.proc = proc;
  }

  boolean isLinux() {
    return Files.isReadable(proc.resolve("uptime"));
  }

  /**
   * Microseconds since the machine started, suspended time included; a hundredth of a second fine.
   */
  long uptimeMicros() {
    try {
      return micros(Files.readString(proc.resolve("uptime")).split(" ")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("This machine does not tell its uptime.", e);
    }
  }

  /** Reads an uptime as Linux writes it, such as {@code 1776.84}. */
  static long micros(String seconds) {
    return new BigDecimal(seconds).movePointRight(6).longValueExact();
  }

  /** New at each start of the machine. */
  String bootId() {
    try {
      return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * Whether the process lives and is the one that was meant.
   *
   * @param startTicks its start time; 0 when it is not known
   */
  boolean isAlive(long pid, long startTicks) {
    return stat(pid)
        .filter(fields -> !fields[STATE].equals("Z") && !fields[STATE].equals("X"))
        .filter(fields -> startTicks == 0 || Long.parseLong(fields[START_TIME]) == startTicks)
        .isPresent();
  }

  /**
   * Processor time of all processes of a session or with an environment entry, and of their
   * children that have ended.
   */
  double processorSeconds(long session, String entry) {
    Set<Long> marked = Set.copyOf(marked(entry));
    long ticks = 0;
    for (long pid : pids(pid -> true)) {
      Optional<String[]> fields = stat(pid);
      if (fields.isPresent()
          && (marked.contains(pid) || Long.parseLong(fields.get()[SESSION]) == session)) {
        for (int field = USER_TIME; field <= CHILDREN_SYSTEM_TIME; field++) {
          ticks += Long.parseLong(fields.get()[field]);
        }
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Processes of ours that carry an environment entry, wherever they have moved to since. */
  List<Long> marked(String entry) {
    byte[] mark = (entry + "\0").getBytes(StandardCharsets.UTF_8);
    return pids(pid -> contains(environment(pid), mark));
  }

  private List<Long> pids(LongPredicate wanted) {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (wanted.test(pid)) {
          pids.add(pid);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The processes of this machine cannot be read.", e);
    }
    return pids;
  }

  private Optional<String[]> stat(long pid) {
    try {
      String stat = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private byte[] environment(long pid) {
    try {
      return Files.readAllBytes(proc.resolve(pid + "/environ"));
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int from = 0; from + part.length <= text.length; from++) {
      if (Arrays.equals(text, from, from + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
