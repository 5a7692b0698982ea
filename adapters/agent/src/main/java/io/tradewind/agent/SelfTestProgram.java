package io.tradewind.agent;

import io.tradewind.agent.hardware.AcceleratorBenchmark;
import io.tradewind.agent.hardware.MachineBenchmark;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures the machine and prints a line for each step and each figure. A program of its own. */
final class SelfTestProgram {
  static final int HEAP_MEBIBYTES = 640;
  static final String ALL = "all";
  static final String NETWORK = "network";

  private static final int LOOKS = 5;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private SelfTestProgram() {}

  /**
   * @param arguments the option, whether all is measured or the network alone, a folder on the disk
   *     to be measured, the broker, a file with its certificates or nothing, and landmarks
   */
  static int run(List<String> arguments) throws InterruptedException {
    Path folder = Path.of(arguments.get(2));
    URI broker = URI.create(arguments.get(3));
    Optional<Path> certificate =
        Optional.of(arguments.get(4)).filter(text -> !text.isEmpty()).map(Path::of);
    try {
      if (arguments.get(1).equals(ALL)) {
        machine(folder);
      }
      step("network");
      network(broker, certificate);
      LandmarkProbe.measure(arguments.get(5)).forEach(SelfTestProgram::print);
      return 0;
    } catch (IOException e) {
      System.err.println(e);
      return 1;
    }
  }

  private static void machine(Path folder) throws IOException, InterruptedException {
    MachineBenchmark machine = new MachineBenchmark(Runtime.getRuntime().availableProcessors());
    step("memory bandwidth");
    print(machine.memoryBandwidth());
    step("arithmetic");
    print(machine.arithmetic());
    step("disk");
    print(machine.disk(folder));
    step("accelerators");
    AcceleratorBenchmark.run().forEach(SelfTestProgram::print);
  }

  private static void network(URI broker, Optional<Path> certificate)
      throws IOException, InterruptedException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(LIMIT);
    if (certificate.isPresent()) {
      builder.sslContext(BrokerTrust.in(certificate.get()));
    }
    HttpClient http = builder.build();
    double best = Double.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      long began = System.nanoTime();
      fetch(http, broker.resolve("agent/v1/agent.jar.sha256"));
      best = Math.min(best, (System.nanoTime() - began) / 1e6);
    }
    print(
        new Measurement(
            "network.round_trip", best, "ms", "the best of five requests to the broker"));
    long began = System.nanoTime();
    int bytes = fetch(http, broker.resolve("agent/v1/agent.jar"));
    double seconds = (System.nanoTime() - began) / 1e9;
    print(
        new Measurement(
            "network.from_broker",
            bytes * 8 / 1e6 / seconds,
            "Mbit/s",
            "%d bytes from the broker, once".formatted(bytes)));
  }

  private static int fetch(HttpClient http, URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("%s answered %d.".formatted(address, answer.statusCode()));
    }
    return answer.body().length;
  }

  private static void step(String what) {
    System.out.println(what);
  }

  private static void print(Measurement measured) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s\t%.3f\t%s\t%s",
            measured.attribute(),
            measured.value(),
            measured.unit(),
            measured.method()));
  }
}
