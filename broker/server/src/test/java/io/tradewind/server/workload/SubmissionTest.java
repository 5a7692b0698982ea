package io.tradewind.server.workload;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Taking a workload in: once for each key, whole or not at all. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class SubmissionTest {
  private static final String SELLER = "taking";

  @Inject Town town;
  @Inject Sql sql;

  @BeforeEach
  void onSale() {
    town.open(ScriptedProvider.offer(SELLER, "one", "1.00"));
  }

  @Test
  void jsonIsTakenAsYamlIs() {
    Response response =
        asOwner()
            .contentType("application/json")
            .body(json("{\"max_duration\": \"10m\"}"))
            .post("/api/v1/workloads");

    response
        .then()
        .statusCode(201)
        .header("Location", endsWith("/api/v1/workloads/" + response.path("id")))
        .body("state", equalTo("provisioning"))
        .body("spec.limits.max_duration", equalTo("10m"))
        .body("placement.choice.offer.provider", equalTo(SELLER))
        .body("attempts.size()", equalTo(1));
    end(response.path("id"));
  }

  @Test
  void theSameKeyAndBodyAreOneWorkload() {
    String key = UUID.randomUUID().toString();
    String first = submit(key, "{}").then().statusCode(201).extract().path("id");

    submit(key, "{}").then().statusCode(200).body("id", equalTo(first));
    end(first);
  }

  @Test
  void theSameKeyWithAnotherBodyIsAConflict() {
    String key = UUID.randomUUID().toString();
    String first = submit(key, "{}").path("id");

    submit(key, "{\"max_duration\": \"5m\"}")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", equalTo("idempotency_conflict"));
    end(first);
  }

  @Test
  void twoAtOnceAreOneWorkload() {
    String key = UUID.randomUUID().toString();
    var answers =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> submit(key, "{}")))
            .limit(6)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    List<String> ids = answers.stream().map(it -> it.path("id").toString()).distinct().toList();
    assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(201);
    assertThat(ids).hasSize(1);
    end(ids.get(0));
  }

  @Test
  void whatNobodyHasIsUnplacedWithReasons() {
    JsonNode workload =
        town.workload(
            Town.yaml()
                .body(
                    """
                    resources: { accelerators: H100:8 }
                    run: nvidia-smi
                    placement: { providers: { allow: [%s] } }
                    """
                        .formatted(SELLER))
                .post("/api/v1/workloads")
                .then()
                .statusCode(201)
                .body("state", equalTo("unplaced"))
                .extract()
                .path("id"));

    assertThat(workload.path("lease").isNull()).isTrue();
    assertThat(workload.path("reason").asText()).isNotBlank();
    assertThat(workload.path("endedAt").isNull()).isFalse();
    assertThat(workload.path("placement").path("outcome").asText()).isEqualTo("unplaced");
  }

  @Test
  void whatCannotBeStartedYetIsRefusedBeforeAnythingIsWritten() {
    town.submitted(SELLER, "nodes: 257")
        .then()
        .statusCode(422)
        .body("code", equalTo("not_startable"))
        .body("errors.field", hasItem("nodes"));
  }

  @Test
  void aWrongWorkloadIsRefusedFieldByField() {
    Town.yaml()
        .body("resources: { accelerators: H10O }\nrun: x")
        .post("/api/v1/workloads")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("code", equalTo("workload_invalid"))
        .body("errors.field", hasItem("resources.accelerators"));
  }

  @Test
  void theListIsNewestFirstAndTurnsItsPages() {
    String older = town.submit(SELLER, "");
    String newer = town.submit(SELLER, "");

    JsonNode page = town.get("/api/v1/workloads?limit=1");
    assertThat(page.path("items").path(0).path("id").asText()).isEqualTo(newer);
    JsonNode next =
        town.get("/api/v1/workloads?limit=1&cursor=" + page.path("nextCursor").asText());
    assertThat(next.path("items").path(0).path("id").asText()).isEqualTo(older);
    asOwner().get("/api/v1/workloads?state=nonsense").then().statusCode(400);
    end(older);
    end(newer);
    assertThat(town.get("/api/v1/workloads?state=cancelled").path("items").findValuesAsText("id"))
        .contains(older, newer);
  }

  @Test
  void anotherOrganizationsWorkloadIsNotThere() {
    String workload = town.submit(SELLER, "");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    UUID other = UUID.randomUUID();
    end(workload);
    sql.run("insert into organization (id, name) values ('%s', 'Others')".formatted(other));
    sql.run("update workload set organization = '%s' where id = '%s'".formatted(other, workload));
    sql.run("update lease set organization = '%s' where id = '%s'".formatted(other, lease));

    for (String path : new String[] {"", "/logs", "/events"}) {
      asOwner()
          .accept("application/json")
          .get("/api/v1/workloads/" + workload + path)
          .then()
          .statusCode(404)
          .body("code", equalTo("not_found"));
    }
    asOwner()
        .accept("text/event-stream")
        .get("/api/v1/workloads/" + workload + "/logs")
        .then()
        .statusCode(404);
    asOwner().post("/api/v1/workloads/" + workload + "/cancel").then().statusCode(404);
    asOwner().get("/api/v1/leases/" + lease).then().statusCode(404);
    asOwner().get("/api/v1/leases").then().body("items.id", not(hasItem(lease)));
    asOwner().get("/api/v1/workloads").then().body("items.id", not(hasItem(workload)));
    given().get("/api/v1/leases/" + lease).then().statusCode(401);
  }

  private static Response submit(String key, String limits) {
    return asOwner()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(json(limits))
        .post("/api/v1/workloads");
  }

  private static String json(String limits) {
    return """
    {"resources": {"cpus": "1+"}, "run": "echo hello", "limits": %s,
     "placement": {"providers": {"allow": ["%s"]}}}
    """
        .formatted(limits, SELLER);
  }

  private void end(String workload) {
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }
}
