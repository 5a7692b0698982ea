package io.tradewind.server.packaged;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.server.testing.PackagedProduct;
import io.tradewind.server.testing.Stream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product on this machine: a real process, a real database, a real agent. */
class StandaloneIT {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final int LINES = 40;

  private Path folder;
  private int port;
  private PackagedProduct product;

  @BeforeEach
  void start(@TempDir Path empty) throws IOException {
    folder = empty;
    port = PackagedProduct.freePort();
    product = PackagedProduct.start(folder.resolve("home"), port, "tradewind.demo=false");
  }

  @AfterEach
  void stop() throws InterruptedException {
    product.stop();
  }

  @Test
  void aWorkloadSurvivesTheDeathOfTheBrokerAndRunsOnce() throws Exception {
    awaitThisMachine();
    Path starts = folder.resolve("starts");
    String workload = product.submit(printing(starts)).path("id").asText();
    Stream live = product.follow("/api/v1/workloads/" + workload + "/logs");
    eventually(MINUTE, live::items, items -> items.size() >= 10);
    assertThat(state(workload)).isEqualTo("running");

    product.kill();
    product = PackagedProduct.start(folder.resolve("home"), port, "tradewind.demo=false");
    List<Stream.Item> after = whole(workload);

    JsonNode done = product.get("/api/v1/workloads/" + workload);
    assertThat(done.path("state").asText()).isEqualTo("succeeded");
    assertThat(after).extracting(item -> item.json().path("line").asText()).isEqualTo(lines());
    assertThat(Files.readAllLines(starts)).containsExactly("started");
    assertThat(done.path("attempts")).hasSize(1);
    assertThatChargesAreExact(workload, done);

    cancelEnds();
    aGpuThatIsNotHereIsUnplaced();
    nothingIsLeftAfterACleanStop();
  }

  private static String printing(Path starts) {
    return """
           name: prints
           resources: { cpus: 1+ }
           run: |
             echo started >> %s
             for i in $(seq 1 %d); do echo "line $i"; sleep 0.5; done
           placement: { providers: { allow: [local] } }
           """
        .formatted(starts, LINES);
  }

  private static List<String> lines() {
    return IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).toList();
  }

  /** The output from its beginning to its end. */
  private List<Stream.Item> whole(String workload) throws IOException {
    Stream stream = product.follow("/api/v1/workloads/" + workload + "/logs");
    eventually(Duration.ofSeconds(120), stream::isOpen, open -> !open);
    return stream.items().stream().filter(item -> item.event().equals("log")).toList();
  }

  private void assertThatChargesAreExact(String workload, JsonNode done) {
    JsonNode charges = product.get("/api/v1/charges?limit=1000&workload=" + workload);
    BigDecimal sum = BigDecimal.ZERO;
    Instant from = Instant.parse(done.path("lease").path("activeAt").asText());
    Instant to = from;
    for (JsonNode charge : charges.path("items")) {
      assertThat(Instant.parse(charge.path("from").asText()))
          .as("no gap, no overlap")
          .isEqualTo(to);
      to = Instant.parse(charge.path("to").asText());
      sum = sum.add(new BigDecimal(charge.path("amount").path("amount").asText()));
    }
    String rate = done.path("lease").path("rate").path("amount").asText();
    BigDecimal exact = HourlyRate.of(rate, "USD").costOf(Duration.between(from, to)).amount();
    assertThat(sum).isEqualByComparingTo(exact);
    assertThat(done.path("cost").path("amount").asText()).isEqualTo(exact.toPlainString());
    assertThat(Duration.between(from, to))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60));
  }

  private void cancelEnds() throws IOException {
    String workload = product.submit(sleeping("98761")).path("id").asText();
    become(workload, "running");

    assertThat(product.post("/api/v1/workloads/" + workload + "/cancel").status()).isEqualTo(202);

    become(workload, "cancelled");
    assertThat(product.leftovers("sleep 98761")).noneMatch(line -> line.contains("98761"));
  }

  private void aGpuThatIsNotHereIsUnplaced() throws IOException {
    JsonNode workload =
        product.submit(
            """
            resources: { accelerators: H100:8 }
            run: nvidia-smi
            """);

    assertThat(workload.path("state").asText()).isEqualTo("unplaced");
    assertThat(workload.path("reason").asText()).isNotBlank();
    assertThat(workload.path("placement").path("rejections")).isNotEmpty();
  }

  private void nothingIsLeftAfterACleanStop() throws Exception {
    String workload = product.submit(sleeping("98762")).path("id").asText();
    become(workload, "running");

    product.stop();

    eventually(Duration.ofSeconds(30), () -> product.leftovers("sleep 98762"), List::isEmpty);
  }

  private static String sleeping(String seconds) {
    return """
           resources: { cpus: 1+ }
           run: sleep %s
           placement: { providers: { allow: [local] } }
           """
        .formatted(seconds);
  }

  private void awaitThisMachine() {
    eventually(
        MINUTE,
        () -> product.get("/api/v1/offers?provider=local&limit=1"),
        page ->
            page.path("items")
                .path(0)
                .path("availability")
                .path("state")
                .asText()
                .equals("available"));
  }

  private void become(String workload, String state) {
    eventually(MINUTE, () -> state(workload), state::equals);
  }

  private String state(String workload) {
    return product.get("/api/v1/workloads/" + workload).path("state").asText();
  }
}
