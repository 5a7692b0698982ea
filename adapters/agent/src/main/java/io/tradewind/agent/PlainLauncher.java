package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plain processes of the agent's user, with nothing between them and the machine: for the owner's
 * own workloads only.
 */
final class PlainLauncher implements Launcher {
  private final Optional<String> inside;
  private final String shell;

  /**
   * @param inside the image that this machine is a container of; empty where it is none
   */
  PlainLauncher(Optional<String> inside) {
    this.inside = inside;
    this.shell =
        Programs.find("bash").or(() -> Programs.find("sh")).map(Path::toString).orElse("sh");
  }

  @Override
  public String name() {
    return ProcessExecutor.PROCESS;
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Optional<String> refusal(LeaseWork.Run run) {
    String image = run.image();
    if (image != null && inside.filter(image::equals).isEmpty()) {
      return Optional.of(
          "The workload wants the image %s, and a plain process has no container engine."
              .formatted(image));
    }
    return run.own()
        ? Optional.empty()
        : Optional.of(
            "It is not the owner's own workload, and plain processes have no sandbox. The owner"
                + " may start the agent with --executor sandbox.");
  }

  @Override
  public void layOut(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException {
    ShellScript.write(folder, run, folder.work().toString(), Map.of());
    ShellScript.write(
        folder.launch(),
        List.of("exec " + ShellScript.command(List.of(shell, folder.script().toString()))));
  }

  @Override
  public List<String> checkpointCommand(LeaseFolder folder, LeaseState state) {
    return List.of(shell, folder.checkpoint().toString());
  }
}
