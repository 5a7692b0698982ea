package io.tradewind.server.quota;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Never more accelerators at once than a quota says, whoever asks for them. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class QuotasTest {
  private static final int AT_ONCE = 40;

  @Inject Town town;
  @Inject Sql sql;

  @Test
  void ofTwoHundredAtOnceExactlyThoseThatFitAreTaken() {
    town.open(ScriptedProvider.accelerated("quota-crowd", "m", "1.00", "L4", 1));
    String project = project();
    String quota = quota("\"project\": \"%s\", \"accelerator\": \"L4\", \"most\": 50", project);

    List<Response> all = atOnce(200, project, "quota-crowd");

    assertThat(all).filteredOn(it -> it.statusCode() == 201).hasSize(50);
    assertThat(all)
        .filteredOn(it -> it.statusCode() != 201)
        .hasSize(150)
        .allSatisfy(it -> assertThat(it.<String>path("code")).isEqualTo("quota_exceeded"));
    assertThat(used(quota)).isEqualTo(50);
    all.stream().filter(it -> it.statusCode() == 201).forEach(it -> Town.cancel(it.path("id")));
    eventually(() -> used(quota), used -> used == 0);
  }

  @Test
  void aRefusalSaysWhatIsInUseAndWhatToDo() {
    town.open(ScriptedProvider.accelerated("quota-eight", "m", "1.00", "H100-SXM", 8));
    String project = project();
    String quota =
        quota("\"project\": \"%s\", \"accelerator\": \"H100-SXM\", \"most\": 12", project);
    Response first = submitted(project, "quota-eight", "");
    assertThat(first.statusCode()).isEqualTo(201);

    Response refused = submitted(project, "quota-eight", "");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.<String>path("detail"))
        .contains(
            "quota of H100-SXM for the project is 12 at once: 8 are in use, and 8 more", quota);
    Town.cancel(first.path("id"));
  }

  @Test
  void allNodesFitOrNone() {
    town.open(ScriptedProvider.accelerated("quota-nodes", "m", "1.00", "L4", 2));
    String project = project();
    String quota = quota("\"project\": \"%s\", \"most\": 5", project);

    assertThat(submitted(project, "quota-nodes", "nodes: 3").<String>path("code"))
        .isEqualTo("quota_exceeded");
    assertThat(used(quota)).isZero();
  }

  @Test
  void otherModelsAndOtherProjectsAreNotCounted() {
    town.open(ScriptedProvider.accelerated("quota-other", "m", "1.00", "T4", 4));
    String project = project();
    String quota = quota("\"project\": \"%s\", \"accelerator\": \"L4\", \"most\": 1", project);

    Response submitted = submitted(project, "quota-other", "");

    assertThat(submitted.statusCode()).isEqualTo(201);
    assertThat(used(quota)).isZero();
    Town.cancel(submitted.path("id"));
  }

  @Test
  void aQuotaOfEachUserCountsTheOneWhoUsesMost() {
    town.open(ScriptedProvider.accelerated("quota-each", "m", "1.00", "L4", 2));
    String project = project();
    String quota =
        quota(
            "\"project\": \"%s\", \"user\": \"*\", \"accelerator\": \"L4\", \"most\": 3", project);
    Response first = submitted(project, "quota-each", "");
    assertThat(first.statusCode()).isEqualTo(201);

    assertThat(submitted(project, "quota-each", "").<String>path("detail"))
        .contains("quota of L4 for each user");
    assertThat(used(quota)).isEqualTo(2);
    sql.run(
        "update workload set created_by = 'somebody else' where id = '%s'"
            .formatted(first.<String>path("id")));
    Response second = submitted(project, "quota-each", "");
    assertThat(second.statusCode()).isEqualTo(201);
    Town.cancel(first.path("id"));
    Town.cancel(second.path("id"));
  }

  @Test
  void aLoweredQuotaEndsNothing() {
    town.open(ScriptedProvider.accelerated("quota-low", "m", "1.00", "L4", 2));
    String project = project();
    String quota = quota("\"project\": \"%s\", \"most\": 2", project);
    Response first = submitted(project, "quota-low", "");
    sent("PUT", "/" + quota, "{\"project\": \"%s\", \"most\": 1}".formatted(project))
        .then()
        .statusCode(200);

    assertThat(used(quota)).isEqualTo(2);
    assertThat(submitted(project, "quota-low", "").statusCode()).isEqualTo(409);
    Town.cancel(first.path("id"));
  }

  @Test
  void whatIsWrongWithAQuotaIsSaid() {
    assertThat(sent("POST", "", "{\"most\": -1}").<String>path("errors[0].field"))
        .isEqualTo("most");
    assertThat(
            sent("POST", "", "{\"most\": 1, \"accelerator\": \"Z9000\"}")
                .<String>path("errors[0].field"))
        .isEqualTo("accelerator");
    String project = project();
    String twice = "{\"project\": \"%s\", \"most\": 1}".formatted(project);
    sent("POST", "", twice).then().statusCode(201);
    assertThat(sent("POST", "", twice).<String>path("code")).isEqualTo("quota_exists");
  }

  private List<Response> atOnce(int count, String project, String seller) {
    ExecutorService many = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Response>> all =
          IntStream.range(0, count)
              .mapToObj(
                  i -> CompletableFuture.supplyAsync(() -> submitted(project, seller, ""), many))
              .toList();
      return all.stream().map(CompletableFuture::join).toList();
    } finally {
      many.shutdown();
    }
  }

  private static Response submitted(String project, String seller, String more) {
    return Town.yaml()
        .header("Tradewind-Project", project)
        .body(
            """
            name: probe
            run: echo hello
            placement: { providers: { allow: [%s] } }
            %s
            """
                .formatted(seller, more))
        .post("/api/v1/workloads");
  }

  private String project() {
    String id = UUID.randomUUID().toString();
    sql.run(
        "insert into project (id, organization, name) values ('%s', '%s', '%s')"
            .formatted(id, Tenants.DEFAULT_ORGANIZATION, id));
    return id;
  }

  private static String quota(String fields, Object... values) {
    Response made = sent("POST", "", "{%s}".formatted(fields.formatted(values)));
    made.then().statusCode(201);
    return made.path("id");
  }

  private static Response sent(String method, String path, String body) {
    return asOwner()
        .contentType("application/json")
        .body(body)
        .request(method, "/api/v1/quotas" + path);
  }

  private double used(String quota) {
    JsonNode seen = town.get("/api/v1/quotas/" + quota);
    return seen.path("used").asDouble();
  }
}
