package io.tradewind.server.lease;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.lease.ScriptedAgent.Pace;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LoopbackFactory;
import io.tradewind.server.testing.LoopbackProvider;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every step of a service that is scaled up, down, to nothing and up again, over a cloud with fresh
 * machines: failed once, it leaves as many machines as are wanted; done twice, it is done once.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CloudCrashProfile.class)
class EveryScaleIT {
  private static final String CLOUD = "aws";
  private static final int MOST_TURNS = 160;

  @Inject CloudScenario scenario;
  @Inject CrashingBroker broker;
  @Inject MovableClock clock;
  @Inject Town town;
  @Inject Sql sql;

  @BeforeEach
  void needsTheAgent() {
    Aboard.needsTheAgent();
  }

  @Test
  void everyStepMayFailOnce() {
    Set<String> failed = new LinkedHashSet<>();
    new Life(() -> List.of(Crashes.killedAtNew(failed))).play();
    assertThat(failed)
        .as("steps of scaling")
        .hasSizeGreaterThan(15)
        .anyMatch(it -> it.endsWith("before a look is applied"))
        .anyMatch(it -> it.endsWith("after a look was applied"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "before a result is applied",
        "before a look at a service",
        "before a look is applied",
        "after a look was applied"
      })
  void everyStepMayBeDoneTwice(String step) {
    new Life(() -> List.of(Crashes.killedAt(step), Crashes.never())).play();
  }

  /** Of one service. */
  private final class Life {
    private final Supplier<List<Crashes>> fates;
    private final LoopbackProvider provider = LoopbackFactory.made(CLOUD);
    private final BoxAgents agents = scenario.agents(provider.cloud(), Pace.SERVING);

    /**
     * @param fates of the brokers of one turn, one after the other
     */
    Life(Supplier<List<Crashes>> fates) {
      this.fates = fates;
    }

    void play() {
      scenario.open(provider);
      provider.cloud().recover();
      String service =
          scenario.submit(
              provider, "kind: service\nservice: { port: 8000, replicas: { min: 1, max: 3 } }");
      until(service, () -> stands(service, 1));
      for (int replicas : new int[] {3, 1, 0, 2}) {
        scale(service, replicas);
        until(service, () -> stands(service, replicas));
        scenario.checkLeft(provider, replicas);
      }
      Town.cancel(service);
      until(service, () -> broker.isOver(service) && stands(service, 0));
      scenario.checkNothingIsLeft(provider);
      checkUsed(service);
    }

    private void until(String service, BooleanSupplier reached) {
      for (int turn = 0; !reached.getAsBoolean(); turn++) {
        assertThat(turn).as("%s", town.workload(service).path("service")).isLessThan(MOST_TURNS);
        agents.turn();
        for (Crashes fate : fates.get()) {
          broker.turn(fate).ifPresent(where -> provider.restart());
        }
        provider.cloud().settle();
        clock.advance(CrashingBroker.TURN);
      }
    }

    /** So many replicas are at work, and nothing else has a lease. */
    private boolean stands(String service, int replicas) {
      return leases(service, "l.state = 'active'") == replicas
          && leases(service, "l.state <> 'closed'") == replicas;
    }

    private void checkUsed(String service) {
      sql.run("select id from workload where service = '%s'".formatted(service))
          .forEach(
              row -> {
                UUID replica = row.get(UUID.class, 0);
                Used.check(
                    sql,
                    replica.toString(),
                    agents.accepted().stream()
                        .filter(it -> leases(service, its(it.lease(), replica)) == 1)
                        .toList());
              });
    }

    private String its(UUID lease, UUID replica) {
      return "l.id = '%s' and w.id = '%s'".formatted(lease, replica);
    }
  }

  private long leases(String service, String which) {
    return sql.number(
        """
        select count(*) from lease l join workload w on w.id = l.workload
          where w.service = '%s' and %s
        """
            .formatted(service, which));
  }

  private static void scale(String service, int replicas) {
    asOwner()
        .contentType("application/json")
        .body("{\"replicas\": %d}".formatted(replicas))
        .post("/api/v1/workloads/" + service + "/scale")
        .then()
        .statusCode(202);
  }
}
