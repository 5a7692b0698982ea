package io.tradewind.server.secret;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.LeaseSeal.UnopenableException;
import io.tradewind.api.agent.SealingKeys;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workload's secrets are for the agent of its lease, and no other. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class SealedSecretsTest {
  private static final String TEXT = "hf_Qz82-for-one-agent-alone";

  @Inject Town town;
  @Inject Sql sql;
  @Inject Clock clock;

  @BeforeEach
  void aSecret() {
    asOwner()
        .contentType("application/json")
        .body("{\"value\": \"%s\"}".formatted(TEXT))
        .put("/api/v1/secrets/SEALED");
  }

  @Test
  void anotherAgentThatComesByTheWorkReadsNothing() throws Exception {
    Town.Home home = town.settle("1.00");
    String workload = submit(home);
    TestAgent neighbour = town.agent().moveIn(town.enrolmentToken(home.site()), 4, 8192);

    JsonNode item = item(home.agent());

    assertThat(home.agent().opened(item)).isEqualTo(Map.of("TOKEN", TEXT));
    assertThatThrownBy(() -> neighbour.opened(item)).isInstanceOf(UnopenableException.class);
    assertThat(neighbour.work("", 0).body().path("items")).isEmpty();
    Town.cancel(workload);
  }

  @Test
  void whatWasSealedForOneLeaseIsOfNoUseForAnother() throws Exception {
    Town.Home home = town.settle("1.00");
    String workload = submit(home);
    JsonNode item = item(home.agent());
    ObjectNode otherLease = ((ObjectNode) item.deepCopy()).put("leaseId", workload);
    ObjectNode otherGeneration = ((ObjectNode) item.deepCopy()).put("generation", 2);

    assertThatThrownBy(() -> home.agent().opened(otherLease))
        .isInstanceOf(UnopenableException.class);
    assertThatThrownBy(() -> home.agent().opened(otherGeneration))
        .isInstanceOf(UnopenableException.class);
    Town.cancel(workload);
  }

  @Test
  void whoHasTheAgentsBearerAloneCannotHaveSecretsSealedToAKeyOfTheirOwn() throws Exception {
    Town.Home home = town.settle("1.00");
    SealingKeys.Announced own = home.agent().sealingKey();
    SealingKeys.Announced thiefs =
        new SealingKeys.Announced(
            SealingKeys.encode(SealingKeys.generate().getPublic()), own.signature());

    assertThat(home.agent().heartbeat(telling(thiefs)).code()).isEqualTo("malformed");

    assertThat(storedKey(home)).isEqualTo(own.publicKey());
    String workload = submit(home);
    assertThat(home.agent().opened(item(home.agent()))).isEqualTo(Map.of("TOKEN", TEXT));
    Town.cancel(workload);
  }

  @Test
  void anAgentThatIsTooOldIsGivenNoneAndTheReasonIsSaid() {
    Town.Home home = town.settle("1.00");
    sql.run(
        "update agent set sealing_key = null where id = '%s'".formatted(home.agent().agentId()));
    home.agent().ofOldVersion();
    String plain = town.submit(home.seller(), "");
    assertThat(item(home.agent()).path("run").path("sealed").isNull())
        .as("what needs no secrets runs there")
        .isTrue();
    Town.cancel(plain);
    String workload = submit(home);

    JsonNode given =
        eventually(
            () -> {
              assertThat(home.agent().work("", 0).text()).doesNotContain("\"sealed\":{", TEXT);
              return town.workload(workload);
            },
            it -> it.path("lease").path("detail").asText().contains("too old"));

    assertThat(given.path("lease").path("detail").asText())
        .isEqualTo(
            "The agent of this machine is too old to be sent secrets: nothing can be sealed to it,"
                + " and the workload needs TOKEN. Its operator may upgrade it.");
    Town.cancel(workload);
  }

  private Heartbeat telling(SealingKeys.@Nullable Announced key) {
    return new Heartbeat(
        1, "another-boot", "inventory-1", clock.instant(), List.of(), null, null, null, key);
  }

  private String storedKey(Town.Home home) {
    return sql.run(
            "select sealing_key from agent where id = '%s'".formatted(home.agent().agentId()))
        .iterator()
        .next()
        .getString(0);
  }

  private String submit(Town.Home home) {
    String workload = town.submit(home.seller(), "secrets: { TOKEN: SEALED }");
    town.leaseBecomes(workload, "provisioning");
    return workload;
  }

  private static JsonNode item(TestAgent agent) {
    return eventually(() -> agent.work("", 0).body().path("items"), items -> !items.isEmpty())
        .path(0);
  }
}
