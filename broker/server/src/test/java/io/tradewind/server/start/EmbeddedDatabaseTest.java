package io.tradewind.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.server.testing.EmbeddedPostgresResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real server, in folders of its own. */
class EmbeddedDatabaseTest {
  private final Path home;

  EmbeddedDatabaseTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void whatIsCommittedIsOnTheDiskAndSurvivesARestart() throws SQLException {
    try (var database = open();
        var connection = connect(database)) {
      assertThat(one(connection, "show fsync")).isEqualTo("on");
      assertThat(one(connection, "show synchronous_commit")).isEqualTo("on");
      assertThat(one(connection, "show full_page_writes")).isEqualTo("on");
      assertThat(one(connection, "show server_version")).startsWith(EmbeddedDatabase.MAJOR + ".");
      execute(connection, "create table kept as select 'wind' as word");
    }
    try (var database = open();
        var connection = connect(database)) {
      assertThat(database.adopted()).isFalse();
      assertThat(one(connection, "select word from kept")).isEqualTo("wind");
    }
  }

  @Test
  void whoeverUnpacksItsProgramsAtOnceHasThem() {
    Path parent = home.resolve("programs");
    List<CompletableFuture<PostgresBinaries>> all =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> PostgresBinaries.unpack(parent)))
            .limit(3)
            .toList();

    assertThat(all).extracting(CompletableFuture::join).hasSize(3);
    assertThat(parent).isDirectoryNotContaining("glob:**/unpacking-*");
  }

  @Test
  void nobodyGetsInWithoutThePassword() {
    try (var database = open()) {
      var address = database.settings().get("quarkus.datasource.jdbc.url");
      assertThatThrownBy(() -> DriverManager.getConnection(address, "tradewind", "guess").close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("authentication failed");
    }
  }

  @Test
  void theServerOfAKilledBrokerIsAdopted() throws Exception {
    var child = brokerThatKeepsADatabaseOpen();
    child.destroyForcibly().waitFor();

    try (var database = open();
        var connection = connect(database)) {
      assertThat(database.adopted()).isTrue();
      assertThat(one(connection, "select word from kept")).isEqualTo("wind");
    }
    assertThat(Postmaster.in(home.resolve("postgres"))).isEmpty();
  }

  @Test
  void aServerThatWasKilledItselfRecovers() throws Exception {
    var database = open();
    try (var connection = connect(database)) {
      execute(connection, "create table kept as select 'wind' as word");
    }
    kill(Postmaster.in(home.resolve("postgres")).orElseThrow().pid());

    try (var again = open();
        var connection = connect(again)) {
      assertThat(one(connection, "select word from kept")).isEqualTo("wind");
    }
  }

  @Test
  void aProcessIdThatWasGivenToAnotherProgramDoesNotHoldTheDatabaseBack() throws Exception {
    open().close();
    Files.write(
        home.resolve("postgres/postmaster.pid"),
        List.of(Long.toString(ProcessHandle.current().pid()), home.toString(), "0", "1"));

    try (var database = open();
        var connection = connect(database)) {
      assertThat(one(connection, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void anUnfinishedFirstStartIsBegunAgain() throws Exception {
    Files.createDirectories(home.resolve("postgres-unfinished/base"));
    Files.writeString(home.resolve("postgres-unfinished/PG_VERSION"), "18\n");

    try (var database = open();
        var connection = connect(database)) {
      assertThat(one(connection, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aFolderOfAnotherMajorVersionIsRefusedUntouched() throws IOException {
    var version = Files.createDirectories(home.resolve("postgres")).resolve("PG_VERSION");
    Files.writeString(version, "15\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("PostgreSQL 15")
        .hasMessageContaining("TRADEWIND_DATABASE_URL");
    assertThat(version).hasContent("15");
  }

  private EmbeddedDatabase open() {
    return EmbeddedDatabase.open(home, EmbeddedPostgresResource.PROGRAMS);
  }

  private Process brokerThatKeepsADatabaseOpen() throws IOException {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseHolder.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(child.inputReader().readLine()).isEqualTo(DatabaseHolder.READY);
    return child;
  }

  static Connection connect(EmbeddedDatabase database) throws SQLException {
    var settings = database.settings();
    return DriverManager.getConnection(
        settings.get("quarkus.datasource.jdbc.url"),
        settings.get("quarkus.datasource.username"),
        settings.get("quarkus.datasource.password"));
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void kill(long pid) throws Exception {
    var process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(30, TimeUnit.SECONDS);
  }
}
