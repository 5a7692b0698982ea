package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A pod of {@link FakeCluster}: its container's command, run in a sandbox as process 1. */
final class FakePod {
  private final String name;
  private final int index;
  private final Process process;
  private final Instant startedAt;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private volatile Instant endedAt = Instant.MAX;

  private FakePod(String name, int index, Process process) {
    this.name = name;
    this.index = index;
    this.process = process;
    this.startedAt = Clock.systemUTC().instant();
    this.reader = new Thread(this::read, name);
    reader.setDaemon(true);
    reader.start();
  }

  static FakePod run(JsonNode job, int index, Map<String, JsonNode> secrets, Path folder)
      throws IOException {
    JsonNode pod = job.path("spec").path("template").path("spec");
    JsonNode container = pod.path("containers").path(0);
    String secret = pod.path("volumes").path(0).path("secret").path("secretName").asText();
    Path files = Files.createDirectories(folder.resolve("files"));
    Path workspace = Files.createDirectories(folder.resolve("workspace"));
    for (var file : Objects.requireNonNull(secrets.get(secret)).path("data").properties()) {
      Files.write(
          files.resolve(file.getKey()), Base64.getDecoder().decode(file.getValue().asText()));
    }
    List<String> command =
        new ArrayList<>(
            List.of("bwrap", "--unshare-pid", "--as-pid-1", "--ro-bind", "/usr", "/usr"));
    for (String link : List.of("bin", "sbin", "lib", "lib64")) {
      command.addAll(List.of("--symlink", "usr/" + link, "/" + link));
    }
    command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
    command.addAll(List.of("--bind", workspace.toString(), "/workspace"));
    command.addAll(List.of("--ro-bind", files.toString(), "/run/tradewind"));
    command.addAll(List.of("--chdir", container.path("workingDir").asText(), "--clearenv"));
    command.addAll(List.of("--setenv", "PATH", "/usr/bin:/bin"));
    command.addAll(List.of("--setenv", "JOB_COMPLETION_INDEX", Integer.toString(index)));
    for (JsonNode variable : container.path("env")) {
      command.addAll(
          List.of("--setenv", variable.path("name").asText(), variable.path("value").asText()));
    }
    container.path("command").forEach(word -> command.add(word.asText()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new FakePod(job.path("metadata").path("name").asText() + "-" + index, index, process);
  }

  String name() {
    return name;
  }

  ObjectNode describe() {
    ObjectNode pod = new ObjectMapper().createObjectNode();
    ObjectNode metadata = pod.putObject("metadata").put("name", name);
    metadata
        .putObject("annotations")
        .put("batch.kubernetes.io/job-completion-index", Integer.toString(index));
    ObjectNode state =
        pod.putObject("status").putArray("containerStatuses").addObject().putObject("state");
    if (endedAt.equals(Instant.MAX)) {
      state.putObject("running").put("startedAt", seconds(startedAt));
    } else {
      state
          .putObject("terminated")
          .put("startedAt", seconds(startedAt))
          .put("finishedAt", seconds(endedAt))
          .put("exitCode", process.exitValue());
    }
    return pod;
  }

  /** As the API writes times of containers. */
  static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  String log(String since) {
    synchronized (lines) {
      StringBuilder text = new StringBuilder();
      lines.stream()
          .filter(line -> line.compareTo(since.replace("Z", "")) >= 0)
          .forEach(line -> text.append(line).append('\n'));
      return text.toString();
    }
  }

  void end(boolean atOnce) throws InterruptedException {
    if (!atOnce) {
      process.children().forEach(ProcessHandle::destroy);
      process.waitFor(10, TimeUnit.SECONDS);
    }
    kill();
    process.waitFor();
    reader.join(2_000);
    if (!atOnce) {
      // What has ended is still seen for a moment, as the kubelet reports it before it goes.
      new CountDownLatch(1).await(3, TimeUnit.SECONDS);
    }
  }

  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      for (int number = 0; line != null; number++) {
        synchronized (lines) {
          lines.add(time(number) + " " + line);
        }
        line = output.readLine();
      }
      process.waitFor();
    } catch (IOException e) {
      // The sandbox is gone, and its output with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endedAt = Clock.systemUTC().instant();
  }

  /** No two lines have the same time, as with a real runtime's nanoseconds. */
  private static String time(int number) {
    Instant now = Clock.systemUTC().instant();
    return "%s.%06d%03dZ"
        .formatted(
            now.truncatedTo(ChronoUnit.SECONDS).toString().substring(0, 19),
            now.get(ChronoField.MICRO_OF_SECOND),
            number % 1000);
  }
}
