package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Spot capacity for tasks that save their work, left in time for their deadline. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class SpotLoopTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  @Test
  void withTimeToSpareItRunsOnSpotAndWaitsForItWhenItWasTaken() {
    offers("roomy");
    String workload = submit("roomy", Duration.ofHours(3));
    JsonNode first = town.leaseBecomes(workload, "provisioning");
    assertThat(first.path("instanceType").asText()).isEqualTo("spot");

    ScriptedProvider.lose(LeaseId.parse(first.path("id").asText()));

    town.soon(() -> town.workload(workload).path("reason").asText(), it -> it.contains("slack"));
    assertThat(town.workload(workload).path("attempts")).hasSize(1);
    clock.advance(Duration.ofMinutes(13));
    town.open(ScriptedProvider.spot("roomy", "spot", "0.30"));
    JsonNode second =
        town.soon(
            () -> town.workload(workload), it -> it.path("lease").path("attempt").asInt() == 2);
    assertThat(second.path("lease").path("instanceType").asText()).isEqualTo("spot");
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void withoutTimeToSpareItIsOnDemandFromTheBeginning() {
    offers("tight");

    String workload = submit("tight", Duration.ofMinutes(75));

    JsonNode first = town.leaseBecomes(workload, "provisioning");
    assertThat(first.path("instanceType").asText()).isEqualTo("steady");
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void whenTheSlackIsSpentSpotIsLeft() {
    offers("leaving");
    String workload = submit("leaving", Duration.ofHours(3));
    JsonNode first = town.leaseBecomes(workload, "provisioning");
    assertThat(first.path("instanceType").asText()).isEqualTo("spot");

    ScriptedProvider.lose(LeaseId.parse(first.path("id").asText()));
    town.soon(() -> town.workload(workload).path("reason").asText(), it -> it.contains("slack"));
    clock.advance(Duration.ofMinutes(100));
    town.open(ScriptedProvider.offer("leaving", "steady", "1.00"));

    JsonNode second =
        town.soon(
            () -> town.workload(workload), it -> it.path("lease").path("attempt").asInt() == 2);
    assertThat(second.path("lease").path("instanceType").asText()).isEqualTo("steady");
    assertThat(told(workload)).contains("Slack of");
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  private void offers(String seller) {
    town.open(
        ScriptedProvider.spot(seller, "spot", "0.30"),
        ScriptedProvider.offer(seller, "steady", "1.00"));
  }

  private String submit(String seller, Duration until) {
    return Town.yaml()
        .body(
            """
            name: probe
            resources: { cpus: 1+, capacity: any }
            run: echo hello
            placement: { providers: { allow: [%s] } }
            limits: { max_duration: 1h, deadline: %s }
            retry: { on: [interruption, no_capacity], for: 12h, checkpoint: 5m, hedge: never }
            """
                .formatted(seller, clock.instant().plus(until).truncatedTo(ChronoUnit.SECONDS)))
        .post("/api/v1/workloads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private String told(String workload) {
    StringBuilder all = new StringBuilder();
    sql.run("select detail from event where workload = '%s' order by seq".formatted(workload))
        .forEach(row -> all.append(row.getString(0)).append('\n'));
    return all.toString();
  }
}
