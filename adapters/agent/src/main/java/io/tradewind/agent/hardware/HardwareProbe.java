package io.tradewind.agent.hardware;

import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All that can be found out of a machine's parts. For one thread. */
public final class HardwareProbe {
  private static final double MICROSECONDS = 1e6;

  private final Sysfs sysfs;
  private final List<Devices> drivers;
  private final LongSupplier uptimeMicros;
  private long[] ticksBefore = {0, 0};
  private List<long[]> energiesBefore = List.of();
  private long readAtMicros;

  /**
   * @param root {@code /}, or what a test puts in its place
   * @param uptimeMicros a clock that never jumps
   */
  public HardwareProbe(Path root, HardwarePrograms programs, LongSupplier uptimeMicros) {
    this.sysfs = new Sysfs(root);
    Jetson jetson = new Jetson(sysfs);
    // Newer modules answer nvidia-smi as well, without a size and under another name.
    this.drivers =
        jetson.isThere()
            ? List.of(jetson)
            : List.of(SmiTable.nvidia(programs), new RocmSmi(programs), SmiTable.gaudi(programs));
    this.uptimeMicros = uptimeMicros;
  }

  public List<Inventory.Device> accelerators() throws InterruptedException {
    List<Inventory.Device> devices = new ArrayList<>();
    for (Devices driver : drivers) {
      devices.addAll(driver.devices());
    }
    return devices;
  }

  public Inventory.Hardware hardware() throws InterruptedException {
    Map<String, Integer> spokenFor = new HashMap<>();
    List<String> links = new ArrayList<>();
    for (Devices driver : drivers) {
      spokenFor.put(driver.vendor(), driver.devices().size());
      links.addAll(driver.links());
    }
    return new Inventory.Hardware(
        sysfs.processor(),
        sysfs.sockets(),
        sysfs.numaNodes(),
        sysfs.disks(),
        sysfs.networks(),
        links,
        sysfs.unclaimed(spokenFor));
  }

  /** Since the last one; the first tells the time since the machine started. */
  public Heartbeat.Reading reading() throws InterruptedException {
    long now = uptimeMicros.getAsLong();
    long[] ticks = sysfs.ticks().orElse(ticksBefore);
    double all = ticks[1] - ticksBefore[1];
    double busy = all > 0 ? Math.min(1, (ticks[0] - ticksBefore[0]) / all) : 0;
    List<long[]> energies = sysfs.packageEnergies();
    Double watts = watts(energies, now - readAtMicros);
    ticksBefore = ticks;
    energiesBefore = energies;
    readAtMicros = now;
    List<Heartbeat.DeviceReading> devices = new ArrayList<>();
    for (Devices driver : drivers) {
      devices.addAll(driver.readings());
    }
    return new Heartbeat.Reading(
        Math.max(0, busy), watts, watts == null ? null : "rapl", List.copyOf(devices));
  }

  private @Nullable Double watts(List<long[]> energies, long micros) {
    if (energies.isEmpty() || energies.size() != energiesBefore.size() || micros <= 0) {
      return null;
    }
    double joules = 0;
    for (int i = 0; i < energies.size(); i++) {
      long used = energies.get(i)[0] - energiesBefore.get(i)[0];
      joules += (used >= 0 ? used : used + energies.get(i)[1]) / MICROSECONDS;
    }
    return joules / (micros / MICROSECONDS);
  }
}
