package io.tradewind.server.workload;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.agent.Heartbeat.LeaseState;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import io.tradewind.server.workload.Services.Look;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Services: as many replicas as are wanted, whatever becomes of one. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ServicesTest {
  @Inject Town town;
  @Inject Sql sql;
  @Inject MovableClock clock;
  @Inject Services services;

  @Test
  void asManyAsAreWantedRunAndTheServiceRunsWithThem() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("{ min: 2, max: 4 }");

    hall.untilReady(service, 2);
    clock.advance(Services.BETWEEN_LOOKS);
    JsonNode ready = hall.until(service, Hall.isIn("running"));

    assertThat(Hall.numbers(ready)).containsExactly(0, 1);
    assertThat(hall.environments.values())
        .extracting(it -> it.path("PORT").asText())
        .containsExactlyInAnyOrder("8000", "8001");
    assertThat(town.get("/api/v1/workloads").path("items"))
        .extracting(it -> it.path("kind").asText())
        .as("replicas are seen with their service")
        .doesNotContain("replica");
    Town.cancel(service);
  }

  @Test
  void itsCostIsThatOfAllItsReplicas() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("2");
    JsonNode ready = hall.untilReady(service, 2);
    clock.advance(Duration.ofSeconds(30));
    for (JsonNode replica : ready.at("/service/replicas")) {
      String lease = hall.lease(replica);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      hall.home.agent().renew();
      hall.home.agent().usage(lease, new Interval(now.minusSeconds(36), now, 1));
    }

    JsonNode used = town.workload(service);

    assertThat(used.path("meteredSeconds").asDouble()).isEqualTo(72);
    assertThat(used.at("/cost/amount").asText()).isEqualTo("0.000200000");
    assertThat(used.path("costs")).hasSize(1);
    Town.cancel(service);
  }

  @Test
  void aReplicaThatDiesIsReplacedAlone() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("2");
    JsonNode before = hall.untilReady(service, 2).at("/service/replicas");
    hall.home.agent().ended(hall.lease(before.get(0)), 137, clock.instant());
    eventually(() -> town.workload(before.get(0).path("workload").asText()), Hall.isIn("failed"));
    clock.advance(Services.BETWEEN_LOOKS);

    JsonNode after = hall.untilReady(service, 2);

    assertThat(Hall.numbers(after)).containsExactly(0, 1);
    assertThat(after.at("/service/replicas/1/workload")).isEqualTo(before.get(1).path("workload"));
    assertThat(after.at("/service/replicas/0/workload"))
        .isNotEqualTo(before.get(0).path("workload"));
    Town.cancel(service);
  }

  @Test
  void cancellingEndsAll() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("3");
    hall.untilReady(service, 3);

    Town.cancel(service);

    JsonNode ended = hall.until(service, Hall.isIn("cancelled"));
    assertThat(ended.at("/service/replicas")).isEmpty();
    assertThat(hall.openLeases(service)).isZero();
  }

  @Test
  void aChangedFileReplacesOneAfterTheOther() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("2");
    hall.untilReady(service, 2);

    Hall.change(service, hall.file("2", "2")).then().statusCode(202);

    JsonNode rolled =
        hall.until(
            service,
            it -> {
              assertThat(it.at("/service/ready").asInt())
                  .as("ready ones")
                  .isGreaterThanOrEqualTo(2);
              clock.advance(Duration.ofMillis(500));
              return it.at("/service/replicas").size() == 2
                  && Hall.versions(it).equals(List.of(2, 2));
            });
    assertThat(rolled.path("state").asText()).isEqualTo("running");
    assertThat(
            hall.environments.values().stream()
                .filter(it -> it.path("MODEL").asText().equals("2"))
                .count())
        .isEqualTo(2);
    Hall.change(service, hall.file("2", "2")).then().statusCode(202);
    assertThat(town.workload(service).at("/service/version").asInt())
        .as("the same file again changes nothing")
        .isEqualTo(2);
    Town.cancel(service);
  }

  @Test
  void whoHasAReadinessIsReadyOnlyWhenItSaysSo() {
    Hall hall = new Hall(town, sql, clock);
    Response response =
        Town.yaml()
            .body(hall.file("1", "1").replace("port: 8000", "port: 8000, readiness: /health"))
            .post("/api/v1/workloads");
    String service = response.path("id");
    JsonNode starting =
        hall.until(service, it -> it.at("/service/replicas/0/state").asText().equals("running"));
    assertThat(starting.at("/service/ready").asInt()).as("it runs, and has said nothing").isZero();
    String lease = hall.lease(starting.at("/service/replicas/0"));

    hall.home.agent().heartbeatOf("10.0.0.7", new LeaseState(lease, 1, Phase.RUNNING, true));
    assertThat(town.workload(service).at("/service/ready").asInt()).isEqualTo(1);
    assertThat(town.workload(service).at("/service/replicas/0/address").asText())
        .isEqualTo("10.0.0.7");
    clock.advance(Services.BETWEEN_LOOKS);
    hall.until(service, Hall.isIn("running"));

    hall.home.agent().heartbeatOf("10.0.0.7", new LeaseState(lease, 1, Phase.RUNNING, false));
    assertThat(town.workload(service).at("/service/ready").asInt()).isZero();
    Town.cancel(service);
  }

  @Test
  void aFileThatNothingCanBeLeasedForLeavesTheOldOne() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("1");
    hall.untilReady(service, 1);
    Response refused = Hall.change(service, hall.file("1", "2").replace("cpus: 1", "cpus: 4000"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(town.workload(service).at("/service/version").asInt()).isEqualTo(1);
    Town.cancel(service);
  }

  @Test
  void oneWhoLookedBeforeAnotherWroteChangesNothing() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("{ min: 0, max: 4 }");
    eventually(() -> town.workload(service), Hall.isIn("running"));
    UUID id = UUID.fromString(service);
    // Nobody else looks at it meanwhile.
    sql.run(
        "update workload set replicas = 3, reconcile_at = now() + interval '1 day' where id = '%s'"
            .formatted(service));
    Look first = services.look(id);
    Look second = services.look(id);
    assertThat(first.plan().create()).containsExactly(0, 1, 2);

    assertThat(services.apply(first)).isTrue();
    assertThat(services.apply(second)).as("it slept meanwhile").isFalse();

    assertThat(sql.number("select count(*) from workload where service = '%s'".formatted(service)))
        .isEqualTo(3);
    assertThat(hall.openLeases(service)).isEqualTo(3);
    Town.cancel(service);
  }

  @Test
  void severalBrokersAtOnceMakeNoMoreThanIsWanted() throws Exception {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("{ min: 0, max: 3 }");
    eventually(() -> town.workload(service), Hall.isIn("running"));
    Callable<Boolean> look = services::takeDue;
    ExecutorService brokers = Executors.newFixedThreadPool(4);
    try {
      for (int wanted : List.of(3, 0, 2)) {
        Hall.scale(service, wanted).then().statusCode(202);
        for (Future<Boolean> done : brokers.invokeAll(Collections.nCopies(12, look))) {
          boolean unused = done.get();
        }
        hall.until(service, it -> it.at("/service/replicas").size() == wanted);
      }
    } finally {
      brokers.shutdownNow();
    }
    assertThat(sql.number("select count(*) from workload where service = '%s'".formatted(service)))
        .as("all that were ever made: three, and two")
        .isEqualTo(5);
    Town.cancel(service);
  }

  @Test
  void asManyAreMadeAsABudgetPaysFor() {
    Hall hall = new Hall(town, sql, clock);
    String project = projectWith("0.025 USD");
    String service =
        Town.yaml()
            .header("Tradewind-Project", project)
            .body(hall.file("3", "1"))
            .post("/api/v1/workloads")
            .path("id");

    JsonNode some = hall.untilReady(service, 2);

    clock.advance(Services.BETWEEN_LOOKS);
    JsonNode told =
        hall.until(service, it -> it.path("reason").asText().contains("2 of 3 replicas are ready"));
    assertThat(some.at("/service/wanted").asInt()).isEqualTo(3);
    assertThat(told.path("reason").asText()).contains("Purse");
    Town.cancel(service);
  }

  /** A cent an hour pays for one replica, for which an hour is held. */
  private String projectWith(String amount) {
    String project = UUID.randomUUID().toString();
    sql.run(
        "insert into project (id, organization, name) values ('%1$s', '%2$s', '%1$s')"
            .formatted(project, Tenants.DEFAULT_ORGANIZATION));
    asOwner()
        .contentType("application/json")
        .body(
            """
            {"name": "Purse", "project": "%s", "amount": "%s", "period": "total",
             "thresholds": [{"percent": 100, "action": "block"}]}
            """
                .formatted(project, amount))
        .post("/api/v1/budgets")
        .then()
        .statusCode(201);
    return project;
  }

  @Test
  void aServiceThatCouldNotEndIsToldWhatItMayNotSay() {
    Hall hall = new Hall(town, sql, clock);
    Response refused =
        Town.yaml()
            .body(hall.file("1", "1") + "limits: { max_cost: 3 USD, max_duration: 1h }\n")
            .post("/api/v1/workloads");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.<List<String>>path("errors.field"))
        .containsExactly("limits.max_cost", "limits.max_duration");
  }
}
