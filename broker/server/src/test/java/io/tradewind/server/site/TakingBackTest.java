package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator wants its machines back while tenants are on them. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class TakingBackTest {
  private static final String RECLAIMABLE =
      """
      {"unit": "cpu", "base": {"amount": "0.02", "currency": "USD"},
       "reclaimable": {"percentOff": 40, "noticeSeconds": 300}}
      """;

  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;
  private Yard yard;
  private Yard.Founded site;
  private TestAgent agent;

  @BeforeEach
  void aSiteSells() {
    yard = new Yard(town);
    site = yard.found("\"listing\": \"by_name\"");
    agent = yard.machine(site, "none", 0, 0);
    Yard.ask(site, RECLAIMABLE).then().statusCode(200);
    eventually(
        () -> yard.offers(site),
        offers ->
            !offers.isEmpty()
                && offers.stream()
                    .allMatch(
                        it -> it.path("availability").path("state").asText().equals("available")));
  }

  @Test
  void aTenantIsToldAtOnceTheWorkloadTwoMinutesBeforeAndTheLeaseMoves() {
    String workload = runs("resources: { cpus: 1+, capacity: spot }");
    String lease = lease(workload);
    Response announced = announce("\"noticeSeconds\": 600");
    announced.then().statusCode(201);
    eventually(() -> events(workload), types -> types.contains("lease.interrupted"));
    assertThat(reclaim(lease).isMissingNode()).isTrue();

    advance(Duration.ofMinutes(9));
    eventually(() -> reclaim(lease), it -> it.path("reason").asText().contains("new racks"));
    advance(Duration.ofMinutes(2));

    eventually(() -> action(lease), "STOP"::equals);
    agent.status(lease, new LeaseReport.Status(1, Phase.STOPPED, clock.instant(), null, "Ended."));
    JsonNode moved =
        eventually(
            () -> town.workload(workload),
            it -> it.path("reason").asText().contains("Matched again"));
    assertThat(moved.path("attempts").path(0).path("outcome").asText()).isEqualTo("interrupted");
    JsonNode maintenance = town.get(site.path("/maintenance")).path("items").path(0);
    assertThat(maintenance.path("leases").asInt()).isEqualTo(1);
    assertThat(maintenance.path("breaks").asInt()).isZero();
    assertThat(maintenance.path("state").asText()).isEqualTo("closed");
    Town.cancel(workload);
  }

  @Test
  void aBrokenPromiseCostsReliability() {
    double before = town.get(site.path("/reliability")).path("score").asDouble();
    String workload = runs("resources: { cpus: 1+, capacity: on_demand }");
    String lease = lease(workload);

    announce("\"noticeSeconds\": 0, \"kind\": \"reclamation\"").then().statusCode(201);

    eventually(() -> action(lease), "STOP"::equals);
    agent.status(lease, new LeaseReport.Status(1, Phase.STOPPED, clock.instant(), null, "Ended."));
    eventually(
        () -> town.workload(workload),
        it -> it.path("attempts").path(0).path("outcome").asText().equals("interrupted"));
    JsonNode reliability = town.get(site.path("/reliability"));
    assertThat(before).isEqualTo(50);
    assertThat(part(reliability, "promises").path("good").asDouble()).isZero();
    assertThat(part(reliability, "promises").path("all").asDouble()).isGreaterThan(0.9);
    assertThat(part(reliability, "leases").path("good").asDouble()).isGreaterThan(0.9);
    assertThat(town.get(site.path("/maintenance")).path("items").path(0).path("breaks").asInt())
        .isEqualTo(1);
    Town.cancel(workload);
  }

  @Test
  void whatIsDrainingIsNotSold() {
    announce("\"noticeSeconds\": 3600").then().statusCode(201);

    eventually(
        () -> yard.offers(site),
        offers ->
            offers.stream()
                .allMatch(
                    it -> it.path("availability").path("state").asText().equals("unavailable")));
  }

  @Test
  void whatIsLiftedIsSoldAgainAndItsTenantsStay() {
    String workload = runs("resources: { cpus: 1+ }");
    String lease = lease(workload);
    String id = announce("\"noticeSeconds\": 3600").then().statusCode(201).extract().path("id");
    eventually(() -> events(workload), types -> types.contains("lease.interrupted"));

    asOwner().delete(site.path("/maintenance/" + id)).then().statusCode(204);

    eventually(
        () -> yard.offers(site),
        offers ->
            offers.stream()
                .anyMatch(
                    it -> it.path("availability").path("state").asText().equals("available")));
    eventually(
        () ->
            sql.number(
                "select count(*) from lease where id = '%s' and reclaim_at is null"
                    .formatted(lease)),
        count -> count == 1);
    assertThat(action(lease)).isEqualTo("RUN");
    agent.ended(lease, 0, clock.instant());
    town.become(workload, "succeeded");
  }

  @Test
  void maintenanceNeedsABeginningAndAReason() {
    assertThat(announce("\"noticeSeconds\": 5, \"from\": \"2027-01-01T00:00:00Z\"").statusCode())
        .isEqualTo(400);
    assertThat(announce("\"from\": \"2020-01-01T00:00:00Z\"").statusCode()).isEqualTo(400);
    assertThat(announce("\"from\": \"soon\"").statusCode()).isEqualTo(400);
  }

  private String runs(String resources) {
    String workload =
        Town.yaml()
            .body(
                """
                name: tenant
                %s
                run: echo hello
                placement: { providers: { allow: [%s] } }
                retry: { on: [interruption], for: 1h }
                """
                    .formatted(resources, site.seller()))
            .post("/api/v1/workloads")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    agent.status(lease, Phase.RUNNING, clock.instant());
    town.leaseBecomes(workload, "active");
    return workload;
  }

  private String lease(String workload) {
    return town.workload(workload).path("lease").path("id").asText();
  }

  private Response announce(String when) {
    return asOwner()
        .contentType("application/json")
        .body("{\"reason\": \"new racks\", %s}".formatted(when))
        .post(site.path("/maintenance"));
  }

  /** Time passes, a minute at a time, in which the agent is heard. */
  private void advance(Duration by) {
    for (long minute = 0; minute < by.toMinutes(); minute++) {
      clock.advance(Duration.ofMinutes(1));
      agent.renew();
      agent.heartbeat();
    }
  }

  private JsonNode work(String lease) {
    agent.heartbeat();
    JsonNode items = agent.work("", 0).body().path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(item -> item.path("leaseId").asText().equals(lease))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Nothing is to be done with " + lease));
  }

  private JsonNode reclaim(String lease) {
    JsonNode reclaim = work(lease).path("reclaim");
    return reclaim.isNull() ? work(lease).path("nothing") : reclaim;
  }

  private String action(String lease) {
    return work(lease).path("action").asText();
  }

  private List<String> events(String workload) {
    return StreamSupport.stream(
            sql.run("select type from event where workload = '%s' order by seq".formatted(workload))
                .spliterator(),
            false)
        .map(row -> row.getString(0))
        .toList();
  }

  private static JsonNode part(JsonNode reliability, String name) {
    return StreamSupport.stream(reliability.path("parts").spliterator(), false)
        .filter(part -> part.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
