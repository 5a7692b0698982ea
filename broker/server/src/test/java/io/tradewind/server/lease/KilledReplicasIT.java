package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.server.lease.ScriptedAgent.Pace;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.testkit.FakeCloud;
import io.tradewind.testkit.FakeCloud.Box;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three packaged brokers share one PostgreSQL and stand behind one address. One of them is killed
 * with {@code kill -9} every few seconds, and comes back, while workloads are submitted, cancelled
 * and run. Judged as {@link KilledBrokerIT} judges one.
 *
 * <p>{@code -Dreplicas.seconds=300 -Dreplicas.holds=kept} for the long form, in which what a dead
 * broker held is waited for. {@code -Dcrash.seed=…} makes the same choices.
 */
class KilledReplicasIT {
  private static final Duration UNDER_LOAD =
      Duration.ofSeconds(Long.getLong("replicas.seconds", 15));
  private static final boolean HOLDS_KEPT = "kept".equals(System.getProperty("replicas.holds"));
  private static final long SEED = Long.getLong("crash.seed", 20261121L);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(5);

  /** No step takes so long, so its broker is dead. */
  private static final Duration OF_THE_DEAD = Duration.ofSeconds(12);

  private static final int AT_ONCE = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final long TURN_MILLIS = 40;

  private final Random random = new Random(SEED);
  private final List<FakeCloud> clouds = KillableClouds.made();
  private final List<BoxAgents> agents = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private int accepted;
  private int broken;

  @AfterEach
  void closeTheClouds() {
    clouds.forEach(FakeCloud::close);
  }

  @Test
  void whoeverIsKilledTheOthersGoOnAndNothingIsLeftBehind(@TempDir Path folder) throws Exception {
    System.out.printf("%s under load, -Dcrash.seed=%d%n", UNDER_LOAD, SEED);
    try (Replicas replicas = new Replicas(folder, clouds)) {
      for (FakeCloud cloud : clouds) {
        BoxAgents here =
            new BoxAgents(
                cloud::boxes,
                () -> new TestAgent(replicas.address(), Clock.systemUTC()),
                Clock.systemUTC(),
                () -> Pace.of(random));
        agents.add(here);
      }
      KillPoint doubles = new KillPoint(clouds, () -> {});
      awaitOffers(replicas);
      int kills = liveWhileTheyAreKilled(replicas);
      System.out.printf(
          "%d kills; %d workloads taken, %d calls broken with their broker%n",
          kills, accepted, broken);
      assertThat(kills).isPositive();
      clouds.forEach(FakeCloud::recover);
      Aftermath aftermath = new Aftermath(replicas.connection());
      liveToTheEnd(replicas, aftermath);
      aftermath.checkUsage(agents);
      System.out.printf("Ready again after a kill, in ms: %s%n", replicas.absences());
      assertThat(doubles.doubles()).as("two machines for one lease").isEmpty();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("With -Dcrash.seed=%d: %s".formatted(SEED, e.getMessage()), e);
    }
  }

  private void awaitOffers(Replicas replicas) {
    for (BrokerProcess broker : replicas.all()) {
      for (FakeCloud cloud : clouds) {
        eventually(
            PATIENCE,
            () -> broker.product().get("/api/v1/offers?limit=1&provider=" + cloud.id()),
            page -> !page.path("items").isEmpty());
      }
    }
  }

  private int liveWhileTheyAreKilled(Replicas replicas) throws Exception {
    int kills = 0;
    long end = System.nanoTime() + UNDER_LOAD.toNanos();
    long nextKill = System.nanoTime() + BETWEEN_KILLS.toNanos() / 2;
    while (System.nanoTime() < end) {
      if (System.nanoTime() > nextKill && replicas.killAny(random)) {
        nextKill += BETWEEN_KILLS.toNanos();
        kills++;
      }
      turn(replicas, true);
    }
    return kills;
  }

  private void liveToTheEnd(Replicas replicas, Aftermath aftermath) throws Exception {
    long began = System.nanoTime();
    while (!aftermath.open().isEmpty() || !boxes().isEmpty()) {
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("open %s, machines %s", aftermath.open(), boxes())
          .isLessThan(PATIENCE);
      turn(replicas, false);
    }
    System.out.printf(
        "All ended %d s after the last request%n",
        Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  private List<Box> boxes() {
    return clouds.stream().flatMap(cloud -> cloud.boxes().stream()).toList();
  }

  /** A little of everything; what breaks with its broker is tried again later. */
  private void turn(Replicas replicas, boolean brings) throws SQLException {
    if (!HOLDS_KEPT) {
      replicas.expireHolds(OF_THE_DEAD);
    }
    BrokerProcess broker = replicas.anyAlive(random);
    try {
      if (brings && boxes().size() + open.size() / 8 < AT_ONCE) {
        submit(broker);
      }
      if (random.nextInt(12) == 0 && !open.isEmpty()) {
        String any = open.remove(random.nextInt(open.size()));
        broker.product().post("/api/v1/workloads/" + any + "/cancel");
      }
    } catch (IOException | UncheckedIOException e) {
      broken++;
    }
    for (BoxAgents here : agents) {
      try {
        here.turn();
      } catch (UncheckedIOException e) {
        broken++;
      }
    }
    clouds.forEach(FakeCloud::settle);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS));
  }

  private void submit(BrokerProcess broker) throws IOException {
    JsonNode workload = new CloudWork(clouds, random).submit(broker.product());
    accepted++;
    open.add(workload.path("id").asText());
  }
}
