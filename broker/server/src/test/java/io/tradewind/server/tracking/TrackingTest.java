package io.tradewind.server.tracking;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.database.Database;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a workload cost and emitted is with its tracker once it has ended, and there once. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class TrackingTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject TrackingCourier courier;

  private FakeMlflow mlflow;

  @BeforeEach
  void open() throws IOException {
    mlflow = new FakeMlflow();
  }

  @AfterEach
  void close() {
    mlflow.close();
  }

  @Test
  void costCarbonAndPlaceAreInARunOfItsExperiment() {
    asOwner()
        .contentType("application/json")
        .body("{\"value\": \"geheim\"}")
        .put("/api/v1/secrets/TRACKER_TOKEN")
        .then()
        .statusCode(201);
    String workload =
        run(
            """
            env: { MLFLOW_TRACKING_URI: "%s/", MLFLOW_EXPERIMENT_NAME: "night & day" }
            secrets: { MLFLOW_TRACKING_TOKEN: TRACKER_TOKEN }
            """
                .formatted(mlflow.uri()));
    JsonNode ended = town.workload(workload);

    look();
    look();

    assertThat(mlflow.experiments()).containsKey("night & day");
    assertThat(mlflow.runs()).hasSize(1);
    FakeMlflow.Run run = mlflow.runs().values().iterator().next();
    assertThat(run.experiment()).isEqualTo(mlflow.experiments().get("night & day"));
    assertThat(run.name()).isEqualTo("probe");
    assertThat(run.info()).containsEntry("status", "FINISHED");
    assertThat(run.tags())
        .containsEntry("tradewind.workload", workload)
        .containsEntry("tradewind.cost", ended.path("cost").path("amount").asText() + " USD");
    assertThat(run.metrics().get("tradewind/cost_usd"))
        .isPositive()
        .isEqualTo(ended.path("cost").path("amount").asDouble());
    assertThat(run.metrics().get("tradewind/carbon_grams"))
        .isPositive()
        .isEqualTo(ended.path("carbonGrams").asDouble());
    assertThat(run.params()).containsEntry("tradewind.region", "hall");
    assertThat(mlflow.authorizations()).containsOnly("Bearer geheim");
    assertThat(events(workload)).contains("workload.tracked");
  }

  @Test
  void aRunOfItsOwnerGetsTheFiguresAndKeepsItsEnd() {
    String given = mlflow.given("mine");
    String workload =
        run(
            "env: { MLFLOW_TRACKING_URI: '%s', MLFLOW_RUN_ID: '%s' }"
                .formatted(mlflow.uri(), given));

    look();

    assertThat(mlflow.runs()).hasSize(1);
    assertThat(mlflow.run(given).tags()).containsEntry("tradewind.workload", workload);
    assertThat(mlflow.run(given).info()).containsEntry("status", "RUNNING");
  }

  @Test
  void whatFailedIsTriedAgainAndIsOneRun() {
    mlflow.refuse(1, 503);
    String workload = run("env: { MLFLOW_TRACKING_URI: '%s' }".formatted(mlflow.uri()));

    look();
    assertThat(mlflow.runs()).isEmpty();
    assertThat(events(workload)).doesNotContain("workload.tracked", "workload.untracked");
    clock.advance(Duration.ofMinutes(1));
    look();

    assertThat(mlflow.runs()).hasSize(1);
    assertThat(events(workload)).contains("workload.tracked");
  }

  @Test
  void aTrackerThatRefusesIsGivenUpWithoutRepeatingWhatItSaid() {
    mlflow.refuse(1, 403);
    String workload = run("env: { MLFLOW_TRACKING_URI: '%s' }".formatted(mlflow.uri()));

    look();

    assertThat(events(workload)).contains("workload.untracked");
    assertThat(details(workload))
        .anyMatch(it -> it.contains("it answered 403"))
        .noneMatch(it -> it.contains("secret of the tracker"));
  }

  @Test
  void anAddressInsideTheNetworkIsNotCalledUnlessItIsNamed() {
    String workload =
        run(
            "env: { MLFLOW_TRACKING_URI: '%s' }"
                .formatted(mlflow.uri().replace("127.0.0.1", "localhost")));
    for (int i = 0; i < 6; i++) {
      look();
      clock.advance(Duration.ofHours(30));
    }

    assertThat(mlflow.authorizations()).isEmpty();
    assertThat(events(workload)).contains("workload.untracked");
    assertThat(details(workload)).anyMatch(it -> it.contains("https://"));
  }

  /** Runs to its end at a site, for half a minute that is charged. */
  private String run(String more) {
    Town.Home home = town.settle("3.60");
    TestAgent agent = home.agent();
    String workload = town.submit(home.seller(), more);
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    Instant began = clock.instant().truncatedTo(ChronoUnit.MICROS);
    agent.status(lease, Phase.RUNNING, began);
    clock.advance(Duration.ofSeconds(30));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    assertThat(agent.usage(lease, new LeaseReport.Interval(began, now, 0.5)).status())
        .isEqualTo(204);
    agent.ended(lease, 0, now);
    town.become(workload, "succeeded");
    clock.advance(TrackedRuns.AFTER_END);
    return workload;
  }

  private void look() {
    Database.await(courier.look());
  }

  private List<String> events(String workload) {
    return town.get("/api/v1/workloads/" + workload + "/events")
        .path("items")
        .findValuesAsText("type");
  }

  private List<String> details(String workload) {
    return town.get("/api/v1/workloads/" + workload + "/events")
        .path("items")
        .findValuesAsText("detail");
  }
}
