package io.tradewind.server.mcp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.OfferId;
import io.tradewind.server.mcp.McpClient.Told;
import io.tradewind.server.signin.Crowd;
import io.tradewind.server.signin.Role;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An assistant that is allowed to run what its caller may run. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class McpWritesTest {
  @Inject Town town;
  @Inject Crowd crowd;
  @Inject Sql sql;

  private final McpClient owner = new McpClient(Owner.token());

  @Test
  void aWorkloadIsRunOnceUnderOneKeyAndCancelled() {
    OfferId offer = ScriptedProvider.offer("assisted", "one", "1.00");
    town.open(offer);
    Map<String, String> wish = Map.of("workload", file("assisted"), "key", "from-an-assistant");

    Told first = owner.call("apply_workload", wish);
    Told again = owner.call("apply_workload", wish);
    String id = first.json().path("id").asText();
    town.leaseBecomes(id, "provisioning");
    Told cancelled = owner.call("cancel_workload", Map.of("id", id));

    assertThat(first.isError()).as(first.text()).isFalse();
    assertThat(again.json().path("id").asText()).isEqualTo(id);
    assertThat(cancelled.isError()).as(cancelled.text()).isFalse();
    town.become(id, "cancelled");
  }

  @Test
  void anAuditorMayLookAndNotRunOrCancel() {
    Crowd.Tenant tenant = tenant();
    McpClient auditor = new McpClient(crowd.tokenOf(tenant, Role.AUDITOR));

    Told run = auditor.call("apply_workload", Map.of("workload", file("nobody"), "key", "k"));
    Told ended = auditor.call("cancel_workload", Map.of("id", tenant.id().toString()));

    assertThat(auditor.call("list_workloads", Map.of()).text()).contains(tenant.mark());
    assertThat(run.isError()).isTrue();
    assertThat(run.text()).contains("role_needed");
    assertThat(ended.isError()).isTrue();
    assertThat(ended.text()).contains("role_needed");
    assertThat(
            sql.number(
                "select count(*) from workload where organization = '%s' and not cancel_requested"
                    .formatted(tenant.id())))
        .isEqualTo(1);
  }

  @Test
  void whatAnAssistantDoesStandsInTheAuditLogOfItsCaller() {
    Crowd.Tenant tenant = tenant();
    McpClient developer = new McpClient(crowd.tokenOf(tenant, Role.DEVELOPER));
    Told wrong = developer.call("apply_workload", Map.of("workload", "run: [", "key", "a key"));

    Told ended = developer.call("cancel_workload", Map.of("id", tenant.id().toString()));

    assertThat(wrong.isError()).isTrue();
    assertThat(ended.isError()).as(ended.text()).isFalse();
    assertThat(
            given()
                .header("Authorization", "Bearer " + crowd.tokenOf(tenant, Role.AUDITOR))
                .get("/api/v1/audit")
                .asString())
        .contains("POST /api/v1/workloads/{id}/cancel", tenant.mark());
  }

  @Test
  void aKeyIsNoPlaceForAnotherHeader() {
    Told refused =
        owner.call(
            "apply_workload",
            Map.of("workload", file("x"), "key", "a\r\nAuthorization: Bearer other"));

    assertThat(refused.isError()).isTrue();
    assertThat(refused.text()).contains("plain ASCII");
  }

  /** Without its account, which this broker would look through for machines. */
  private Crowd.Tenant tenant() {
    Crowd.Tenant tenant = crowd.tenant();
    sql.run("delete from account where organization = '%s'".formatted(tenant.id()));
    return tenant;
  }

  private static String file(String seller) {
    return """
        name: assisted
        resources: { cpus: 1+ }
        run: echo hello
        placement: { providers: { allow: [%s] } }
        """
        .formatted(seller);
  }
}
