package io.tradewind.server.lease;

import io.tradewind.server.testing.PackagedProduct;
import io.tradewind.testkit.FakeCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * One broker on a database, killed again and again; {@link #revive} starts the next process after
 * the dead one's holds have expired, which is the one thing that is not waited for.
 */
final class KilledBroker implements AutoCloseable {
  private final KeptDatabase database;
  private final URI address;
  private final BrokerProcess process;

  KilledBroker(Path folder, List<FakeCloud> clouds) throws IOException, SQLException {
    database = new KeptDatabase(folder.resolve("database"));
    int port = PackagedProduct.freePort();
    address = URI.create("http://127.0.0.1:" + port);
    process =
        new BrokerProcess(
            folder.resolve("home"),
            port,
            BrokerProcess.settings(database.url(), address, clouds).toArray(String[]::new));
  }

  PackagedProduct product() {
    return process.product();
  }

  Connection connection() {
    return database.connection();
  }

  URI address() {
    return address;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.kill();
  }

  void revive() throws IOException, SQLException {
    database.expireHolds(Duration.ZERO);
    process.revive();
  }

  @Override
  public void close() throws Exception {
    process.kill();
    database.close();
  }
}
