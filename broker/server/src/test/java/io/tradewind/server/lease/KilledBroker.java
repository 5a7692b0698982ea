package io.tradewind.server.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tradewind.server.start.EmbeddedDatabase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.PackagedProduct;
import io.tradewind.testkit.FakeCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged broker as a process, over a database and clouds that outlive it. Each {@link #kill}
 * is a {@code kill -9}; {@link #revive} starts the next process after the dead one's holds have
 * expired, which is the one thing that is not waited for.
 */
final class KilledBroker implements AutoCloseable {
  private final Path folder;
  private final List<FakeCloud> clouds;
  private final EmbeddedDatabase database;
  private final Connection connection;
  private final int port = port();
  private PackagedProduct product;
  private boolean isAlive;

  KilledBroker(Path folder, List<FakeCloud> clouds) throws IOException, SQLException {
    this.folder = folder;
    this.clouds = clouds;
    database =
        EmbeddedDatabase.open(
            Files.createDirectories(folder.resolve("database")), EmbeddedPostgresResource.PROGRAMS);
    Map<String, String> settings = database.settings();
    connection =
        DriverManager.getConnection(
            requireNonNull(settings.get("quarkus.datasource.jdbc.url")),
            settings.get("quarkus.datasource.username"),
            settings.get("quarkus.datasource.password"));
    product = start();
    isAlive = true;
  }

  PackagedProduct product() {
    return product;
  }

  Connection connection() {
    return connection;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  synchronized boolean isAlive() {
    return isAlive;
  }

  /** At this instruction. From any thread; the second one finds it dead. */
  synchronized void kill() {
    if (isAlive) {
      isAlive = false;
      try {
        product.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  synchronized void revive() throws IOException, SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "update lease set hold_until = now() - interval '1 second' where hold_until is not null");
    }
    product = start();
    isAlive = true;
  }

  private PackagedProduct start() throws IOException {
    // It starts often and never lives long.
    List<String> settings = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    settings.add("tradewind.demo=false");
    settings.add("tradewind.local.site=false");
    settings.add("tradewind.catalog.bundled=false");
    settings.add("tradewind.lease.sweep-interval=1s");
    settings.add("tradewind.agent.broker-url=" + address());
    settings.add("tradewind.database.url=" + url());
    for (FakeCloud cloud : clouds) {
      cloud
          .settings()
          .forEach(
              (key, value) ->
                  settings.add("tradewind.%s.%s=%s".formatted(cloud.factory().name(), key, value)));
    }
    return PackagedProduct.start(folder.resolve("home"), port, settings.toArray(String[]::new));
  }

  private String url() {
    Map<String, String> settings = database.settings();
    return "postgresql://%s:%s@%s"
        .formatted(
            settings.get("quarkus.datasource.username"),
            URLEncoder.encode(requireNonNull(settings.get("quarkus.datasource.password")), UTF_8)
                .replace("+", "%20"),
            requireNonNull(settings.get("quarkus.datasource.jdbc.url"))
                .replaceFirst("^jdbc:postgresql://", "")
                .replaceFirst("\\?.*", ""));
  }

  private static int port() {
    try {
      return PackagedProduct.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    kill();
    connection.close();
    database.close();
  }
}
