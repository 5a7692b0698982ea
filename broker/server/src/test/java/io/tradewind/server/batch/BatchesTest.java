package io.tradewind.server.batch;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many workloads in one request: one plan, all of it recorded or nothing. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class BatchesTest {
  private static final String SELLER = "fleet";

  @Inject Town town;
  @Inject Sql sql;

  @BeforeEach
  void onSale() {
    town.open(
        ScriptedProvider.offer(SELLER, "cheap", "1.00"),
        ScriptedProvider.offer(SELLER, "dear", "2.00"));
  }

  @Test
  void aDryRunPlansAndRecordsNothing() {
    long before = workloads();

    Town.yaml()
        .body(two("dry", ""))
        .post("/api/v1/batches?dryRun=true")
        .then()
        .statusCode(200)
        .body("id", nullValue())
        .body("placed", equalTo(2))
        .body("workloads.outcome", everyItem(equalTo("placed")))
        .body("workloads.choice.offer.instanceType", everyItem(equalTo("cheap")))
        .body("workloads.workload", everyItem(nullValue()))
        .body("gapPercent", equalTo(0.0f))
        .body("explanation", hasItem("No plan that places as many costs less."))
        .body("explanation[0]", containsString("2 of 2 workloads are placed, for "));

    assertThat(workloads()).isEqualTo(before);
  }

  @Test
  void aBatchIsOnePlanWhoseWorkloadsRun() {
    Response response = Town.yaml().body(two("run", "")).post("/api/v1/batches");

    String id = response.path("id");
    response
        .then()
        .statusCode(201)
        .header("Location", endsWith("/api/v1/batches/" + id))
        .body("workloads.workload", everyItem(notNullValue()));
    List<String> ids = response.path("workloads.workload");
    for (String workload : ids) {
      assertThat(town.workload(workload).path("placement").path("explanation").get(0).asText())
          .startsWith("Placed by the plan of a batch.");
      assertThat(town.leaseBecomes(workload, "provisioning").path("instanceType").asText())
          .isEqualTo("cheap");
    }
    asOwner()
        .get("/api/v1/batches/" + id)
        .then()
        .statusCode(200)
        .body("workloads.workload", equalTo(ids));
    end(ids);
  }

  @Test
  void aTenantsCapIsKeptAndWhoIsLeftOutIsRecordedWithTheReason() {
    Response response =
        Town.yaml()
            .body(two("capped", "caps: [ { tenant: research, machines: 1 } ]"))
            .post("/api/v1/batches");

    response
        .then()
        .statusCode(201)
        .body("placed", equalTo(1))
        .body("workloads.outcome", hasItem("left_out"))
        .body("shadowPrices.kind", hasItem("tenant"));
    List<String> ids = response.path("workloads.workload");
    List<String> states = ids.stream().map(it -> town.workload(it).path("state").asText()).toList();
    assertThat(states).contains("unplaced");
    assertThat(ids)
        .anyMatch(it -> town.workload(it).path("reason").asText().startsWith("Left out: "));
    end(ids);
  }

  @Test
  void theSameKeyAndBodyAreOneBatch() {
    String key = UUID.randomUUID().toString();
    long before = workloads();
    var answers =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> submit(key, two("key", ""))))
            .limit(4)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(201);
    assertThat(answers.stream().map(it -> it.path("id").toString()).distinct()).hasSize(1);
    assertThat(workloads()).isEqualTo(before + 2);
    submit(key, two("another", ""))
        .then()
        .statusCode(409)
        .body("code", equalTo("idempotency_conflict"));
    end(answers.get(0).path("workloads.workload"));
  }

  @Test
  void everythingThatIsWrongIsToldWithItsPlaceAndNothingIsRecorded() {
    long before = workloads();

    Town.yaml()
        .body(
            """
            workloads:
              - { run: echo, resources: { cpus: 1+ } }
              - { run: echo, resources: { cpus: lots } }
              - { kind: workspace, run: echo, resources: { cpus: 1+ } }
            caps: [ { tenant: research, machines: -1 } ]
            surprise: true
            """)
        .post("/api/v1/batches")
        .then()
        .statusCode(422)
        .body("code", equalTo("batch_invalid"))
        .body("errors.field", hasItem("workloads[1].resources.cpus"))
        .body("errors.field", hasItem("workloads[2].kind"))
        .body("errors.field", hasItem("caps[0].machines"))
        .body("errors.field", hasItem("surprise"))
        .body("errors", hasSize(4));

    assertThat(workloads()).isEqualTo(before);
  }

  @Test
  void moreThanFiveHundredAreRefusedWithAdvice() {
    Town.yaml()
        .body("workloads: [ %s ]".formatted("{ run: echo }, ".repeat(500) + "{ run: echo }"))
        .post("/api/v1/batches?dryRun=true")
        .then()
        .statusCode(422)
        .body("code", equalTo("batch_too_large"))
        .body("detail", containsString("There are 501 workloads; at most 500"));
  }

  @Test
  void aBatchOfSomebodyElseIsNotThere() {
    asOwner().get("/api/v1/batches/" + UUID.randomUUID()).then().statusCode(404);
  }

  private static String two(String name, String more) {
    return """
    workloads:
      - { name: %1$s-1, tenant: research, run: echo one, resources: { cpus: 1+ },
          placement: { providers: { allow: [%2$s] } } }
      - { name: %1$s-2, tenant: research, run: echo two, resources: { cpus: 1+ },
          placement: { providers: { allow: [%2$s] } } }
    %3$s
    """
        .formatted(name, SELLER, more);
  }

  private static Response submit(String key, String body) {
    return Town.yaml().header("Idempotency-Key", key).body(body).post("/api/v1/batches");
  }

  private long workloads() {
    return sql.number("select count(*) from workload");
  }

  private void end(List<String> workloads) {
    for (String workload : workloads) {
      Town.cancel(workload);
      town.become(
          workload,
          town.workload(workload).path("state").asText().equals("unplaced")
              ? "unplaced"
              : "cancelled");
    }
  }
}
