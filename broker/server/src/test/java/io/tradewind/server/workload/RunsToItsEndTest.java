package io.tradewind.server.workload;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class RunsToItsEndTest {
  @Inject Town town;
  @Inject MovableClock clock;

  @Test
  void aWorkloadIsPlacedLeasedRunMeteredAndCharged() {
    Town.Home home = town.settle("0.012");
    TestAgent agent = home.agent();

    String workload = town.submit(home.seller(), "");
    JsonNode placed = town.leaseBecomes(workload, "provisioning");
    String lease = placed.path("id").asText();
    JsonNode item = agent.work("", 5).body().path("items").path(0);
    assertThat(item.path("leaseId").asText()).isEqualTo(lease);
    assertThat(item.path("action").asText()).isEqualTo("RUN");
    assertThat(item.path("run").path("command").asText()).isEqualTo("echo hello");

    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(9);
    agent.status(lease, Phase.ACCEPTED, start);
    assertThat(agent.status(lease, Phase.RUNNING, start).status()).isEqualTo(204);
    assertThat(town.workload(workload).path("state").asText()).isEqualTo("running");
    assertThat(agent.logs(lease, 0, "hello").body().path("nextSequence").asLong()).isEqualTo(1);
    Instant end = start.plusSeconds(9);
    agent.usage(lease, new LeaseReport.Interval(start, start.plusSeconds(5), 0.5));
    agent.usage(lease, new LeaseReport.Interval(start.plusSeconds(5), end, 0.5));
    agent.ended(lease, 0, end);

    JsonNode done = town.become(workload, "succeeded");
    assertThat(done.path("exitCode").asInt()).isZero();
    assertThat(done.path("lease").path("state").asText()).isEqualTo("closed");
    assertThat(done.path("lease").path("closeReason").asText()).isEqualTo("completed");
    // 0.012 USD an hour for nine seconds.
    assertThat(done.path("cost").path("amount").asText()).isEqualTo("0.000030000");
    assertThat(done.path("carbonGrams").asDouble()).isPositive();
    asOwner()
        .accept("text/plain")
        .get("/api/v1/workloads/" + workload + "/logs")
        .then()
        .statusCode(200);
    given().get("/api/v1/workloads/" + workload).then().statusCode(401);
  }
}
