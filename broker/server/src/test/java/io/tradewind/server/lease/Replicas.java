package io.tradewind.server.lease;

import io.tradewind.server.start.PrivateFiles;
import io.tradewind.server.testing.Balancer;
import io.tradewind.server.testing.PackagedProduct;
import io.tradewind.testkit.FakeCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Three brokers with what brokers of one database share: keys, and an address for agents. */
final class Replicas implements AutoCloseable {
  private static final int COUNT = 3;

  private final KeptDatabase database;
  private final Balancer balancer;
  private final List<BrokerProcess> brokers = new ArrayList<>();
  private final ExecutorService revivals = Executors.newFixedThreadPool(COUNT);
  private final Queue<Duration> absences = new ConcurrentLinkedQueue<>();

  Replicas(Path folder, List<FakeCloud> clouds) throws IOException, SQLException {
    database = new KeptDatabase(folder.resolve("database"));
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      ports.add(PackagedProduct.freePort());
    }
    balancer = new Balancer(ports);
    List<String> settings = BrokerProcess.settings(database.url(), balancer.address(), clouds);
    settings.add(
        "tradewind.agent.bootstrap-key=" + "one-for-all-brokers-of-the-database".repeat(2));
    Path masterKeys = folder.resolve("master.keys");
    PrivateFiles.secretIn(masterKeys, "k1 ");
    settings.add("tradewind.secret.master-keys=file:" + masterKeys);
    settings.add("tradewind.feed.shared=true");
    for (int i = 0; i < COUNT; i++) {
      brokers.add(
          new BrokerProcess(
              folder.resolve("home" + i), ports.get(i), settings.toArray(String[]::new)));
    }
  }

  /** Where agents reach whichever is alive. */
  URI address() {
    return balancer.address();
  }

  Connection connection() {
    return database.connection();
  }

  List<BrokerProcess> all() {
    return List.copyOf(brokers);
  }

  BrokerProcess anyAlive(Random random) {
    List<BrokerProcess> alive = brokers.stream().filter(BrokerProcess::isAlive).toList();
    return alive.get(random.nextInt(alive.size()));
  }

  /** Kills one and has it started again, unless all others are dead. */
  boolean killAny(Random random) {
    if (brokers.stream().filter(BrokerProcess::isAlive).count() < 2) {
      return false;
    }
    BrokerProcess victim = anyAlive(random);
    victim.kill();
    long killed = System.nanoTime();
    revivals.execute(
        () -> {
          revive(victim);
          absences.add(Duration.ofNanos(System.nanoTime() - killed));
        });
    return true;
  }

  private static void revive(BrokerProcess broker) {
    try {
      broker.revive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Milliseconds from each kill until the next process of that home was ready, fewest first. */
  List<Long> absences() {
    return absences.stream().map(Duration::toMillis).sorted().toList();
  }

  void expireHolds(Duration age) throws SQLException {
    database.expireHolds(age);
  }

  @Override
  public void close() throws Exception {
    revivals.shutdown();
    revivals.awaitTermination(2, TimeUnit.MINUTES);
    brokers.forEach(BrokerProcess::kill);
    balancer.close();
    database.close();
  }
}
