package io.tradewind.agent;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/**
 * Podman runs what is in an image that was imported from a root file system of one program. Where
 * this machine refuses containers, the reason is told, and {@link SandboxExecutorTest} still runs.
 */
class ContainerExecutorTest extends ExecutorContract {
  private final PodmanHome podman = PodmanHome.make();

  @Override
  List<String> options() {
    podman.variables().forEach((name, value) -> agent.with(name, value));
    return List.of("--executor", "container");
  }

  @Override
  @Nullable String image() {
    return PodmanHome.IMAGE;
  }

  @Override
  Optional<String> obstacle() throws Exception {
    return podman.importImage();
  }

  @AfterAll
  void removeImages() throws Exception {
    podman.remove();
  }

  @Override
  boolean anythingIsLeft(String leaseId) throws Exception {
    return super.anythingIsLeft(leaseId)
        || podman.run("ps", "--all", "--format", "{{.Names}}").contains(leaseId);
  }
}
