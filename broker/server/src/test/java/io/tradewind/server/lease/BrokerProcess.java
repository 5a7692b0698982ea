package io.tradewind.server.lease;

import io.tradewind.server.testing.PackagedProduct;
import io.tradewind.testkit.FakeCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The packaged broker as a process, over a database and clouds that outlive it. Each {@link #kill}
 * is a {@code kill -9}.
 */
final class BrokerProcess {
  private final Path home;
  private final int port;
  private final String[] settings;
  private PackagedProduct product;
  private boolean isAlive;

  /** Starts it, and waits until it takes requests. */
  BrokerProcess(Path home, int port, String... settings) throws IOException {
    this.home = home;
    this.port = port;
    this.settings = settings.clone();
    product = PackagedProduct.start(home, port, settings);
    isAlive = true;
  }

  /**
   * Of a broker that starts often, never lives long, and sells nothing but what the clouds have.
   *
   * @param agents where agents reach it
   */
  static List<String> settings(String databaseUrl, URI agents, List<FakeCloud> clouds) {
    List<String> settings =
        new ArrayList<>(
            Arrays.asList(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "tradewind.demo=false",
                "tradewind.local.site=false",
                "tradewind.catalog.bundled=false",
                "tradewind.lease.sweep-interval=1s",
                "tradewind.agent.broker-url=" + agents,
                "tradewind.database.url=" + databaseUrl));
    for (FakeCloud cloud : clouds) {
      cloud
          .settings()
          .forEach(
              (key, value) ->
                  settings.add("tradewind.%s.%s=%s".formatted(cloud.factory().name(), key, value)));
    }
    return settings;
  }

  synchronized PackagedProduct product() {
    return product;
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

  /** The next process, of the same home. Others may look at the dead one until it is ready. */
  void revive() throws IOException {
    PackagedProduct next = PackagedProduct.start(home, port, settings);
    synchronized (this) {
      product = next;
      isAlive = true;
    }
  }
}
