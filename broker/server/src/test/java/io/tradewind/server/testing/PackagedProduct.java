package io.tradewind.server.testing;

import static io.tradewind.server.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged product as a process of its own, as a person starts it; no feed of it calls out. */
public final class PackagedProduct {
  /** As infra/distribution/bin/tradewind-broker gives them to its virtual machine. */
  private static final List<String> OF_LAUNCHER =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms64m",
          "-Xmx384m",
          "-XX:MinHeapFreeRatio=15",
          "-XX:MaxHeapFreeRatio=30");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START = Duration.ofSeconds(120);
  private static final long STOP_SECONDS = 60;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path home;
  private final int port;
  private final Path console;
  private final Process process;

  private PackagedProduct(Path home, int port, Path console, Process process) {
    this.home = home;
    this.port = port;
    this.console = console;
    this.process = process;
  }

  /**
   * Starts it, and waits until it takes requests.
   *
   * @param settings further ones, such as {@code tradewind.demo=false}, and options of the virtual
   *     machine, which begin with a dash
   */
  public static PackagedProduct start(Path home, int port, String... settings) throws IOException {
    Path console = home.resolveSibling(home.getFileName() + ".console");
    ProcessBuilder builder = new ProcessBuilder(command(settings));
    builder.environment().put("TRADEWIND_HOME", home.toString());
    // As its launcher has it.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
    PackagedProduct product = new PackagedProduct(home, port, console, builder.start());
    eventually(START, product::isReadyOrDead, ready -> ready);
    if (!product.process.isAlive()) {
      throw new AssertionError("The product did not start:\n" + product.console());
    }
    return product;
  }

  private static List<String> command(String... settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OF_LAUNCHER);
    command.add("-Dtradewind.feed.keyless=off");
    for (String setting : settings) {
      command.add(setting.startsWith("-") ? setting : "-D" + setting);
    }
    command.addAll(List.of("-jar", System.getProperty("tradewind.application")));
    return command;
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean isReadyOrDead() {
    if (!process.isAlive()) {
      return true;
    }
    try {
      return send("GET", "/q/health/ready", "", "").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a person sees. */
  public String console() {
    try {
      return Files.readString(console);
    } catch (IOException e) {
      return "(no console: %s)".formatted(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} of the broker alone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
  }

  /** As Ctrl-C. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("It did not stop within %d s.".formatted(STOP_SECONDS));
    }
  }

  /** Command lines of whatever runs from this home, or holds one of the marks. */
  public List<String> leftovers(String... marks) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .map(it -> it.info().commandLine().orElse(""))
        .filter(
            line ->
                line.contains(home.toString()) || List.of(marks).stream().anyMatch(line::contains))
        .toList();
  }

  /** A reply, whatever its status. */
  public record Answer(int status, String text) {
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("Not JSON: " + text, e);
      }
    }
  }

  public JsonNode get(String path) {
    try {
      return send("GET", path, "", "").json();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  /**
   * @param headers further ones: a name, its value, and so on
   */
  public JsonNode submit(String yaml, String... headers) throws IOException {
    Answer answer = send("POST", "/api/v1/workloads", yaml, "application/yaml", headers);
    if (answer.status() != 201) {
      throw new AssertionError(answer.text());
    }
    return answer.json();
  }

  public Answer post(String path) throws IOException {
    return send("POST", path, "", "");
  }

  public Answer post(String path, String body, String type) throws IOException {
    return send("POST", path, body, type);
  }

  public Answer delete(String path) throws IOException {
    return send("DELETE", path, "", "");
  }

  private Answer send(String method, String path, String body, String type, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (Files.exists(home.resolve("owner.token"))) {
      request.header("Authorization", "Bearer " + token());
    }
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Stream follow(String path) throws IOException {
    return Stream.open(URI.create(address() + path), token(), "");
  }

  public URI at(String path) {
    return URI.create(address() + path);
  }

  private String address() {
    return "http://127.0.0.1:" + port;
  }

  public String token() throws IOException {
    return Files.readString(home.resolve("owner.token")).strip();
  }
}
