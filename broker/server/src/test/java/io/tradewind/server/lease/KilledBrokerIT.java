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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged broker is killed with {@code kill -9}, again and again, while workloads live and die
 * on clouds that stay. Judged from the outside: by what the clouds hold, what the agents measured,
 * and the rows of the database.
 *
 * <p>{@code -Dcrash.kills=1000} for the long form; {@code -Dcrash.seed=…} makes the same choices.
 */
class KilledBrokerIT {
  private static final int KILLS = Integer.getInteger("crash.kills", 3);
  private static final long SEED = Long.getLong("crash.seed", 20261121L);
  private static final int AT_ONCE = 8;
  private static final Duration UNTIL_WHENEVER = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long TURN_MILLIS = 40;

  private final Random random = new Random(SEED);
  private final List<FakeCloud> clouds = KillableClouds.made();
  private final List<BoxAgents> agents = new ArrayList<>();
  private final Map<String, Integer> struck = new TreeMap<>();
  private final Set<String> open = new java.util.LinkedHashSet<>();

  @AfterEach
  void closeTheClouds() {
    clouds.forEach(FakeCloud::close);
  }

  @Test
  void whereverTheProcessIsKilledNothingIsLeftBehind(@TempDir Path folder) throws Exception {
    assertThat(clouds).hasSizeGreaterThanOrEqualTo(4);
    System.out.printf("%d kills, -Dcrash.seed=%d%n", KILLS, SEED);
    try (KilledBroker broker = new KilledBroker(folder, clouds)) {
      clouds.forEach(
          cloud ->
              agents.add(
                  new BoxAgents(
                      cloud::boxes,
                      () -> new TestAgent(broker.address(), Clock.systemUTC()),
                      Clock.systemUTC(),
                      () -> Pace.of(random))));
      KillPoint point = new KillPoint(clouds, broker::kill);
      for (int i = 0; i < KILLS; i++) {
        awaitOffers(broker);
        String where = point.arm(random);
        liveUntilKilled(broker, where);
        point.disarm();
        broker.revive();
      }
      System.out.printf("Killed: %s%n", struck);
      clouds.forEach(FakeCloud::recover);
      Aftermath aftermath = new Aftermath(broker.connection());
      liveToTheEnd(broker, aftermath);
      assertThat(point.doubles()).as("two machines for one lease").isEmpty();
      aftermath.checkUsage(agents);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("With -Dcrash.seed=%d: %s".formatted(SEED, e.getMessage()), e);
    }
  }

  private void awaitOffers(KilledBroker broker) {
    for (FakeCloud cloud : clouds) {
      eventually(
          PATIENCE,
          () -> broker.product().get("/api/v1/offers?limit=1&provider=" + cloud.id()),
          page -> !page.path("items").isEmpty());
    }
  }

  private void liveUntilKilled(KilledBroker broker, String where) throws IOException {
    long end = System.nanoTime() + UNTIL_WHENEVER.toNanos() + random.nextInt(1_000_000_000);
    while (broker.isAlive() && System.nanoTime() < end) {
      turn(broker, true);
    }
    struck.merge(broker.isAlive() ? "whenever" : where, 1, Integer::sum);
    broker.kill();
  }

  private void liveToTheEnd(KilledBroker broker, Aftermath aftermath) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isAnythingLeft(aftermath)) {
      assertThat(System.nanoTime())
          .as("open %s, machines %s", aftermath.open(), boxes())
          .isLessThan(end);
      turn(broker, false);
    }
  }

  private boolean isAnythingLeft(Aftermath aftermath) throws SQLException {
    return !aftermath.open().isEmpty() || !boxes().isEmpty();
  }

  private List<Box> boxes() {
    return clouds.stream().flatMap(cloud -> cloud.boxes().stream()).toList();
  }

  /** A little of everything; what meets a dead broker is tried again later. */
  private void turn(KilledBroker broker, boolean brings) throws IOException {
    try {
      if (brings && boxes().size() + open.size() / 8 < AT_ONCE) {
        submit(broker);
      }
      if (random.nextInt(12) == 0 && !open.isEmpty()) {
        String any = List.copyOf(open).get(random.nextInt(open.size()));
        broker.product().post("/api/v1/workloads/" + any + "/cancel");
        open.remove(any);
      }
      agents.forEach(BoxAgents::turn);
    } catch (IOException | UncheckedIOException | AssertionError e) {
      if (broker.isAlive()) {
        throw e;
      }
    }
    clouds.forEach(FakeCloud::settle);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS));
  }

  private void submit(KilledBroker broker) throws IOException {
    JsonNode workload = new CloudWork(clouds, random).submit(broker.product());
    assertThat(workload.path("state").asText()).as("%s", workload).isNotEqualTo("unplaced");
    open.add(workload.path("id").asText());
  }
}
