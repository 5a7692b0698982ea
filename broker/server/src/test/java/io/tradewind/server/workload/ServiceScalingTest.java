package io.tradewind.server.workload;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** How many replicas there are: by hand, or by the load; and of what, where. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ServiceScalingTest {
  private static final String SCALED =
      "service: { scaling: { metric: queue, target: 10, scale_down_delay: 5s }, ";

  @Inject Town town;
  @Inject Sql sql;
  @Inject MovableClock clock;

  @Test
  void scalingDownEndsExactlyThoseTooManyAndToZeroAll() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("{ min: 3, max: 4 }");
    hall.untilReady(service, 3);

    Hall.scale(service, 1).then().statusCode(202);
    JsonNode one = hall.untilReady(service, 1);
    assertThat(Hall.numbers(one)).containsExactly(0);
    assertThat(hall.replicasThatEnded(service)).isEqualTo(2);

    Hall.scale(service, 0).then().statusCode(202);
    JsonNode none = hall.until(service, it -> it.at("/service/replicas").isEmpty());
    assertThat(none.path("state").asText()).isEqualTo("running");
    assertThat(hall.openLeases(service)).isZero();

    Hall.scale(service, 2).then().statusCode(202);
    hall.untilReady(service, 2);
    Town.cancel(service);
  }

  @Test
  void moreThanTheFileAllowsIsRefused() {
    Hall hall = new Hall(town, sql, clock);
    String service = hall.serve("{ min: 0, max: 2 }");
    assertThat(Hall.scale(service, 3).statusCode()).isEqualTo(400);
    assertThat(Hall.scale(service, -1).statusCode()).isEqualTo(400);
    Town.cancel(service);
    eventually(() -> town.workload(service), Hall.isIn("cancelled"));
    assertThat(Hall.scale(service, 1).statusCode()).isEqualTo(409);
    String task = town.submit(hall.home.seller(), "");
    assertThat(Hall.scale(task, 1).<String>path("code")).isEqualTo("no_service");
    Town.cancel(task);
  }

  @Test
  void theLoadBringsReplicasAndTakesThemAwayToTheLast() {
    Hall hall = new Hall(town, sql, clock);
    String service = follows(hall, "{ min: 0, max: 3 }");
    hall.until(service, Hall.isIn("running"));
    assertThat(hall.openLeases(service)).isZero();

    load(service, "25").then().statusCode(202);
    hall.untilReady(service, 3);

    load(service, "5");
    assertThat(wanted(service)).as("not at once").isEqualTo(3);
    clock.advance(Duration.ofSeconds(6));
    hall.work();
    load(service, "5");
    hall.untilReady(service, 1);

    load(service, "0");
    clock.advance(Duration.ofSeconds(6));
    JsonNode asleep = hall.until(service, it -> it.at("/service/replicas").isEmpty());
    assertThat(asleep.path("state").asText()).isEqualTo("running");
    assertThat(hall.openLeases(service)).isZero();

    JsonNode woken = body(load(service, "0.5"));
    assertThat(woken.at("/service/wanted").asInt()).isEqualTo(1);
    assertThat(woken.at("/service/load").asDouble()).isEqualTo(0.5);
    hall.untilReady(service, 1);
    Town.cancel(service);
  }

  @Test
  void whatFollowsItsLoadIsNotScaledByHandNorTheOtherWayRound() {
    Hall hall = new Hall(town, sql, clock);
    String follows = follows(hall, "{ min: 0, max: 3 }");
    String byHand = hall.serve("{ min: 0, max: 3 }");
    assertThat(Hall.scale(follows, 1).<String>path("code")).isEqualTo("scaled_by_load");
    assertThat(load(byHand, "3").<String>path("code")).isEqualTo("not_scaled_by_load");
    assertThat(load(follows, "-1").statusCode()).isEqualTo(400);
    assertThat(load(follows, "null").statusCode()).isEqualTo(400);
    Town.cancel(follows);
    Town.cancel(byHand);
  }

  @Test
  void replicasAreSpreadOverSellersWhateverTheyCost() {
    Hall cheap = new Hall(town, sql, clock);
    Town.Home dear = town.settle("0.02");
    String service =
        Town.yaml()
            .body(
                """
                kind: service
                resources: { cpus: 1 }
                run: serve
                service: { port: 8000, replicas: 4, spread: provider }
                placement: { providers: { allow: [%s, %s] } }
                """
                    .formatted(cheap.home.seller(), dear.seller()))
            .post("/api/v1/workloads")
            .path("id");

    JsonNode placed = cheap.until(service, it -> texts(it, "provider").size() == 4);

    assertThat(texts(placed, "provider"))
        .containsExactlyInAnyOrder(
            cheap.home.seller(), cheap.home.seller(), dear.seller(), dear.seller());
    Town.cancel(service);
  }

  @Test
  void theSteadyPartOfAMixIsOnDemandAndEitherPartIsSpread() {
    String one = "mix-" + UUID.randomUUID().toString().substring(0, 8);
    String other = one + "-b";
    town.open(
        ScriptedProvider.offer(one, "steady", "0.10"),
        ScriptedProvider.offer(other, "steady", "0.12"),
        ScriptedProvider.spot(one, "spare", "0.03"),
        ScriptedProvider.spot(other, "spare", "0.04"));
    String service =
        Town.yaml()
            .body(
                """
                kind: service
                resources: { cpus: 1+, capacity: any }
                run: serve
                service:
                  port: 8000
                  replicas: 4
                  mix: { on_demand: 2, spot_percent: 100 }
                  spread: zone
                placement: { providers: { allow: [%s, %s] } }
                """
                    .formatted(one, other))
            .post("/api/v1/workloads")
            .path("id");

    JsonNode placed =
        eventually(() -> town.workload(service), it -> texts(it, "provider").size() == 4);

    assertThat(
            StreamSupport.stream(placed.at("/service/replicas").spliterator(), false)
                .map(it -> it.path("capacityType").asText() + " " + it.path("provider").asText()))
        .containsExactlyInAnyOrder(
            "on_demand " + one, "on_demand " + other, "spot " + one, "spot " + other);
    assertThat(placed.at("/placement/choice/offer/capacityType").asText())
        .as("what was agreed to is the dearer part")
        .isEqualTo("on_demand");
    Town.cancel(service);
  }

  @Test
  void aMixOfWhatTheResourcesDoNotAcceptIsRefused() {
    Response refused =
        Town.yaml()
            .body(
                """
                kind: service
                resources: { cpus: 1, capacity: spot }
                run: serve
                service: { port: 8000, mix: { on_demand: 1 }, spread: planet }
                """)
            .post("/api/v1/workloads");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.<List<String>>path("errors.field"))
        .containsExactlyInAnyOrder("service.mix", "service.spread");
  }

  private String follows(Hall hall, String replicas) {
    return Town.yaml()
        .body(hall.file(replicas, "1").replace("service: { ", SCALED))
        .post("/api/v1/workloads")
        .path("id");
  }

  private static Response load(String service, String value) {
    return asOwner()
        .contentType("application/json")
        .body("{\"value\": %s}".formatted(value))
        .put("/api/v1/workloads/" + service + "/load");
  }

  private int wanted(String service) {
    return town.workload(service).at("/service/wanted").asInt();
  }

  private static JsonNode body(Response response) {
    return response.then().statusCode(202).extract().as(JsonNode.class);
  }

  private static List<String> texts(JsonNode service, String field) {
    return StreamSupport.stream(service.at("/service/replicas").spliterator(), false)
        .filter(it -> it.path(field).isTextual())
        .map(it -> it.path(field).asText())
        .toList();
  }
}
