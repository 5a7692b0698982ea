package io.tradewind.agent;

import io.tradewind.api.agent.Inventory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what this machine is. Nothing is declared by hand. */
final class Discovery {
  private static final Logger LOG = Logger.getLogger(Discovery.class.getName());
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final long MEBIBYTE = 1024L * 1024;

  private final Path root;
  private final Path state;
  private final List<String> executors;
  private final Elsewhere elsewhere;
  private final String nvidiaSmi;

  /**
   * @param root {@code /}, or what a test puts in its place
   * @param state whose disk workloads will use
   * @param nvidiaSmi the program to ask for NVIDIA devices
   */
  Discovery(Path root, Path state, List<String> executors, String nvidiaSmi) {
    this(root, state, executors, nvidiaSmi, Optional::empty);
  }

  /**
   * @param elsewhere what is offered in place of this machine
   */
  Discovery(Path root, Path state, List<String> executors, String nvidiaSmi, Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
    this.root = root;
    this.state = state;
    this.executors = List.copyOf(executors);
    this.nvidiaSmi = nvidiaSmi;
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
            executors);
    return new Inventory(
        hash(unhashed),
        unhashed.architecture(),
        unhashed.operatingSystem(),
        unhashed.vcpus(),
        unhashed.memoryMib(),
        unhashed.diskMib(),
        unhashed.accelerators(),
        unhashed.executors());
  }

  private Capacity here() throws InterruptedException {
    return new Capacity(
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        memoryMib(),
        accelerators());
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

  private List<Inventory.Device> accelerators() throws InterruptedException {
    List<Inventory.Device> devices = new ArrayList<>();
    for (String line : askNvidia().lines().toList()) {
      String[] fields = line.split("\\s*,\\s*");
      if (fields.length == 4 && fields[1].matches("\\d{1,9}")) {
        devices.add(
            new Inventory.Device(
                fields[0], Long.parseLong(fields[1]), "nvidia " + fields[2], fields[3]));
      }
    }
    return devices;
  }

  private String askNvidia() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  nvidiaSmi,
                  "--query-gpu=name,memory.total,driver_version,uuid",
                  "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warning(nvidiaSmi + " did not answer; NVIDIA devices are left out");
        return "";
      }
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? answer : "";
    } catch (IOException e) {
      // Most machines have neither the program nor the devices.
      return "";
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
