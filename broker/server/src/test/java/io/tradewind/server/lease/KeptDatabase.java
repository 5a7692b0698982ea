package io.tradewind.server.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tradewind.server.start.EmbeddedDatabase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A real PostgreSQL that stays while brokers on it are killed, and a connection of the test's. */
final class KeptDatabase implements AutoCloseable {
  private final EmbeddedDatabase server;
  private final Connection connection;

  KeptDatabase(Path folder) throws IOException, SQLException {
    server =
        EmbeddedDatabase.open(Files.createDirectories(folder), EmbeddedPostgresResource.PROGRAMS);
    Map<String, String> settings = server.settings();
    connection =
        DriverManager.getConnection(
            requireNonNull(settings.get("quarkus.datasource.jdbc.url")),
            settings.get("quarkus.datasource.username"),
            settings.get("quarkus.datasource.password"));
  }

  Connection connection() {
    return connection;
  }

  /** As {@code TRADEWIND_DATABASE_URL} names it. */
  String url() {
    Map<String, String> settings = server.settings();
    return "postgresql://%s:%s@%s"
        .formatted(
            settings.get("quarkus.datasource.username"),
            URLEncoder.encode(requireNonNull(settings.get("quarkus.datasource.password")), UTF_8)
                .replace("+", "%20"),
            requireNonNull(settings.get("quarkus.datasource.jdbc.url"))
                .replaceFirst("^jdbc:postgresql://", "")
                .replaceFirst("\\?.*", ""));
  }

  /** Ends the holds that were taken so long ago, as time would have. */
  void expireHolds(Duration age) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            update lease set hold_until = now() - interval '1 second'
            where hold_until < now() + make_interval(secs => ?)
            """)) {
      statement.setDouble(1, LeaseHolds.HOLD.minus(age).toMillis() / 1_000.0);
      statement.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    server.close();
  }
}
