package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a lease may use of a machine: its control groups of the second version, its devices. */
class LimitsAndDevicesTest {
  private static final LeaseWork.Run RUN =
      new LeaseWork.Run("workload", "sample", null, "", "true", Map.of(), 1.5, 64, 0);

  private Path root;

  @BeforeEach
  void use(@TempDir Path folder) {
    root = folder;
  }

  @Test
  void limitsOfTheSecondVersionAreWrittenBeforeAnybodyEnters() throws IOException {
    Path group = group();

    List<String> lines = new ControlGroups(root).enter("lease.1", RUN);

    assertThat(lines).containsExactly("echo $$ >" + group.resolve("cgroup.procs"));
    assertThat(group.resolve("memory.max")).hasContent("67108864");
    assertThat(group.resolve("memory.swap.max")).hasContent("0");
    assertThat(group.resolve("cpu.max")).hasContent("150000 100000");
    assertThat(group.resolve("pids.max")).hasContent("4096");
    assertThat(root.resolve("cgroup/cgroup.subtree_control")).hasContent("+memory +cpu +pids");
  }

  @Test
  void wantOfMemoryIsKnownFromTheKernelsCount() throws IOException {
    Path events = group().resolve("memory.events");
    ControlGroups groups = new ControlGroups(root);

    Files.writeString(events, "oom 1\noom_kill 0\n");
    assertThat(groups.ranOutOfMemory("lease.1")).isFalse();
    Files.writeString(events, "oom 1\noom_kill 2\n");
    assertThat(groups.ranOutOfMemory("lease.1")).isTrue();
  }

  @Test
  void noTwoLeasesHaveTheSameDevice() throws IOException {
    DeviceShare devices = new DeviceShare(machineWithFourGpus(), leases());
    LeaseFolder first = LeaseFolder.create(leases(), "first", 1);
    LeaseFolder second = LeaseFolder.create(leases(), "second", 1);

    assertThat(devices.take(first, 3)).hasToString("[nvidia:0, nvidia:1, nvidia:2]");
    assertThat(devices.take(first, 3)).hasToString("[nvidia:0, nvidia:1, nvidia:2]");
    assertThatThrownBy(() -> devices.take(second, 2))
        .isInstanceOf(IOException.class)
        .hasMessage("The workload wants 2 accelerators, and 1 are free here.");
    devices.giveBack(first);
    assertThat(devices.take(second, 2)).hasToString("[nvidia:0, nvidia:1]");
  }

  @Test
  void gaudisAreGivenOutWithTheirOwnNodes() throws IOException {
    Path accel = Files.createDirectories(root.resolve("dev/accel"));
    for (String node : List.of("accel0", "accel1", "accel_controlD0", "accel_controlD1")) {
      Files.createFile(accel.resolve(node));
    }
    LeaseFolder lease = LeaseFolder.create(leases(), "first", 1);

    List<DeviceShare.Device> given = new DeviceShare(root.resolve("dev"), leases()).take(lease, 2);

    assertThat(given).hasToString("[gaudi:0, gaudi:1]");
    assertThat(given.get(1).nodes()).containsExactly("accel/accel1", "accel/accel_controlD1");
  }

  @Test
  void anAcceleratorOfTheProcessorIsNobodysLease() throws IOException {
    Files.createFile(Files.createDirectories(root.resolve("dev/accel")).resolve("accel0"));
    LeaseFolder lease = LeaseFolder.create(leases(), "first", 1);

    assertThatThrownBy(() -> new DeviceShare(root.resolve("dev"), leases()).take(lease, 1))
        .hasMessage("The workload wants 1 accelerators, and 0 are free here.");
  }

  @ParameterizedTest
  @CsvSource({"64Gi, 65536", "65536Mi, 65536", "1G, 953", "131886724Ki, 128795", "1048576, 1"})
  void amountsOfMemoryAreReadAsKubernetesWritesThem(String text, long mebibytes) {
    assertThat(KubernetesQuantity.mebibytes(text)).isEqualTo(mebibytes);
  }

  @Test
  void whatIsNoAmountIsSaid() {
    assertThat(KubernetesQuantity.of("1500m")).isEqualByComparingTo("1.5");
    assertThatThrownBy(() -> KubernetesQuantity.of("many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'many'");
  }

  private Path group() throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/mounts"), "cgroup2 /cgroup cgroup2 rw 0 0\n");
    Path group = Files.createDirectories(root.resolve("cgroup/tradewind/lease.1"));
    Files.writeString(root.resolve("cgroup/cgroup.controllers"), "cpu memory pids\n");
    Files.createFile(root.resolve("cgroup/cgroup.subtree_control"));
    for (String file : List.of("memory.max", "memory.swap.max", "cpu.max", "pids.max")) {
      Files.createFile(group.resolve(file));
    }
    return group;
  }

  private Path machineWithFourGpus() throws IOException {
    Path dev = Files.createDirectories(root.resolve("dev"));
    for (String node : List.of("nvidia0", "nvidia1", "nvidia2", "nvidia3", "nvidiactl")) {
      Files.createFile(dev.resolve(node));
    }
    return dev;
  }

  private Path leases() throws IOException {
    return Files.createDirectories(root.resolve("leases"));
  }
}
