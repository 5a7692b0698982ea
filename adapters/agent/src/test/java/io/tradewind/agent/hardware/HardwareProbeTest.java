package io.tradewind.agent.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers are written after the documented formats of the programs. */
class HardwareProbeTest {
  private static final String NVIDIA =
      """
      NVIDIA H100 80GB HBM3, 81559, 550.54.15, GPU-4f1c
      NVIDIA H100 80GB HBM3, 81559, 550.54.15, GPU-99ab
      """;
  private static final String NVIDIA_READINGS =
      """
      GPU-4f1c, 97, 688.41, 74100
      GPU-99ab, [N/A], [Not Supported], 0
      """;
  private static final String TOPOLOGY =
      """
      \tGPU0\tGPU1\tNIC0\tCPU Affinity\tNUMA Affinity
      GPU0\t X \tNV18\tPXB\t0-47\t0
      GPU1\tNV18\t X \tSYS\t48-95\t1
      NIC0\tPXB\tSYS\t X

      Legend:
        NV#  = Connection traversing a bonded set of # NVLinks
      """;
  private static final String ROCM =
      """
      WARNING: AMD GPU device(s) is/are in a low-power state.
      {"card0": {"Unique ID": "0x8a1f", "VRAM Total Memory (B)": "206141652992",
        "VRAM Total Used Memory (B)": "297795584", "Card Series": "AMD Instinct MI300X",
        "GPU use (%)": "41", "Current Socket Graphics Package Power (W)": "352.0"},
       "system": {"Driver version": "6.10.5"}}
      """;

  private final AtomicLong uptime = new AtomicLong(1_000_000_000);
  private Path root;

  @BeforeEach
  void aMachine(@TempDir Path folder) {
    root = folder;
  }

  @Test
  void nvidiaDevicesAreReadFromTheirTable() throws Exception {
    assertThat(probe(Map.of("nvidia-smi --query-gpu=name", NVIDIA)).accelerators())
        .containsExactly(
            new Inventory.Device("NVIDIA H100 80GB HBM3", 81_559, "nvidia 550.54.15", "GPU-4f1c"),
            new Inventory.Device("NVIDIA H100 80GB HBM3", 81_559, "nvidia 550.54.15", "GPU-99ab"));
  }

  @Test
  void whatADeviceDoesNotMeasureIsLeftOut() throws Exception {
    Heartbeat.Reading reading =
        probe(Map.of("nvidia-smi --query-gpu=uuid", NVIDIA_READINGS)).reading();

    assertThat(reading.devices())
        .containsExactly(
            new Heartbeat.DeviceReading("GPU-4f1c", 0.97, 688.41, 74_100L),
            new Heartbeat.DeviceReading("GPU-99ab", null, null, 0L));
  }

  @Test
  void aJetsonIsKnownByItsDeviceTree() throws Exception {
    write("proc/device-tree/model", "NVIDIA Jetson AGX Orin Developer Kit\0");
    write("proc/device-tree/serial-number", "1422321000123\0");
    write("proc/meminfo", "MemTotal:       64343040 kB\n");
    write("etc/nv_tegra_release", "# R36 (release), REVISION: 4.0, GCID: 1, BOARD: generic\n");
    write("sys/devices/platform/gpu.0/load", "250\n");
    write("sys/class/hwmon/hwmon3/name", "ina3221\n");
    write("sys/class/hwmon/hwmon3/in1_input", "19000\n");
    write("sys/class/hwmon/hwmon3/curr1_input", "1200\n");

    assertThat(probe(Map.of()).accelerators())
        .containsExactly(
            new Inventory.Device(
                "Jetson-AGX-Orin-64GB", 62_835, "l4t R36.4.0", "jetson-1422321000123"));
    assertThat(probe(Map.of()).reading().devices())
        .containsExactly(new Heartbeat.DeviceReading("jetson-1422321000123", 0.25, 22.8, null));
  }

  @Test
  void itsSizeIsPartOfItsName() throws Exception {
    write(
        "proc/device-tree/model",
        "NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super\0");
    write("proc/meminfo", "MemTotal:        7802880 kB\n");

    assertThat(probe(Map.of()).accelerators())
        .extracting(Inventory.Device::name)
        .containsExactly("Jetson-Orin-Nano-8GB");
  }

  @Test
  void nvlinkIsFoundInTheTopology() throws Exception {
    assertThat(probe(Map.of("nvidia-smi topo", TOPOLOGY)).hardware().links())
        .containsExactly("NVLink ×18");
  }

  @Test
  void amdDevicesAreReadFromTheirJson() throws Exception {
    HardwareProbe probe = probe(Map.of("rocm-smi", ROCM));

    assertThat(probe.accelerators())
        .containsExactly(
            new Inventory.Device("AMD Instinct MI300X", 196_592, "amdgpu 6.10.5", "0x8a1f"));
    assertThat(probe.reading().devices())
        .containsExactly(new Heartbeat.DeviceReading("0x8a1f", 0.41, 352.0, 284L));
  }

  @Test
  void gaudiIsAskedLikewise() throws Exception {
    assertThat(
            probe(Map.of("hl-smi -Q name", "HL-225, 98304, 1.18.0, 01P0-HL2080\n")).accelerators())
        .containsExactly(
            new Inventory.Device("HL-225", 98_304, "habanalabs 1.18.0", "01P0-HL2080"));
  }

  @Test
  void anAcceleratorOnTheBusThatNoDriverSpeaksForIsTold() throws Exception {
    pci("0000:17:00.0", "0x10de", "0x2330", "0x030200");
    pci("0000:65:00.0", "0x10de", "0x2330", "0x030200");
    pci("0000:03:00.0", "0x1a03", "0x2000", "0x030000");

    assertThat(
            probe(Map.of("nvidia-smi --query-gpu=name", NVIDIA.lines().findFirst().orElseThrow()))
                .hardware()
                .unclaimed())
        .containsExactly("NVIDIA device 0x10de:0x2330 at 0000:65:00.0");
  }

  @Test
  void tpusAreKnownByTheirNumbersOnTheBus() throws Exception {
    pci("0000:00:04.0", "0x1ae0", "0x0063", "0x120000");
    pci("0000:00:05.0", "0x1ae0", "0x006f", "0x088000");
    pci("0000:00:06.0", "0x1ae0", "0x0042", "0x020000");

    assertThat(probe(Map.of()).hardware().unclaimed())
        .containsExactly("Google TPU v5e at 0000:00:04.0", "Google TPU v6e at 0000:00:05.0");
  }

  @Test
  void processorsNumaDisksAndNetworksComeFromTheKernel() throws Exception {
    write(
        "proc/cpuinfo",
        "model name\t: AMD EPYC 9654\n"
            + "physical id\t: 0\n"
            + "model name\t: AMD EPYC 9654\n"
            + "physical id\t: 1\n");
    write("sys/devices/system/node/node0/cpulist", "0-95\n");
    write("sys/devices/system/node/node1/cpulist", "96-191\n");
    write("sys/block/nvme0n1/size", "7501476528\n");
    write("sys/block/nvme0n1/queue/rotational", "0\n");
    write("sys/block/loop0/size", "8\n");
    write("sys/class/net/eth0/speed", "25000\n");
    write("sys/class/net/eth0/device/vendor", "0x15b3\n");
    write("sys/class/net/ib0/speed", "-1\n");
    write("sys/class/net/ib0/device/infiniband/mlx5_0", "");
    write("sys/class/net/lo/speed", "0\n");

    Inventory.Hardware hardware = probe(Map.of()).hardware();

    assertThat(hardware.processor()).isEqualTo("AMD EPYC 9654");
    assertThat(hardware.sockets()).isEqualTo(2);
    assertThat(hardware.numaNodes()).containsExactly("0-95", "96-191");
    assertThat(hardware.disks()).containsExactly(new Inventory.Disk("nvme0n1", 3576, false));
    assertThat(hardware.networks())
        .containsExactly(
            new Inventory.Network("eth0", 25_000, false), new Inventory.Network("ib0", 0, true));
  }

  @Test
  void powerIsEnergyOverTimeAlsoWhereTheCounterWraps() throws Exception {
    write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
    write("sys/class/powercap/intel-rapl:0/max_energy_range_uj", "1000000000\n");
    write("sys/class/powercap/intel-rapl:0/energy_uj", "900000000\n");
    HardwareProbe probe = probe(Map.of());
    assertThat(probe.reading().watts()).isNull();
    write("sys/class/powercap/intel-rapl:0/energy_uj", "400000000\n");
    uptime.addAndGet(10_000_000);

    Heartbeat.Reading reading = probe.reading();

    assertThat(reading.watts()).isEqualTo(50.0, within(1e-9));
    assertThat(reading.source()).isEqualTo("rapl");
  }

  @Test
  void utilisationIsThatSinceTheLastReading() throws Exception {
    write("proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\n");
    HardwareProbe probe = probe(Map.of());
    assertThat(probe.reading().processorUtilisation()).isEqualTo(0.2, within(1e-9));
    write("proc/stat", "cpu  190 0 100 810 0 0 0 0 0 0\n");

    assertThat(probe.reading().processorUtilisation()).isEqualTo(0.9, within(1e-9));
  }

  @Test
  void aMachineWithNothingIsAnswered() throws Exception {
    HardwareProbe probe = probe(Map.of());

    assertThat(probe.accelerators()).isEmpty();
    assertThat(probe.hardware().disks()).isEmpty();
    assertThat(probe.reading().devices()).isEmpty();
  }

  @Test
  void figuresOfAcceleratorsAreReadByLineAndWhatIsNoFigureIsNot() {
    assertThat(
            AcceleratorBenchmark.read(
                "warning: something\n"
                    + "accelerator.bf16_dense\t612.500\tTFLOPS\tPyTorch\n"
                    + "x\ty\tz\tw\n"))
        .containsExactly(new Measurement("accelerator.bf16_dense", 612.5, "TFLOPS", "PyTorch"));
  }

  private HardwareProbe probe(Map<String, String> answers) {
    HardwarePrograms programs =
        command -> {
          String line = String.join(" ", command);
          return answers.entrySet().stream()
              .filter(answer -> line.startsWith(answer.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
        };
    return new HardwareProbe(root, programs, uptime::get);
  }

  private void pci(String at, String vendor, String device, String pciClass) throws IOException {
    write("sys/bus/pci/devices/" + at + "/vendor", vendor + "\n");
    write("sys/bus/pci/devices/" + at + "/device", device + "\n");
    write("sys/bus/pci/devices/" + at + "/class", pciClass + "\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
