package io.tradewind.agent.hardware;

import io.tradewind.api.agent.Heartbeat.DeviceReading;
import io.tradewind.api.agent.Inventory.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HardwarePrograms that answer queries with one comma-separated line a device: {@code nvidia-smi}
 * and {@code hl-smi}. What a device does not support is told in brackets.
 */
final class SmiTable implements Devices {
  private final HardwarePrograms programs;
  private final String vendor;
  private final String maker;
  private final List<String> inventory;
  private final List<String> readings;
  private final Optional<List<String>> topology;

  private SmiTable(
      HardwarePrograms programs,
      String vendor,
      String maker,
      List<String> inventory,
      List<String> readings,
      Optional<List<String>> topology) {
    this.programs = programs;
    this.vendor = vendor;
    this.maker = maker;
    this.inventory = inventory;
    this.readings = readings;
    this.topology = topology;
  }

  static SmiTable nvidia(HardwarePrograms programs) {
    String format = "--format=csv,noheader,nounits";
    return new SmiTable(
        programs,
        "0x10de",
        "nvidia",
        List.of("nvidia-smi", "--query-gpu=name,memory.total,driver_version,uuid", format),
        List.of("nvidia-smi", "--query-gpu=uuid,utilization.gpu,power.draw,memory.used", format),
        Optional.of(List.of("nvidia-smi", "topo", "-m")));
  }

  static SmiTable gaudi(HardwarePrograms programs) {
    String format = "csv,noheader,nounits";
    return new SmiTable(
        programs,
        "0x1da3",
        "habanalabs",
        List.of("hl-smi", "-Q", "name,memory.total,driver_version,uuid", "-f", format),
        List.of("hl-smi", "-Q", "uuid,utilization.aip,power.draw,memory.used", "-f", format),
        Optional.empty());
  }

  @Override
  public String vendor() {
    return vendor;
  }

  @Override
  public List<Device> devices() throws InterruptedException {
    List<Device> devices = new ArrayList<>();
    for (String[] fields : rows(inventory)) {
      Double memory = number(fields[1]);
      devices.add(
          new Device(
              fields[0],
              memory == null ? 0 : memory.longValue(),
              maker + " " + fields[2],
              fields[3]));
    }
    return devices;
  }

  @Override
  public List<DeviceReading> readings() throws InterruptedException {
    List<DeviceReading> all = new ArrayList<>();
    for (String[] fields : rows(readings)) {
      Double percent = number(fields[1]);
      Double used = number(fields[3]);
      all.add(
          new DeviceReading(
              fields[0],
              percent == null ? null : Math.min(1, percent / 100),
              number(fields[2]),
              used == null ? null : used.longValue()));
    }
    return all;
  }

  /** In the matrix, {@code NV18} are eighteen bonded NVLinks between two devices. */
  @Override
  public List<String> links() throws InterruptedException {
    if (topology.isEmpty()) {
      return List.of();
    }
    return programs.ask(topology.get()).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("GPU"))
        .flatMap(line -> List.of(line.split("\\s+")).stream())
        .filter(cell -> cell.matches("NV\\d+"))
        .map(cell -> "NVLink ×" + cell.substring(2))
        .distinct()
        .sorted()
        .toList();
  }

  private List<String[]> rows(List<String> command) throws InterruptedException {
    return programs.ask(command).stream()
        .flatMap(String::lines)
        .map(line -> line.strip().split("\\s*,\\s*"))
        .filter(fields -> fields.length == 4 && !fields[0].isBlank() && !fields[3].isBlank())
        .toList();
  }

  private static @Nullable Double number(String text) {
    return text.matches("\\d{1,9}(\\.\\d{1,6})?") ? Double.valueOf(text) : null;
  }
}
