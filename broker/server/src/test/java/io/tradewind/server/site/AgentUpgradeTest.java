package io.tradewind.server.site;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator has the agents of a site go on with what the broker carries. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class AgentUpgradeTest {
  private static final String OLD = "ab".repeat(32);

  @Inject Town town;
  private Yard yard;
  private Yard.Founded site;

  @BeforeEach
  void aSite() {
    Aboard.needsTheAgent();
    yard = new Yard(town);
    site = yard.found("");
  }

  @Test
  void anAgentIsToldOfItOnceItIsAskedAndUntilItRunsIt() {
    TestAgent agent = town.agent().appear(yard.token(site));
    assertThat(wanted(agent.heartbeatRunning(running(OLD)))).isNull();
    assertThat(row().path("version").asText()).isEqualTo("0.9+abababa");
    assertThat(row().path("upgrade").asText()).isEqualTo("older");

    JsonPath asked = upgrade("{}");

    String program = asked.getString("program");
    assertThat(asked.getList("asked", String.class)).containsExactly(agent.agentId());
    assertThat(row().path("upgrade").asText()).isEqualTo("asked");
    assertThat(wanted(agent.heartbeatRunning(running(OLD)))).isEqualTo(program);
    assertThat(wanted(agent.heartbeatRunning(running(OLD)))).isEqualTo(program);
    assertThat(wanted(agent.heartbeatRunning(running(program)))).isNull();
    assertThat(row().path("upgrade").asText()).isEqualTo("current");
    assertThat(row().path("version").asText()).isEqualTo("0.9+" + program.substring(0, 7));
    assertThat(upgrade("{}").getList("asked")).as("who runs it already").isEmpty();
  }

  @Test
  void whyAnAgentWentBackIsShownAndItIsNotAskedAgainUnasked() {
    TestAgent agent = town.agent().appear(yard.token(site));
    agent.heartbeatRunning(running(OLD));
    String program = upgrade("{}").getString("program");

    agent.heartbeatRunning(new Heartbeat.Program("0.9", OLD, program, "It ended with code 2."));

    assertThat(row().path("upgrade").asText()).isEqualTo("failed");
    assertThat(row().path("upgradeFault").asText()).isEqualTo("It ended with code 2.");
    assertThat(wanted(agent.heartbeatRunning(running(OLD)))).isNull();
    assertThat(upgrade("{}").getList("asked")).hasSize(1);
    assertThat(wanted(agent.heartbeatRunning(running(OLD)))).isEqualTo(program);
  }

  @Test
  void onlyThoseThatAreNamedAreAskedAndThoseThatCannotAreNot() {
    TestAgent named = town.agent().appear(yard.token(site));
    TestAgent other = town.agent().appear(yard.token(site));
    TestAgent silent = town.agent().appear(yard.token(site));
    for (TestAgent agent : List.of(named, other)) {
      agent.heartbeatRunning(running(OLD));
    }
    silent.heartbeat();

    JsonPath asked =
        upgrade("{\"agents\": [\"%s\", \"%s\"]}".formatted(named.agentId(), silent.agentId()));

    assertThat(asked.getList("asked", String.class)).containsExactly(named.agentId());
    assertThat(wanted(other.heartbeatRunning(running(OLD)))).isNull();
    assertThat(yard.site(site).path("agents").findValuesAsText("upgrade"))
        .containsExactly("asked", "older", "unable");
  }

  @Test
  void whatIsNoChecksumIsNotTaken() {
    TestAgent agent = town.agent().appear(yard.token(site));

    assertThat(agent.heartbeatRunning(running("../../etc/passwd")).status()).isEqualTo(400);
  }

  private JsonPath upgrade(String body) {
    return asOwner()
        .contentType("application/json")
        .body(body)
        .post(site.path("/upgrade"))
        .then()
        .statusCode(202)
        .extract()
        .jsonPath();
  }

  private JsonNode row() {
    return yard.site(site).path("agents").get(0);
  }

  private static Heartbeat.Program running(String sha256) {
    return new Heartbeat.Program("0.9", sha256, null, null);
  }

  private static String wanted(TestAgent.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body().path("program").textValue();
  }
}
