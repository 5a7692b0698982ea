package io.tradewind.server.site;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.tradewind.server.signin.Crowd;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each machine of a site is sold as what its agent can run. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ExecutorsOnSaleTest {
  private static final String IMAGE = "\"image\": \"ghcr.io/org/train:1\",";

  @Inject Town town;
  @Inject Crowd crowd;
  private Yard yard;

  @BeforeEach
  void inTheYard() {
    yard = new Yard(town);
  }

  @Test
  void aSiteOfManyKindsOfMachinesSellsEachAsWhatItCanRun() {
    Yard.Founded site = found();
    machine(site, 16, "sandbox");
    machine(site, 8, "container");
    machine(site, 4, "process");
    machine(site, 2, "kubernetes", "slurm");

    assertThat(
            eventually(
                () ->
                    yard.offers(site).stream()
                        .filter(offer -> offer.path("vcpus").asInt() == 1)
                        .toList(),
                offers -> offers.size() == 4))
        .extracting(
            offer -> offer.path("instanceType").asText(),
            offer -> offer.path("runs").toString(),
            offer -> offer.path("availability").path("value").asInt())
        .containsExactlyInAnyOrder(
            tuple("cpu-1", "[\"processes\"]", 16),
            tuple("cpu-1-images", "[\"images\"]", 8),
            tuple("cpu-1-own", "[\"own_processes\"]", 4),
            tuple("cpu-1-any", "[\"images\",\"processes\"]", 2));
  }

  @Test
  void anImageIsLeasedWhereContainersRunAndAProcessWhereASandboxIs() {
    Yard.Founded site = found();
    TestAgent sandbox = machine(site, 16, "sandbox");
    TestAgent container = machine(site, 16, "container");
    eventually(() -> yard.offers(site), offers -> offers.size() == 10);

    String image = town.submit(site.seller(), "image: ghcr.io/org/train:1");
    String process = town.submit(site.seller(), "");

    assertThat(leaseAt(container)).isEqualTo(lease(image));
    assertThat(leaseAt(sandbox)).isEqualTo(lease(process));
  }

  @Test
  void whatNobodyOfASiteRunsIsUnplacedWithTheReasonInWords() {
    Yard.Founded site = found();
    machine(site, 16, "sandbox");
    yard.onSale(site);

    JsonPath preview = preview(Owner.token(), site, IMAGE);

    assertThat(preview.<String>get("choice.offer.id")).isNull();
    assertThat(preview.getList("rejections.reason")).contains("executor");
    assertThat(preview.getList("nearestMisses.advice", String.class))
        .anySatisfy(
            advice ->
                assertThat(advice)
                    .startsWith(
                        "Run it without an image, since %s runs no images: it could be placed"
                            .formatted(site.seller())));
  }

  @Test
  void besideMachinesForEverybodyThoseForTheirOwnersAreTheirOwners() {
    Yard.Founded site = found();
    machine(site, 2, "sandbox");
    machine(site, 4, "process");
    eventually(() -> yard.offers(site), offers -> offers.size() == 5);
    String stranger = crowd.stranger();

    assertThat(chosen(stranger, site, 2)).isEqualTo("cpu-2");
    assertThat(chosen(stranger, site, 4)).as("the machine for its owner alone").isNull();
    assertThat(chosen(Owner.token(), site, 4)).isEqualTo("cpu-4-own");
    assertThat(offers(stranger, site).getList("items.findAll { !it.leasable }.instanceType"))
        .allMatch(name -> name.toString().endsWith("-own"))
        .hasSize(3);
    assertThat(offers(Owner.token(), site).getList("items.findAll { !it.leasable }")).isEmpty();
  }

  private Yard.Founded found() {
    return yard.found("\"ask\": {\"amount\": \"0.02\", \"currency\": \"USD\"}");
  }

  private TestAgent machine(Yard.Founded site, int vcpus, String... executors) {
    TestAgent agent = town.agent().appear(yard.token(site));
    agent.heartbeat();
    agent.inventory("one", vcpus, List.of(), List.of(executors));
    agent.heartbeat();
    return agent;
  }

  /** The lease whose work an agent is told of. */
  private static String leaseAt(TestAgent agent) {
    return eventually(() -> agent.work("", 1).body().path("items"), items -> !items.isEmpty())
        .get(0)
        .path("leaseId")
        .asText();
  }

  private String lease(String workload) {
    return town.workload(workload).path("lease").path("id").asText();
  }

  private static String chosen(String token, Yard.Founded site, int vcpus) {
    return preview(token, site, "\"resources\": {\"cpus\": \"%d\"},".formatted(vcpus))
        .get("choice.offer.instanceType");
  }

  private static JsonPath preview(String token, Yard.Founded site, String more) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(
            """
            {"name": "probe", %s "run": "true",
              "placement": {"providers": {"allow": ["%s"]}}}
            """
                .formatted(more, site.seller()))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static JsonPath offers(String token, Yard.Founded site) {
    return given()
        .header("Authorization", "Bearer " + token)
        .get("/api/v1/offers?provider=%s&limit=100".formatted(site.seller()))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
