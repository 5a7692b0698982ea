package io.tradewind.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.mcp.McpClient.Told;
import io.tradewind.server.signin.Crowd;
import io.tradewind.server.signin.Role;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An assistant's program at a broker as it comes: what it may ask, and what it is told. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class McpTest {
  private static final String NOWHERE =
      """
      name: assisted-nowhere
      resources: { accelerators: "H100:8" }
      run: echo hello
      placement: { providers: { allow: [nobody-of-this-name] } }
      """;

  @Inject Crowd crowd;

  private final McpClient owner = new McpClient(Owner.token());

  @Test
  void itIntroducesItselfAndOffersToolsThatOnlyRead() {
    JsonNode agreed = owner.initialize();

    assertThat(agreed.path("serverInfo").path("name").asText()).isEqualTo("tradewind");
    assertThat(agreed.path("instructions").asText()).contains("how old a price is");
    assertThat(owner.tools())
        .containsExactly(
            "list_workloads", "preview_placement", "search_offers", "show_cost", "show_workload");
  }

  @Test
  void everyToolSaysThatItOnlyReadsAndWhatItsArgumentsAre() {
    JsonNode tools = owner.request("tools/list", Map.of()).path("tools");

    assertThat(tools).isNotEmpty();
    for (JsonNode tool : tools) {
      assertThat(tool.path("annotations").path("readOnlyHint").asBoolean()).as("%s", tool).isTrue();
      for (JsonNode argument : tool.path("inputSchema").path("properties")) {
        assertThat(argument.path("description").asText()).as("%s", tool).isNotBlank();
      }
    }
  }

  @Test
  void offersComeWithTheirPriceTheirAgeAndTheirSource() {
    Told told = owner.call("search_offers", Map.of("accelerator", "H100", "limit", 3));

    assertThat(told.isError()).as(told.text()).isFalse();
    assertThat(told.json().path("items")).hasSize(3);
    for (JsonNode offer : told.json().path("items")) {
      assertThat(offer.path("accelerator").path("model").asText()).isEqualTo("H100");
      assertThat(offer.path("pricePerAccelerator").path("amount").asText()).isNotBlank();
      assertThat(offer.path("freshness").asText()).isNotBlank();
      assertThat(offer.path("source").asText()).isNotBlank();
    }
    assertThat(told.text().length()).as("what an assistant has to read").isLessThan(4_000);
  }

  @Test
  void aPreviewSaysWhereAndWhy() {
    Told told =
        owner.call(
            "preview_placement",
            Map.of("workload", "resources: { accelerators: 'H100:8', capacity: any }"));

    assertThat(told.isError()).as(told.text()).isFalse();
    JsonNode placement = told.json();
    assertThat(placement.path("outcome").asText()).isEqualTo("placed");
    assertThat(placement.path("choice").path("offer").path("accelerator").path("model").asText())
        .isEqualTo("H100");
    assertThat(placement.path("choice").path("cost").path("amount").asText()).isNotBlank();
    assertThat(placement.path("explanation")).isNotEmpty();
    assertThat(told.text().length()).as("what an assistant has to read").isLessThan(16_000);
  }

  @Test
  void whatFitsNowhereIsAnAnswerWithReasons() {
    Told told = owner.call("preview_placement", Map.of("workload", NOWHERE));

    assertThat(told.isError()).isFalse();
    assertThat(told.json().path("outcome").asText()).isEqualTo("unplaced");
    assertThat(told.json().path("rejections")).isNotEmpty();
  }

  @Test
  void withoutATokenThereIsNothing() {
    HttpResponse<String> refused =
        new McpClient("").post(Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/list"));
    HttpResponse<String> wrong =
        new McpClient("tw_wrong").post(Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/list"));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(refused.body()).contains("sign_in_needed").doesNotContain("search_offers");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(McpClient.send(new McpClient("").http().GET()).statusCode()).isEqualTo(401);
    assertThat(McpClient.send(new McpClient("").http().DELETE()).statusCode()).isEqualTo(401);
  }

  @Test
  void anotherTenantsWorkloadsAreNotThere() {
    Crowd.Tenant own = crowd.tenant();
    Crowd.Tenant other = crowd.tenant();
    McpClient client = new McpClient(crowd.tokenOf(own, Role.VIEWER));

    Told listed = client.call("list_workloads", Map.of());
    Told shown = client.call("show_workload", Map.of("id", other.id().toString()));
    Told cost = client.call("show_cost", Map.of("id", other.id().toString()));

    assertThat(listed.text()).contains(own.mark()).doesNotContain(other.mark());
    assertThat(shown.isError()).isTrue();
    assertThat(shown.text()).contains("404").doesNotContain(other.mark());
    assertThat(cost.isError()).isTrue();
    assertThat(client.call("show_workload", Map.of("id", own.id().toString())).text())
        .contains(own.mark());
  }

  @Test
  void theTableOfPermissionsHoldsForTools() {
    Crowd.Tenant tenant = crowd.tenant();
    McpClient operator = new McpClient(crowd.tokenOf(tenant, Role.PROVIDER_OPERATOR));

    Told refused = operator.call("list_workloads", Map.of());

    assertThat(refused.isError()).isTrue();
    assertThat(refused.text()).contains("role_needed", "An administrator");
    assertThat(operator.call("search_offers", Map.of("limit", 1)).isError()).isFalse();
  }

  @Test
  void theMonthIsToldByProject() {
    Crowd.Tenant tenant = crowd.tenant();
    McpClient finance = new McpClient(crowd.tokenOf(tenant, Role.FINANCE));

    assertThat(finance.call("show_cost", Map.of("month", "2026-01")).text())
        .contains(tenant.mark(), "USD");
    assertThat(finance.call("show_cost", Map.of("month", "lately")).isError()).isTrue();
  }

  @Test
  void aBadArgumentIsAnErrorInWords() {
    Told file =
        owner.call(
            "preview_placement", Map.of("workload", "resources: { accelerators: 'H100:many' }"));
    Told capacity = owner.call("search_offers", Map.of("capacity_type", "cheap"));
    Told id = owner.call("show_workload", Map.of("id", "../budgets"));

    assertThat(file.isError()).isTrue();
    assertThat(file.text()).contains("resources.accelerators", "many");
    assertThat(capacity.isError()).isTrue();
    assertThat(capacity.text()).contains("on_demand, spot, reserved");
    assertThat(id.isError()).isTrue();
    assertThat(id.text()).contains("list_workloads");
  }

  @Test
  void aWrongTypeOrAMissingArgumentIsAnErrorOfTheProtocolInWords() {
    for (Map<String, Object> arguments :
        List.<Map<String, Object>>of(
            Map.of("limit", "many"), Map.of("accelerator", Map.of("a", 1)))) {
      JsonNode answer =
          owner.answer("tools/call", Map.of("name", "search_offers", "arguments", arguments));
      assertThat(answer.path("error").path("message").asText())
          .as("%s", answer)
          .contains("argument");
    }
    JsonNode missing =
        owner.answer("tools/call", Map.of("name", "show_workload", "arguments", Map.of()));
    assertThat(missing.path("error").path("message").asText()).as("%s", missing).contains("id");
  }

  @Test
  void whatWouldChangeSomethingIsNotOfferedUnlessItIsAllowed() {
    JsonNode answer =
        owner.answer(
            "tools/call",
            Map.of(
                "name", "apply_workload", "arguments", Map.of("workload", NOWHERE, "key", "no")));

    assertThat(answer.path("error").path("message").asText()).contains("apply_workload");
    assertThat(owner.call("list_workloads", Map.of("state", "unplaced")).text())
        .doesNotContain("assisted-nowhere");
  }

  @Test
  void aMessageStandsAloneSoThatAnyBrokerMayAnswerIt() {
    HttpResponse<String> first =
        owner.post(
            Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "initialize",
                "params",
                Map.of(
                    "protocolVersion",
                    "2025-06-18",
                    "capabilities",
                    Map.of(),
                    "clientInfo",
                    Map.of("name", "test", "version", "1"))));
    HttpResponse<String> elsewhere =
        McpClient.send(
            owner
                .http()
                .header("Mcp-Session-Id", "of-another-broker")
                .POST(
                    BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")));

    assertThat(first.headers().firstValue("Mcp-Session-Id")).isEmpty();
    assertThat(elsewhere.statusCode()).isEqualTo(200);
    assertThat(McpClient.send(owner.http().GET()).statusCode()).isEqualTo(405);
  }

  @Test
  void aMessageInPiecesIsRead() {
    byte[] message =
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> answered =
        McpClient.send(
            owner.http().POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(message))));

    assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
  }

  @Test
  void whatIsNoMessageIsRefusedInWords() {
    for (String body : List.of("", "{", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"none\"}")) {
      HttpResponse<String> answer =
          McpClient.send(owner.http().POST(BodyPublishers.ofString(body)));
      assertThat(answer.statusCode()).as("%s: %s", body, answer.body()).isLessThan(500);
    }
  }
}
