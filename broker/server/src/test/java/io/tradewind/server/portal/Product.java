package io.tradewind.server.portal;

import static io.tradewind.server.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.MULTILINE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The packaged program, started as its users start it: in a home of its own, on a free port. */
final class Product implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern SIGN_IN = Pattern.compile("^Sign in +(\\S+)", MULTILINE);

  /** A catalogue that the guard has something to say about. */
  private static final String ODD =
      """
      provider,instance_type,region,zone,accelerator,accelerator_count,vcpus,memory_gib,price,spot_price
      odd,good,us-east-1,,H100,1,16,128,2.50,
      odd,free,us-east-1,,H100,1,16,128,0,
      odd,dear-spot,us-east-1,,H100,1,16,128,2.50,3.50
      odd,unheard-of,us-east-1,,Z900,1,16,128,2.50,
      """;

  private final Process process;
  private final Path home;
  private final URI address;
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private Product(Process process, Path home, URI address) {
    this.process = process;
    this.home = home;
    this.address = address;
  }

  /** Returns when the market has come in and this machine can be leased. */
  static Product start(Path home) throws IOException {
    int port = freePort();
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dtradewind.demo=false",
            "-Dtradewind.feed.keyless=off",
            "-Dtradewind.catalog.bundled=true",
            "-Dtradewind.catalog.files=" + Files.writeString(home.resolveSibling("odd.csv"), ODD),
            "-Dtradewind.feed.keyless=off",
            "-jar",
            System.getProperty("tradewind.application"));
    builder.environment().put("TRADEWIND_HOME", home.toString());
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    var process = builder.redirectErrorStream(true).start();
    var product = new Product(process, home, URI.create("http://127.0.0.1:" + port));
    product.listen();
    eventually(PATIENCE, product::signinLinks, links -> !links.isEmpty());
    eventually(PATIENCE, () -> product.offersOf("local"), offers -> offers > 0);
    eventually(PATIENCE, () -> product.offersOf("aws"), offers -> offers > 0);
    return product;
  }

  URI at(String path) {
    return address.resolve(path);
  }

  /** The one-time link that the console shows at the start. */
  URI printedSigninLink() {
    return signinLinks().get(0);
  }

  /** Another one-time link, for the holder of the token. */
  URI anotherSigninLink() {
    var request =
        HttpRequest.newBuilder(at("/api/v1/signin-links"))
            .POST(HttpRequest.BodyPublishers.noBody());
    return URI.create(answer(request).path("url").asText());
  }

  String token() throws IOException {
    return Files.readString(home.resolve("owner.token")).strip();
  }

  @Override
  public void close() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(30, SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private long offersOf(String provider) {
    return answer(HttpRequest.newBuilder(at("/api/v1/offers?limit=1&provider=" + provider)))
        .path("total")
        .asLong();
  }

  private List<URI> signinLinks() {
    if (!process.isAlive()) {
      throw new AssertionError("The product ended:\n" + String.join("\n", console));
    }
    return SIGN_IN
        .matcher(String.join("\n", console))
        .results()
        .map(it -> URI.create(it.group(1)))
        .toList();
  }

  private JsonNode answer(HttpRequest.Builder request) {
    try {
      var sent = request.header("Authorization", "Bearer " + token()).build();
      return new ObjectMapper()
          .readTree(http.send(sent, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void listen() {
    var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    var listener = new Thread(() -> reader.lines().forEach(console::add), "console of the product");
    listener.setDaemon(true);
    listener.start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
