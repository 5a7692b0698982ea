package io.tradewind.server.rate;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes two days of rates on this machine, as the European Central Bank does. */
public class CentralBank implements QuarkusTestResourceLifecycleManager {
  private static final String RATES =
      """
      <Envelope><Cube>
        <Cube time='2026-11-20'><Cube currency='USD' rate='1.1510'/><Cube currency='GBP' rate='0.87940'/></Cube>
        <Cube time='2026-11-19'><Cube currency='USD' rate='1.1544'/></Cube>
      </Cube></Envelope>
      """;

  private @Nullable HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = RATES.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return Map.of(
        "tradewind.ecb.enabled",
        "true",
        "tradewind.ecb.url",
        "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }
}
