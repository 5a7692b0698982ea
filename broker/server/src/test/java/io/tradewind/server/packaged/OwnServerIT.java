package io.tradewind.server.packaged;

import static io.tradewind.server.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.server.start.EmbeddedDatabase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.PackagedProduct;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's own PostgreSQL, reached by {@code TRADEWIND_DATABASE_URL}; no superuser's rights. */
class OwnServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "p@ss/w:rd%41 ü";

  private Path folder;

  @BeforeEach
  void useEmptyFolder(@TempDir Path empty) {
    folder = empty;
  }

  @Test
  void whatOneBrokerStoredThereTheNextOneFinds() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("database"));
    try (EmbeddedDatabase server =
        EmbeddedDatabase.open(elsewhere, EmbeddedPostgresResource.PROGRAMS)) {
      String url = databaseOfItsOwn(server.settings());
      String workload = aWorkloadThatRan(url);

      PackagedProduct other = broker("other", url);
      try {
        JsonNode done = other.get("/api/v1/workloads/" + workload);
        assertThat(done.path("state").asText()).isEqualTo("succeeded");
        assertThat(charges(other, workload)).isNotEmpty();
        assertThat(other.console()).doesNotContain(PASSWORD).doesNotContain(encoded(PASSWORD));
      } finally {
        other.stop();
      }
    }
  }

  private String aWorkloadThatRan(String url) throws Exception {
    PackagedProduct first = broker("first", url);
    try {
      String id =
          first
              .submit(
                  """
                  resources: { cpus: 1+ }
                  run: sleep 1
                  placement: { providers: { allow: [local] } }
                  """)
              .path("id")
              .asText();
      eventually(
          PATIENCE,
          () -> first.get("/api/v1/workloads/" + id).path("state").asText(),
          "succeeded"::equals);
      eventually(PATIENCE, () -> charges(first, id), items -> !items.isEmpty());
      assertThat(folder.resolve("first").resolve("postgres")).doesNotExist();
      return id;
    } finally {
      first.stop();
    }
  }

  private static JsonNode charges(PackagedProduct broker, String workload) {
    return broker.get("/api/v1/charges?workload=" + workload).path("items");
  }

  private PackagedProduct broker(String home, String url) throws IOException {
    PackagedProduct broker =
        PackagedProduct.start(
            folder.resolve(home),
            PackagedProduct.freePort(),
            "tradewind.demo=false",
            "tradewind.database.url=" + url);
    eventually(
        PATIENCE,
        () -> broker.get("/api/v1/offers?provider=local&limit=1"),
        page -> page.at("/items/0/availability/state").asText().equals("available"));
    return broker;
  }

  /** With a user who owns nothing else. */
  private static String databaseOfItsOwn(Map<String, String> superuser) throws SQLException {
    String address = requireNonNull(superuser.get("quarkus.datasource.jdbc.url"));
    try (Connection connection =
            DriverManager.getConnection(
                address,
                superuser.get("quarkus.datasource.username"),
                superuser.get("quarkus.datasource.password"));
        var statement = connection.createStatement()) {
      statement.execute("create role company login password '%s'".formatted(PASSWORD));
      statement.execute("create database wind owner company");
    }
    String server = address.replaceFirst("^jdbc:postgresql://", "").replaceFirst("/.*", "");
    return "postgresql://company:%s@%s/wind".formatted(encoded(PASSWORD), server);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
