package io.tradewind.server.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a PostgreSQL server says of itself in {@code postmaster.pid}; true only as long as that
 * process is that server.
 */
record Postmaster(long pid, int port) {
  static final String FILE = "postmaster.pid";

  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;

  /** Empty when no server has this folder, or when the file was cut short by a crash. */
  static Optional<Postmaster> in(Path data) {
    try {
      var lines = Files.readAllLines(data.resolve(FILE));
      return lines.size() > PORT_LINE ? Optional.of(parse(lines)) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean isAlive() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /**
   * Whether the living process with this id is another program: ids are given out again after a
   * crash.
   */
  boolean isSomethingElse() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .filter(command -> !isPostgres(command))
        .isPresent();
  }

  /** Asks the server which folder it serves: the only certain proof that it is ours. */
  boolean serves(Path data, String user, String password) {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "5");
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), properties);
        var statement = connection.createStatement();
        var row = statement.executeQuery("show data_directory")) {
      return row.next() && Files.isSameFile(Path.of(row.getString(1)), data);
    } catch (SQLException | IOException notOurs) {
      return false;
    }
  }

  private static Postmaster parse(List<String> lines) {
    return new Postmaster(
        Long.parseLong(lines.get(PID_LINE).strip()),
        Integer.parseInt(lines.get(PORT_LINE).strip()));
  }

  private static boolean isPostgres(String command) {
    return Path.of(command).getFileName().toString().startsWith("postgres");
  }
}
