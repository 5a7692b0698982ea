package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.lease.ScriptedAgent.Pace;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LoopbackFactory;
import io.tradewind.server.testing.LoopbackProvider;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import io.tradewind.testkit.FakeCloud;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every step of every path of a lease, over a cloud with fresh machines: failed once, it leaves a
 * clean slate; done twice, it is done once.
 *
 * <p>{@code -Dcrash.steps=each} for the long form: each step in a life of its own as well.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CloudCrashProfile.class)
class EveryStepIT {
  private static final String CLOUD = "aws";
  private static final boolean EACH = System.getProperty("crash.steps", "").equals("each");
  private static final int MOST_TURNS = 160;
  private static final String BEFORE_A_RESULT = "before a result is applied";

  @Inject CloudScenario scenario;
  @Inject CrashingBroker broker;
  @Inject MovableClock clock;
  @Inject Town town;
  @Inject Sql sql;

  /** What happens to a workload, and how that ends. */
  enum Path {
    ENDS_BY_ITSELF("succeeded", "running"),
    CANCELLED_WHILE_IT_STARTS("cancelled", "provisioning"),
    CANCELLED_WHILE_IT_RUNS("cancelled", "running"),
    NO_ROOM_AT_FIRST("succeeded", ""),
    REPLY_OF_THE_START_LOST("succeeded", ""),
    MACHINE_LOST_WHILE_IT_RUNS("succeeded", "running"),
    GANG_ENDS_BY_ITSELF("succeeded", "running", 2),
    GANG_CANCELLED_WHILE_IT_STARTS("cancelled", "provisioning", 2),
    GANG_WITHOUT_ROOM_FOR_ALL_AT_FIRST("succeeded", "", 2),
    GANG_LOSES_ONE_MACHINE_WHILE_IT_RUNS("succeeded", "running", 2);

    private final String end;
    private final String moment;
    private final int nodes;

    Path(String end, String moment) {
      this(end, moment, 1);
    }

    Path(String end, String moment, int nodes) {
      this.end = end;
      this.moment = moment;
      this.nodes = nodes;
    }

    /** Of the workload, beside what every path asks for. */
    String wishes() {
      return "retry: { on: [interruption], for: 1h }\nnodes: " + nodes;
    }

    void prepare(FakeCloud cloud) {
      switch (this) {
        case NO_ROOM_AT_FIRST, GANG_WITHOUT_ROOM_FOR_ALL_AT_FIRST ->
            cloud.failNextStart(Fault.NO_CAPACITY);
        case REPLY_OF_THE_START_LOST -> cloud.loseNextStartReply();
        case ENDS_BY_ITSELF,
            CANCELLED_WHILE_IT_STARTS,
            CANCELLED_WHILE_IT_RUNS,
            MACHINE_LOST_WHILE_IT_RUNS,
            GANG_ENDS_BY_ITSELF,
            GANG_CANCELLED_WHILE_IT_STARTS,
            GANG_LOSES_ONE_MACHINE_WHILE_IT_RUNS -> {}
      }
    }

    /** In the one moment of its life. */
    void strike(String workload, FakeCloud cloud) {
      switch (this) {
        case CANCELLED_WHILE_IT_STARTS, CANCELLED_WHILE_IT_RUNS, GANG_CANCELLED_WHILE_IT_STARTS ->
            Town.cancel(workload);
        case MACHINE_LOST_WHILE_IT_RUNS, GANG_LOSES_ONE_MACHINE_WHILE_IT_RUNS ->
            cloud.lose(cloud.boxes().get(0).lease());
        case ENDS_BY_ITSELF,
            NO_ROOM_AT_FIRST,
            REPLY_OF_THE_START_LOST,
            GANG_ENDS_BY_ITSELF,
            GANG_WITHOUT_ROOM_FOR_ALL_AT_FIRST -> {}
      }
    }
  }

  @BeforeEach
  void needsTheAgent() {
    Aboard.needsTheAgent();
  }

  /** All in one life: a broker dies at the first new step, the next one at the next. */
  @ParameterizedTest
  @EnumSource(Path.class)
  void everyStepMayFailOnce(Path path) {
    Set<String> failed = new LinkedHashSet<>();
    live(path, () -> List.of(Crashes.killedAtNew(failed)));
    assertThat(failed).as("steps of %s", path).hasSizeGreaterThan(12);
    System.out.printf("%s: %d steps failed once: %s%n", path, failed.size(), failed);
    if (EACH) {
      failAlone(path, failed);
    }
  }

  private void failAlone(Path path, Set<String> steps) {
    for (String step : steps) {
      Crashes once = Crashes.killedAt(step);
      try {
        live(path, () -> List.of(once));
      } catch (AssertionError e) {
        throw new AssertionError("%s, killed at %s".formatted(path, step), e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void everyStepMayBeDoneTwice(Path path) {
    live(path, () -> List.of(Crashes.killedAt(BEFORE_A_RESULT), Crashes.never()));
  }

  /**
   * @param fates of the brokers of one turn, one after the other
   */
  private void live(Path path, Supplier<List<Crashes>> fates) {
    LoopbackProvider provider = LoopbackFactory.made(CLOUD);
    FakeCloud cloud = provider.cloud();
    scenario.open(provider);
    cloud.recover();
    path.prepare(cloud);
    String workload = scenario.submit(provider, path.wishes());
    BoxAgents agents = scenario.agents(cloud, Pace.STEADY);
    boolean hasStruck = false;
    for (int turn = 0; !broker.isOver(workload); turn++) {
      assertThat(turn).as("%s", town.workload(workload)).isLessThan(MOST_TURNS);
      agents.turn();
      if (!hasStruck && town.workload(workload).path("state").asText().equals(path.moment)) {
        hasStruck = !cloud.boxes().isEmpty();
        if (hasStruck) {
          path.strike(workload, cloud);
        }
      }
      for (Crashes fate : fates.get()) {
        broker.turn(fate).ifPresent(where -> provider.restart());
      }
      cloud.settle();
      clock.advance(CrashingBroker.TURN);
    }
    JsonNode done = town.workload(workload);
    assertThat(done.path("state").asText()).as("%s", done).isEqualTo(path.end);
    assertThat(hasStruck || path.moment.isEmpty()).as("the moment came").isTrue();
    scenario.checkNothingIsLeft(provider);
    Used.check(sql, workload, agents.accepted());
  }
}
