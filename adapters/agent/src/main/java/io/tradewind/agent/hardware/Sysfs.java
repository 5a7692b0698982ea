package io.tradewind.agent.hardware;

import io.tradewind.api.agent.Inventory.Disk;
import io.tradewind.api.agent.Inventory.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What Linux tells under {@code /proc} and {@code /sys}; what is not there is left out. */
final class Sysfs {
  private static final long SECTOR = 512;
  private static final long GIBIBYTE = 1L << 30;
  private static final Map<String, String> MAKERS =
      Map.of(
          "0x10de", "NVIDIA",
          "0x1002", "AMD",
          "0x1da3", "Habana Labs",
          "0x1ae0", "Google",
          "0x10ee", "AMD Xilinx",
          "0x1d0f", "Amazon",
          "0x1e52", "Tenstorrent");

  private static final String GOOGLE = "0x1ae0";

  /** By the device numbers that Google's own tpu-info goes by. */
  private static final Map<String, String> TPUS =
      Map.of(
          "0x0027", "TPU v2 or v3",
          "0x005e", "TPU v4",
          "0x0063", "TPU v5e",
          "0x0062", "TPU v5p",
          "0x006f", "TPU v6e",
          "0x0076", "TPU7x");

  private final Path root;

  Sysfs(Path root) {
    this.root = root;
  }

  String processor() {
    return cpuinfo("model name").stream().findFirst().orElse("unknown");
  }

  int sockets() {
    return (int) Math.max(1, cpuinfo("physical id").stream().distinct().count());
  }

  private List<String> cpuinfo(String field) {
    return text("proc/cpuinfo")
        .lines()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .toList();
  }

  List<String> numaNodes() {
    return entries("sys/devices/system/node", "node[0-9]*").stream()
        .map(node -> read(node.resolve("cpulist")))
        .filter(list -> !list.isEmpty())
        .toList();
  }

  /** Real ones: neither in memory, nor mapped onto others. */
  List<Disk> disks() {
    List<Disk> disks = new ArrayList<>();
    for (Path disk : entries("sys/block", "*")) {
      String name = disk.getFileName().toString();
      long sectors = number(read(disk.resolve("size")));
      if (sectors > 0 && !name.matches("(loop|ram|zram|dm-|md|sr|fd).*")) {
        boolean rotational = read(disk.resolve("queue/rotational")).equals("1");
        disks.add(new Disk(name, sectors * SECTOR / GIBIBYTE, rotational));
      }
    }
    return disks;
  }

  /** Those with a device behind them. */
  List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    for (Path one : entries("sys/class/net", "*")) {
      if (Files.exists(one.resolve("device"))) {
        networks.add(
            new Network(
                one.getFileName().toString(),
                Math.max(0, number(read(one.resolve("speed")))),
                Files.isDirectory(one.resolve("device/infiniband"))));
      }
    }
    return networks;
  }

  /**
   * Accelerators on the bus beyond those that drivers speak for.
   *
   * @param spokenFor how many, by the vendor's number
   */
  List<String> unclaimed(Map<String, Integer> spokenFor) {
    Map<String, List<Path>> found = new TreeMap<>();
    for (Path device : entries("sys/bus/pci/devices", "*")) {
      String vendor = read(device.resolve("vendor"));
      if (isAccelerator(read(device.resolve("class")), vendor) || isTpu(vendor, device)) {
        found.computeIfAbsent(vendor, any -> new ArrayList<>()).add(device);
      }
    }
    List<String> unclaimed = new ArrayList<>();
    found.forEach(
        (vendor, devices) ->
            devices.stream()
                .skip(spokenFor.getOrDefault(vendor, 0))
                .map(device -> describe(vendor, device))
                .forEach(unclaimed::add));
    return unclaimed;
  }

  /** 3D controllers and processing accelerators of anybody; displays of those who make both. */
  private static boolean isAccelerator(String pciClass, String vendor) {
    boolean display = pciClass.startsWith("0x0300") && vendor.equals("0x10de");
    boolean computes = pciClass.startsWith("0x0302") || pciClass.startsWith("0x1200");
    return display || computes;
  }

  private static boolean isTpu(String vendor, Path device) {
    return vendor.equals(GOOGLE) && TPUS.containsKey(read(device.resolve("device")));
  }

  private String describe(String vendor, Path device) {
    if (isTpu(vendor, device)) {
      return "Google %s at %s"
          .formatted(TPUS.get(read(device.resolve("device"))), device.getFileName());
    }
    return "%s device %s:%s at %s"
        .formatted(
            MAKERS.getOrDefault(vendor, "unknown"),
            vendor,
            read(device.resolve("device")),
            device.getFileName());
  }

  /** Microjoules that the processors' packages have used, wrapping at the second figure of each. */
  List<long[]> packageEnergies() {
    return entries("sys/class/powercap", "intel-rapl:*").stream()
        .filter(zone -> read(zone.resolve("name")).startsWith("package"))
        .map(
            zone ->
                new long[] {
                  number(read(zone.resolve("energy_uj"))),
                  number(read(zone.resolve("max_energy_range_uj")))
                })
        .filter(zone -> zone[0] > 0)
        .toList();
  }

  /** Busy and all ticks of the processors since the start of the machine. */
  Optional<long[]> ticks() {
    String[] fields = text("proc/stat").lines().findFirst().orElse("").split("\\s+");
    if (fields.length < 6 || !fields[0].equals("cpu")) {
      return Optional.empty();
    }
    long[] ticks = Arrays.stream(fields).skip(1).limit(8).mapToLong(Sysfs::number).toArray();
    long all = Arrays.stream(ticks).sum();
    return Optional.of(new long[] {all - ticks[3] - ticks[4], all});
  }

  /** A word of the device tree, which a null character ends. */
  String tree(String name) {
    return text("proc/device-tree/" + name).replace("\0", "").strip();
  }

  /** Sensors of one name. */
  List<Path> monitors(String name) {
    return entries("sys/class/hwmon", "hwmon*").stream()
        .filter(monitor -> read(monitor.resolve("name")).equals(name))
        .toList();
  }

  OptionalDouble measured(Path file) {
    String text = read(file);
    return text.matches("\\d{1,12}")
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  private List<Path> entries(String folder, String glob) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root.resolve(folder), glob)) {
      found.forEach(entries::add);
    } catch (IOException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    }
    entries.sort(Comparator.naturalOrder());
    return entries;
  }

  String text(String path) {
    return read(root.resolve(path));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static long number(String text) {
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
