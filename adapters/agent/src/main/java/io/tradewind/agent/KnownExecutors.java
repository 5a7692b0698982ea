package io.tradewind.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Every executor of this program. */
final class KnownExecutors {
  private KnownExecutors() {}

  static List<Executor> on(Machine machine, Clock clock, Path stateFolder, Settings settings)
      throws IOException {
    ControlGroups groups = new ControlGroups(Path.of("/"));
    DeviceShare devices = new DeviceShare(Path.of("/dev"), stateFolder.resolve("leases"));
    return List.of(
        new ProcessExecutor(machine, stateFolder, new PlainLauncher(settings.inside())),
        new ProcessExecutor(machine, stateFolder, new SandboxLauncher(groups, devices)),
        new ProcessExecutor(machine, stateFolder, new ContainerLauncher(devices)),
        new SlurmExecutor(machine, settings.slurm(), slurm(settings.slurm())),
        new KubernetesExecutor(machine, clock, settings.kubernetes()));
  }

  private static Slurm slurm(SlurmExecutor.Options options) {
    return options
        .rest()
        .<Slurm>map(rest -> new SlurmRest(rest, options.user()))
        .orElseGet(SlurmCommands::new);
  }
}
