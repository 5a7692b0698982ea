package io.tradewind.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class SandboxExecutorTest extends ExecutorContract {
  @Override
  List<String> options() {
    return List.of("--executor", "sandbox");
  }

  @Override
  Optional<String> obstacle() throws Exception {
    Optional<String> missing =
        new SandboxLauncher(
                new ControlGroups(Path.of("/")), new DeviceShare(Path.of("/dev"), Path.of("/dev")))
            .obstacle();
    if (missing.isPresent()) {
      return missing;
    }
    Programs.Answer answer =
        Programs.ask(
            20,
            List.of("bwrap", "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc", "true"));
    return answer.isGood()
        ? Optional.empty()
        : Optional.of("this machine refuses sandboxes: " + answer.text());
  }
}
