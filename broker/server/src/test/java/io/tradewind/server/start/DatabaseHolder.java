package io.tradewind.server.start;

import io.tradewind.server.testing.EmbeddedPostgresResource;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that has a database open until it is killed. */
final class DatabaseHolder {
  static final String READY = "ready";

  private DatabaseHolder() {}

  public static void main(String... arguments) throws Exception {
    var database = EmbeddedDatabase.open(Path.of(arguments[0]), EmbeddedPostgresResource.PROGRAMS);
    try (var connection = EmbeddedDatabaseTest.connect(database)) {
      EmbeddedDatabaseTest.execute(connection, "create table kept as select 'wind' as word");
    }
    System.out.println(READY);
    new CountDownLatch(1).await();
  }
}
