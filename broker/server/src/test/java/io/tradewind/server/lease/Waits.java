package io.tradewind.server.lease;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** What the database's backends wait for, looked at a hundred times a second from beside. */
final class Waits {
  private static final long EVERY_MILLIS = 10;
  private static final String LOOK =
      """
      select count(*) filter (where wait_event_type = 'Lock'), count(*),
          (select count(*) from pg_locks where not granted)
        from pg_stat_activity
       where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()
      """;

  private final Thread watcher;
  private volatile boolean isOver;
  private double looks;
  private double locked;
  private double busy;
  private long most;

  /**
   * @param locked backends that waited for a lock of another, on average
   * @param busy backends with a statement under way, on average
   * @param most lock requests that were not granted at a time
   */
  record Seen(double locked, double busy, long most) {}

  private Waits(DataSource database) {
    watcher = new Thread(() -> look(database), "waits");
  }

  static Waits watch(DataSource database) {
    Waits waits = new Waits(database);
    waits.watcher.start();
    return waits;
  }

  private void look(DataSource database) {
    try (Connection connection = database.getConnection();
        var statement = connection.prepareStatement(LOOK)) {
      while (!isOver) {
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          looks++;
          locked += row.getLong(1);
          busy += row.getLong(2);
          most = Math.max(most, row.getLong(3));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Seen end() throws InterruptedException {
    isOver = true;
    watcher.join();
    return new Seen(locked / looks, busy / looks, most);
  }
}
