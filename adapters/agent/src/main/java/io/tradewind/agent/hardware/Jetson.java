package io.tradewind.agent.hardware;

import io.tradewind.api.agent.Heartbeat.DeviceReading;
import io.tradewind.api.agent.Inventory.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Jetson module: one GPU on the processor's own chip, which shares its memory and answers no
 * {@code nvidia-smi}. The device tree names it; its power monitor is an INA3221 whose first channel
 * is the whole module.
 */
final class Jetson implements Devices {
  private static final Pattern MODEL =
      Pattern.compile("(?:NVIDIA )?Jetson (AGX \\w+|Orin (?:NX|Nano)|Xavier NX|TX\\d|Nano)\\b.*");
  private static final Pattern RELEASE = Pattern.compile("# (R\\d+).*REVISION: ([\\d.]+).*");
  private static final List<String> LOADS =
      List.of("sys/devices/gpu.0/load", "sys/devices/platform/gpu.0/load");
  private static final double MOST_LOAD = 1_000;
  private static final double MICROWATTS = 1e6;
  private static final long BINARY_THOUSAND = 1_024;
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

  private final Sysfs sysfs;

  Jetson(Sysfs sysfs) {
    this.sysfs = sysfs;
  }

  boolean isThere() {
    return model().isPresent();
  }

  /** It is on no bus. */
  @Override
  public String vendor() {
    return "";
  }

  @Override
  public List<Device> devices() {
    return model()
        .map(name -> new Device(name, mebibytes(), driver(), uuid()))
        .map(List::of)
        .orElse(List.of());
  }

  @Override
  public List<DeviceReading> readings() {
    return isThere() ? List.of(new DeviceReading(uuid(), load(), watts(), null)) : List.of();
  }

  /** Sold in sizes of which the system keeps a part: 61 GiB of 64. */
  private Optional<String> model() {
    Matcher matcher = MODEL.matcher(sysfs.tree("model"));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long sold = 4;
    while (sold * BINARY_THOUSAND < mebibytes()) {
      sold *= 2;
    }
    String family = matcher.group(1).replace(' ', '-');
    return Optional.of("Jetson-%s-%dGB".formatted(family, sold));
  }

  private long mebibytes() {
    Matcher total = TOTAL.matcher(sysfs.text("proc/meminfo"));
    return total.find() ? Long.parseLong(total.group(1)) / BINARY_THOUSAND : 0;
  }

  private String driver() {
    String release = sysfs.text("etc/nv_tegra_release").lines().findFirst().orElse("");
    Matcher matcher = RELEASE.matcher(release);
    return matcher.matches() ? "l4t %s.%s".formatted(matcher.group(1), matcher.group(2)) : "l4t";
  }

  private String uuid() {
    String serial = sysfs.tree("serial-number");
    return "jetson-" + (serial.isEmpty() ? sysfs.text("etc/machine-id") : serial);
  }

  private @Nullable Double load() {
    return LOADS.stream()
        .map(sysfs::text)
        .filter(text -> text.matches("\\d{1,4}"))
        .findFirst()
        .map(text -> Math.min(1, Double.parseDouble(text) / MOST_LOAD))
        .orElse(null);
  }

  /** Millivolts times milliamperes. */
  private @Nullable Double watts() {
    for (Path monitor : sysfs.monitors("ina3221")) {
      OptionalDouble volts = sysfs.measured(monitor.resolve("in1_input"));
      OptionalDouble amperes = sysfs.measured(monitor.resolve("curr1_input"));
      if (volts.isPresent() && amperes.isPresent()) {
        return volts.getAsDouble() * amperes.getAsDouble() / MICROWATTS;
      }
    }
    return null;
  }
}
