package io.tradewind.server.agent;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent tells of a lease: twice, late, out of order, or of somebody else's. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ReportsTest {
  @Inject Town town;
  @Inject MovableClock clock;

  private TestAgent agent;
  private String workload;
  private String lease;
  private Instant start;

  @BeforeEach
  void aWorkloadRuns() {
    Town.Home home = town.settle("0.01");
    agent = home.agent();
    workload = town.submit(home.seller(), "");
    lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(40);
    agent.status(lease, Phase.RUNNING, start);
  }

  @AfterEach
  void itEnds() {
    agent.renew();
    agent.ended(lease, 0, clock.instant());
    eventually(() -> town.workload(workload), it -> !it.path("endedAt").isNull());
  }

  @Test
  void phasesOnlyGoForward() {
    assertThat(agent.status(lease, Phase.ACCEPTED, start).status()).isEqualTo(204);
    assertThat(town.workload(workload).path("state").asText()).isEqualTo("running");
  }

  @Test
  void anExitCodeComesWithTheEndOnly() {
    assertThat(agent.status(lease, new LeaseReport.Status(1, Phase.RUNNING, start, 3, null)).code())
        .isEqualTo("malformed");
  }

  @Test
  void aFinalPhaseStands() {
    agent.ended(lease, 3, start.plusSeconds(1));

    TestAgent.Answer other = agent.status(lease, Phase.FAILED, start.plusSeconds(2));

    assertThat(other.code()).isEqualTo("phase_final");
    assertThat(agent.ended(lease, 3, start.plusSeconds(1)).status()).isEqualTo(204);
    JsonNode failed = town.become(workload, "failed");
    assertThat(failed.path("exitCode").asInt()).isEqualTo(3);
    assertThat(failed.path("reason").asText()).isEqualTo("Ended with exit code 3.");
  }

  @Test
  void anOldGenerationIsFenced() {
    TestAgent.Answer stale =
        agent.status(lease, new LeaseReport.Status(0, Phase.RUNNING, start, null, null));

    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.code()).isEqualTo("stale_generation");
  }

  @Test
  void anotherSitesLeaseIsNotYours() {
    TestAgent other = town.settle("0.01").agent();

    assertThat(other.logs(lease, 0, "mine?").code()).isEqualTo("not_yours");
    assertThat(other.status(lease, Phase.ENDED, start).status()).isEqualTo(403);
  }

  @Test
  void aLeaseThatNeverWasIsUnknown() {
    TestAgent.Answer answer = agent.logs(UUID.randomUUID().toString(), 0, "hello");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("lease_unknown");
  }

  @Test
  void reportsOfAClosedLeaseAreRefusedForGood() {
    agent.ended(lease, 0, start.plusSeconds(1));
    town.become(workload, "succeeded");

    assertThat(agent.logs(lease, 0, "late").code()).isEqualTo("lease_closed");
    assertThat(agent.usage(lease, interval(0, 5)).status()).isEqualTo(410);
  }

  @Test
  void resentLinesAreSkippedAndAGapIsNotKept() {
    assertThat(next(agent.logs(lease, 0, "a", "b"))).isEqualTo(2);
    assertThat(next(agent.logs(lease, 0, "a", "b"))).isEqualTo(2);
    assertThat(next(agent.logs(lease, 1, "b", "c"))).isEqualTo(3);
    assertThat(next(agent.logs(lease, 9, "z"))).isEqualTo(3);

    JsonNode lines = town.get("/api/v1/workloads/" + workload + "/logs").path("items");
    assertThat(lines.findValuesAsText("line")).containsExactly("a", "b", "c");
  }

  @Test
  void aLineThatNoDatabaseKeepsIsRefused() {
    TestAgent.Answer answer = agent.logs(lease, 0, "nul \u0000");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("malformed");
  }

  @Test
  void aRepeatedIntervalIsChargedOnce() {
    agent.usage(lease, interval(0, 5), interval(5, 10));
    assertThat(agent.usage(lease, interval(0, 5), interval(5, 10)).status()).isEqualTo(204);
    assertThat(agent.usage(lease, interval(5, 10), interval(10, 15)).status()).isEqualTo(204);

    assertThat(town.get("/api/v1/usage?workload=" + workload).path("total").asLong()).isEqualTo(3);
    assertThat(town.workload(workload).path("meteredSeconds").asDouble()).isEqualTo(15.0);
  }

  @Test
  void aGapAnOverlapAndTheFutureAreRefused() {
    agent.usage(lease, interval(0, 5));

    assertThat(agent.usage(lease, interval(6, 10)).code()).isEqualTo("usage_refused");
    assertThat(agent.usage(lease, interval(4, 10)).code()).isEqualTo("usage_refused");
    assertThat(agent.usage(lease, interval(5, 3600)).status()).isEqualTo(422);
    Instant tomorrow = clock.instant().truncatedTo(ChronoUnit.MICROS).plus(Duration.ofDays(1));
    assertThat(agent.usage(lease, new Interval(tomorrow, tomorrow.plusSeconds(5), 0)).code())
        .isEqualTo("usage_refused");
    assertThat(town.get("/api/v1/charges?workload=" + workload).path("total").asLong())
        .isEqualTo(1);
  }

  @Test
  void workIsALevelAndACursorWaitsForNews() {
    JsonNode all = agent.work("", 0).body();
    assertThat(all.path("items").path(0).path("leaseId").asText()).isEqualTo(lease);
    assertThat(agent.work("nonsense", 0).body().path("items")).hasSize(1);
    String cursor = all.path("cursor").asText();
    assertThat(agent.work(cursor, 0).body().path("items")).isEmpty();

    CompletableFuture<TestAgent.Answer> waiting =
        CompletableFuture.supplyAsync(() -> agent.work(cursor, 25));
    Town.cancel(workload);

    JsonNode news = waiting.join().body();
    assertThat(news.path("items").path(0).path("action").asText()).isEqualTo("STOP");
    agent.status(
        lease, new LeaseReport.Status(1, Phase.STOPPED, start.plusSeconds(5), null, "told to"));
    town.become(workload, "cancelled");
  }

  private Interval interval(long from, long to) {
    return new Interval(start.plusSeconds(from), start.plusSeconds(to), 0.1);
  }

  private static long next(TestAgent.Answer answer) {
    return answer.body().path("nextSequence").asLong(-1);
  }
}
