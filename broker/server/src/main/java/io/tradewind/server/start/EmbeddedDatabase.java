package io.tradewind.server.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A real PostgreSQL in the broker's home, for one machine. It writes through to the disk, listens
 * on the loopback address only, wants a password, and runs in a session of its own, so that Ctrl-C
 * stops the broker first.
 *
 * <p>A server that a killed broker left behind is adopted instead of started.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  static final String MAJOR = "18";

  private static final String USER = "tradewind";
  private static final String NAME = "postgres";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_MILLIS = 100;

  /**
   * The port may be taken in the meantime, or the children of a killed server may need a moment to
   * notice.
   */
  private static final int START_ATTEMPTS = 5;

  private static final long LOG_LIMIT_BYTES = 10_000_000;

  /**
   * Durable even where somebody edited postgresql.conf; no socket file, which any local user could
   * open.
   */
  private static final String SERVER_OPTIONS =
      "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c"
          + " synchronous_commit=on -c full_page_writes=on -c log_checkpoints=off -c timezone=UTC";

  private final Path data;
  private final Path log;
  private final PostgresBinaries binaries;
  private final String password;
  private final boolean adopted;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedDatabase(Path home, PostgresBinaries binaries) throws IOException {
    this.data = home.resolve("postgres");
    this.log = home.resolve("postgres.log");
    this.binaries = binaries;
    this.password = PrivateFiles.secretIn(home.resolve("postgres.password"), "");
    refuseOtherMajor();
    var left = left();
    this.adopted = left.isPresent();
    this.port = left.isPresent() ? left.get().port() : start(home);
  }

  /** Starts or adopts the server whose data is in {@code home/postgres}. */
  public static EmbeddedDatabase open(Path home, Path binaries) {
    try {
      return new EmbeddedDatabase(home, PostgresBinaries.unpack(binaries));
    } catch (IOException e) {
      throw new StartFailure(
          "The embedded PostgreSQL in %s cannot be started: %s".formatted(home, e.getMessage()), e);
    }
  }

  /** The application's settings that lead to this server. */
  public Map<String, String> settings() {
    return TenantRole.settings(DatabaseUrl.local(port, USER, password, NAME));
  }

  /** Whether the server was running before. */
  boolean adopted() {
    return adopted;
  }

  /** Ends the server, adopted or started: what was committed is on the disk already. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    int code = control("stop", List.of("-m", "fast"));
    if (code != 0 && Postmaster.in(data).filter(Postmaster::isAlive).isPresent()) {
      throw new IllegalStateException(
          "PostgreSQL in %s does not stop, see %s.".formatted(data, log));
    }
  }

  private void refuseOtherMajor() throws IOException {
    var file = data.resolve("PG_VERSION");
    if (!Files.exists(file)) {
      return;
    }
    var found = Files.readString(file).strip();
    if (!found.equals(MAJOR)) {
      throw new StartFailure(
          ("The data in %s belongs to PostgreSQL %s, this broker carries %s. Start the older broker"
                  + " and pg_dump it, or set TRADEWIND_DATABASE_URL to a PostgreSQL %s server.")
              .formatted(data, found, MAJOR, found));
    }
  }

  private Optional<Postmaster> left() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (var server = Postmaster.in(data);
        server.filter(Postmaster::isAlive).isPresent();
        server = Postmaster.in(data)) {
      if (server.get().isSomethingElse()) {
        Files.deleteIfExists(data.resolve(Postmaster.FILE));
      } else if (server.get().serves(data, USER, password)) {
        return server;
      } else if (System.nanoTime() > deadline) {
        throw new StartFailure(
            "Process %d holds %s and does not answer. Stop it, then start again."
                .formatted(server.get().pid(), data));
      } else {
        pause();
      }
    }
    // The file of a dead server stays: PostgreSQL reads from it whether that server's children are
    // gone as well.
    return Optional.empty();
  }

  private int start(Path home) throws IOException {
    rotateLog();
    if (!Files.exists(data)) {
      initialise(home);
    }
    for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      int free = freePort();
      var options = List.of("-l", log.toString(), "-o", SERVER_OPTIONS.formatted(free));
      if (control("start", options) == 0) {
        return free;
      }
      pause();
    }
    throw new StartFailure("PostgreSQL does not start:%n%s".formatted(lastLines()));
  }

  /**
   * An interrupted first start leaves its unfinished folder, which no server ever used, under
   * another name.
   */
  private void initialise(Path home) throws IOException {
    var fresh = home.resolve("postgres-unfinished");
    PrivateFiles.deleteFolder(fresh);
    int code =
        binaries.run(
            log,
            "initdb",
            List.of(
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + home.resolve("postgres.password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
    if (code != 0) {
      throw new StartFailure(
          "PostgreSQL cannot make its data folder:%n%s%s".formatted(lastLines(), rootAdvice()));
    }
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private int control(String action, List<String> options) {
    var arguments =
        Stream.concat(
                Stream.of(action, "-D", data.toString(), "-w", "-t", "" + PATIENCE.toSeconds()),
                options.stream())
            .toList();
    return binaries.run(log, "pg_ctl", arguments);
  }

  private void rotateLog() throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String lastLines() throws IOException {
    var lines = Files.readAllLines(log);
    return String.join(
        System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }

  private static String rootAdvice() {
    return System.getProperty("user.name").equals("root")
        ? "%nIt does not run as root where user namespaces are forbidden: use an ordinary user, or set TRADEWIND_DATABASE_URL."
            .formatted()
        : "";
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while waiting for PostgreSQL.", e);
    }
  }
}
