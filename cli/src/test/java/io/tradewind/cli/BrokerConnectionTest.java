package io.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes over the wire, and what is made of a connection that breaks or a broker that refuses.
 */
class BrokerConnectionTest {
  private static final String ID = "5222723e-093c-4ca2-99fc-096c8fc13e92";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    environment.put("TRADEWIND_URL", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aStreamThatBreaksGoesOnBehindItsLastEvent() {
    server.createContext(
        "/api/v1/workloads/" + ID + "/logs",
        exchange -> {
          String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
          seen.add(String.valueOf(last));
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          write(
              exchange, last == null ? event(7, "one") + "event: log\nid: 8\nda" : event(8, "two"));
          if (last != null) {
            write(exchange, "event: end\ndata: {}\n\n");
          }
          exchange.close();
        });

    int code = run("logs", "-f", ID);

    assertThat(code).isZero();
    assertThat(out.toString().lines()).containsExactly("one", "two");
    assertThat(seen).containsExactly("null", "7");
  }

  @Test
  void aRefusalNamesTheFieldAndWhatToDo() {
    answer(
        "/api/v1/placements/preview",
        422,
        "{\"detail\":\"The workload has 1 problem.\",\"code\":\"workload_invalid\",\"errors\":["
            + "{\"field\":\"nodes\",\"message\":\"It is 0.\",\"advice\":\"Write 1.\"}]}");

    int code = runWith("nodes: 0", "preview", "-f", "-");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "The workload has 1 problem. (422, workload_invalid)", "nodes: It is 0. Write 1.");
  }

  @Test
  void whereNobodyAnswersItSaysSo() {
    server.stop(0);

    assertThat(run("ps")).isEqualTo(3);
    assertThat(err.toString()).contains("No broker answers", "TRADEWIND_URL");
  }

  @Test
  void theOwnersTokenGoesToLoopback(@TempDir Path home) throws IOException {
    Files.writeString(home.resolve("owner.token"), "the-owner\n");
    environment.put("TRADEWIND_HOME", home.toString());
    answer("/api/v1/sites", 200, "{\"items\":[]}");

    assertThat(run("sites")).isZero();
    assertThat(seen).containsExactly("Bearer the-owner");
  }

  @Test
  void theOwnersTokenGoesNowhereElse(@TempDir Path home) throws IOException {
    Files.writeString(home.resolve("owner.token"), "the-owner\n");
    Map<String, String> elsewhere =
        Map.of("TRADEWIND_HOME", home.toString(), "TRADEWIND_URL", "http://tradewind.invalid");

    Broker broker = new BrokerOptions().connect(elsewhere);

    assertThat(broker.isSignedIn()).isFalse();
  }

  @Test
  void everyPageOfAListIsAsked() {
    server.createContext(
        "/api/v1/charges",
        exchange -> {
          String query = exchange.getRequestURI().getRawQuery();
          seen.add(query);
          boolean first = !query.contains("cursor");
          reply(
              exchange,
              200,
              "{\"items\":[{\"workload\":\"w\",\"amount\":{\"amount\":\"0.1\",\"currency\":\"USD\"}}],"
                  + "\"nextCursor\":"
                  + (first ? "\"a+b\"" : "null")
                  + "}");
        });

    assertThat(run("cost")).isZero();
    assertThat(out.toString()).contains("Sum  0.2 USD");
    assertThat(seen).hasSize(2).last().asString().contains("cursor=a%2Bb");
  }

  private int run(String... arguments) {
    return runWith("", arguments);
  }

  private int runWith(String input, String... arguments) {
    return Main.commandLine(
            environment,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true))
        .execute(arguments);
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          reply(exchange, status, body);
        });
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void write(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private static String event(int id, String line) {
    return "event: log\nid: %d\ndata: {\"seq\": %d, \"line\": \"%s\"}\n\n".formatted(id, id, line);
  }
}
