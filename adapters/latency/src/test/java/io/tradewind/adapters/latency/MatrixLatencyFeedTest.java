package io.tradewind.adapters.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.LatencyReading.Measured;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixLatencyFeedTest {
  private static final String MATRIX =
      """
      from,to,tier,milliseconds
      aws/eu-west-1,aws/eu-central-1,premium,24.5
      aws/eu-central-1,azure/nowhere,premium,31
      """;

  @Test
  void withoutAMatrixThereIsNoFeed() {
    MatrixFactory factory = new MatrixFactory();

    assertThat(factory.create(TestContext.of(factory))).isEmpty();
  }

  @Test
  void rowsBetweenKnownRegionsAreRead(@TempDir Path folder) throws Exception {
    LatencyReading reading = feed(file(folder, MATRIX)).read();

    assertThat(reading.measured())
        .containsExactly(new Measured("aws/eu-west-1", "aws/eu-central-1", 24.5));
    assertThat(reading.landmarks())
        .extracting(Landmark::name)
        .containsExactly("aws/eu-west-1", "aws/eu-central-1");
    assertThat(reading.source()).isEqualTo("matrix.csv");
    assertThat(reading.asOf()).isEqualTo(LocalDate.of(2026, 6, 1));
  }

  @Test
  void anAddressMayServeItPacked() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/rtt.csv.gz",
        exchange -> {
          byte[] body = packed(MATRIX);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://localhost:" + server.getAddress().getPort() + "/rtt.csv.gz?key=abc";

      LatencyReading reading = feed(address).read();

      assertThat(reading.measured()).hasSize(1);
      assertThat(reading.source()).isEqualTo("rtt.csv.gz");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRowThatCannotBeReadIsNamed(@TempDir Path folder) throws Exception {
    LatencyFeed feed = feed(file(folder, MATRIX.replace("24.5", "fast")));

    assertThatThrownBy(feed::read)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("fast");
  }

  @Test
  void aHeaderWithoutTheColumnsIsRefused(@TempDir Path folder) throws Exception {
    LatencyFeed feed = feed(file(folder, MATRIX.replace("from,to", "a,b")));

    assertThatThrownBy(feed::read).hasMessageContaining("Give the columns from and to");
  }

  @Test
  void aMissingFileIsUnreachable(@TempDir Path folder) {
    LatencyFeed feed = feed(folder.resolve("none.csv").toString());

    assertThatThrownBy(feed::read)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.fault()).isEqualTo(ProviderException.Fault.UNREACHABLE));
  }

  private static String file(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("matrix.csv"), text).toString();
  }

  private static LatencyFeed feed(String where) {
    MatrixFactory factory = new MatrixFactory();
    Map<String, String> settings = Map.of("matrix", where, "measured", "2026-06-01");
    List<LatencyFeed> feeds = factory.create(TestContext.of(factory, settings));
    assertThat(feeds).hasSize(1);
    return feeds.get(0);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
      packing.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
