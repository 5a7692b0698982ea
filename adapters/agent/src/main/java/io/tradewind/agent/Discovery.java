package io.tradewind.agent;

import io.tradewind.agent.hardware.HardwareProbe;
import io.tradewind.api.agent.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what this machine is. Nothing is declared by hand. */
final class Discovery {
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final long MEBIBYTE = 1024L * 1024;

  private final Path root;
  private final Path state;
  private final List<String> executors;
  private final HardwareProbe hardware;
  private final Elsewhere elsewhere;

  /**
   * @param root {@code /}, or what a test puts in its place
   * @param state whose disk workloads will use
   * @param hardware finds the machine's parts
   */
  Discovery(Path root, Path state, List<String> executors, HardwareProbe hardware) {
    this(root, state, executors, hardware, Optional::empty);
  }

  /**
   * @param elsewhere what is offered in place of this machine
   */
  Discovery(
      Path root, Path state, List<String> executors, HardwareProbe hardware, Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
    this.root = root;
    this.state = state;
    this.executors = List.copyOf(executors);
    this.hardware = hardware;
  }

  /** What an executor may offer of other machines; empty when it runs things here. */
  interface Elsewhere {
    Optional<Capacity> capacity() throws IOException;
  }

  Inventory inventory() throws InterruptedException, IOException {
    Optional<Capacity> there = elsewhere.capacity();
    Capacity offered = there.isPresent() ? there.get() : here();
    Inventory unhashed =
        new Inventory(
            "",
            offered.architecture(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            offered.vcpus(),
            offered.memoryMib(),
            diskMib(),
            offered.accelerators(),
            executors,
            there.isPresent() ? null : hardware.hardware(),
            there.map(Capacity::nodes).filter(nodes -> !nodes.isEmpty()).orElse(null));
    return new Inventory(
        hash(unhashed),
        unhashed.architecture(),
        unhashed.operatingSystem(),
        unhashed.vcpus(),
        unhashed.memoryMib(),
        unhashed.diskMib(),
        unhashed.accelerators(),
        unhashed.executors(),
        unhashed.hardware(),
        unhashed.nodes());
  }

  private Capacity here() throws InterruptedException {
    return new Capacity(
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        memoryMib(),
        hardware.accelerators(),
        List.of());
  }

  /** The machine's, or less where a control group limits this agent and so its workloads. */
  private long memoryMib() {
    Matcher total = TOTAL.matcher(text("proc/meminfo").orElse(""));
    long machine = total.find() ? Long.parseLong(total.group(1)) / 1024 : 0;
    long limit =
        text("sys/fs/cgroup/memory.max")
            .or(() -> text("sys/fs/cgroup/memory/memory.limit_in_bytes"))
            .map(String::strip)
            .filter(text -> text.matches("\\d{1,18}"))
            .map(bytes -> Long.parseLong(bytes) / MEBIBYTE)
            .orElse(machine);
    return Math.min(machine, limit);
  }

  private long diskMib() {
    try {
      return Files.getFileStore(state).getTotalSpace() / MEBIBYTE;
    } catch (IOException e) {
      return 0;
    }
  }

  private Optional<String> text(String path) {
    try {
      return Optional.of(Files.readString(root.resolve(path)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String hash(Inventory inventory) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.write(inventory));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java knows no SHA-256.", e);
    }
  }
}
