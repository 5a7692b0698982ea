package io.tradewind.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Gives each lease accelerators of this machine that no other lease has. */
final class DeviceShare {
  private static final String NOTE = "devices";
  private static final Pattern NVIDIA = Pattern.compile("nvidia(\\d+)");
  private static final Pattern AMD = Pattern.compile("renderD(\\d+)");

  /** Gaudi's; other makers' have none of these beside theirs. */
  private static final Pattern GAUDI = Pattern.compile("accel_controlD(\\d+)");

  /**
   * @param number the vendor's: the GPU's index, that of AMD's render node, or that of Gaudi's
   *     device
   */
  record Device(String vendor, int number) {
    boolean isNvidia() {
      return vendor.equals("nvidia");
    }

    /** What of {@code /dev} it is used through. */
    List<String> nodes() {
      return switch (vendor) {
        case "nvidia" -> List.of("nvidia" + number, "nvidiactl", "nvidia-uvm", "nvidia-uvm-tools");
        case "gaudi" -> List.of("accel/accel" + number, "accel/accel_controlD" + number);
        default -> List.of("dri/renderD" + number, "kfd");
      };
    }

    @Override
    public String toString() {
      return vendor + ":" + number;
    }

    static Device parse(String text) {
      String[] parts = text.split(":");
      return new Device(parts[0], Integer.parseInt(parts[1]));
    }
  }

  private final Path devices;
  private final Path leases;

  /**
   * @param devices {@code /dev}, or what a test puts in its place
   * @param leases the folder with a folder for each lease, where it is noted who has what
   */
  DeviceShare(Path devices, Path leases) {
    this.devices = devices;
    this.leases = leases;
  }

  /**
   * Devices for a lease; the same when it is asked again.
   *
   * @throws IOException when fewer are free
   */
  synchronized List<Device> take(LeaseFolder folder, int count) throws IOException {
    Optional<String> taken = folder.readNote(NOTE);
    if (taken.isPresent()) {
      return parse(taken.get()).toList();
    }
    Set<Device> given = given();
    List<Device> free = present().filter(device -> !given.contains(device)).toList();
    if (free.size() < count) {
      throw new IOException(
          "The workload wants %d accelerators, and %d are free here."
              .formatted(count, free.size()));
    }
    List<Device> chosen = free.subList(0, count);
    if (count > 0) {
      folder.writeNote(NOTE, String.join(" ", chosen.stream().map(Device::toString).toList()));
    }
    return chosen;
  }

  synchronized void giveBack(LeaseFolder folder) throws IOException {
    Files.deleteIfExists(folder.path().resolve(NOTE));
  }

  private Stream<Device> present() throws IOException {
    boolean amd = Files.exists(devices.resolve("kfd"));
    return Stream.of(
            numbered(devices, "nvidia", NVIDIA),
            amd ? numbered(devices.resolve("dri"), "amd", AMD) : Stream.<Device>of(),
            numbered(devices.resolve("accel"), "gaudi", GAUDI))
        .flatMap(each -> each);
  }

  private static Stream<Device> numbered(Path folder, String vendor, Pattern pattern)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> pattern.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> new Device(vendor, Integer.parseInt(matcher.group(1))))
          .sorted(Comparator.comparingInt(Device::number))
          .toList()
          .stream();
    }
  }

  private Set<Device> given() throws IOException {
    Set<Device> given = new HashSet<>();
    try (Stream<Path> folders = Files.list(leases)) {
      folders.forEach(folder -> note(folder).ifPresent(it -> parse(it).forEach(given::add)));
    }
    return given;
  }

  private static Optional<String> note(Path folder) {
    try {
      return new LeaseFolder(folder).readNote(NOTE);
    } catch (IOException e) {
      throw new UncheckedIOException("Who has which device cannot be read.", e);
    }
  }

  private static Stream<Device> parse(String note) {
    return Arrays.stream(note.split(" ")).map(Device::parse);
  }
}
