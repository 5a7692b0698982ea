package io.tradewind.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.testing.CloudProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Eventually;
import io.tradewind.server.testing.LocalMachine;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestCloud;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the user data to the charge: the document's own scripts fetch the agent from the broker,
 * check it, and run the workload, as a process tree on this machine.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CloudProfile.class)
class FreshMachineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Inject Town town;
  @Inject Sql sql;
  private Path folder;

  @BeforeEach
  void needsTheAgent(@TempDir Path temporary) {
    Aboard.needsTheAgent();
    folder = temporary;
  }

  @Test
  void aWorkloadRunsOnAMachineThatCameUpForIt() throws Exception {
    String workload = submit("fresh", "echo from $TRADEWIND_WORKLOAD_NAME; sleep 2; exit 7");

    JsonNode done = end(workload, "failed");

    assertThat(done.path("exitCode").asInt()).isEqualTo(7);
    assertThat(done.path("lease").path("closeReason").asText()).isEqualTo("completed");
    assertThat(lines(workload)).containsExactly("from probe");
    assertThat(done.path("cost").path("amount").asDouble()).isPositive();
    String lease = done.path("lease").path("id").asText();
    assertThat(TestCloud.runs(lease)).isFalse();
    Path root = folder.resolve(lease);
    assertThat(Files.getPosixFilePermissions(root.resolve("opt/tradewind/token"))).hasSize(2);
    assertThat(Files.readString(root.resolve("console")))
        .contains("Enrolled as agent")
        .doesNotContain(token(lease));
  }

  @Test
  void twoNodesRunAtOnceAndKnowTheirRanks() {
    Path meeting = folder.resolve("meeting");
    String workload =
        submit(
            "pair",
            "mkdir -p %1$s; touch %1$s/$NODE_RANK; until [ -e %1$s/0 -a -e %1$s/1 ]; do sleep 0.1; done; echo rank $NODE_RANK of $NNODES, first at $MASTER_ADDR:$MASTER_PORT"
                .formatted(meeting),
            2,
            LocalMachine.under(folder));

    JsonNode done = end(workload, "succeeded");

    assertThat(lines(workload))
        .hasSize(2)
        .allMatch(it -> it.contains("of 2, first at 127.0.0.1:2"));
    assertThat(lines(workload)).extracting(it -> it.substring(0, 6)).contains("rank 0", "rank 1");
    assertThat(done.path("nodes").findValuesAsText("address"))
        .containsExactly("127.0.0.1", "127.0.0.1");
    List<String> leases = done.path("nodes").findValuesAsText("lease");
    assertThat(leases).hasSize(2).noneMatch(TestCloud::runs);
    assertThat(leases).allMatch(lease -> Files.exists(folder.resolve(lease)));
  }

  @Test
  void aProgramThatIsNotTheOneThatWasNamedIsNotRun() throws Exception {
    String workload = submit("forged", "echo never", true);
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    Path console = folder.resolve(lease).resolve("console");

    String said =
        Eventually.eventually(
            PATIENCE, () -> read(console), text -> text.contains("is not the agent"));

    assertThat(said).doesNotContain("Enrolled");
    assertThat(folder.resolve(lease).resolve("opt/tradewind/agent.jar")).doesNotExist();
    Town.cancel(workload);
    end(workload, "cancelled");
  }

  @Test
  void aCancelledWorkloadIsEndedAndSoIsItsMachine() {
    String workload =
        submit("cancelled", "trap 'echo bye; exit 0' TERM; while :; do sleep 0.1; done");
    Eventually.eventually(
        PATIENCE, () -> town.workload(workload), it -> it.path("state").asText().equals("running"));

    Town.cancel(workload);

    JsonNode done = end(workload, "cancelled");
    assertThat(lines(workload)).contains("bye");
    assertThat(TestCloud.runs(done.path("lease").path("id").asText())).isFalse();
  }

  private String submit(String seller, String command) {
    return submit(seller, command, false);
  }

  private String submit(String seller, String command, boolean forged) {
    return submit(
        seller, command, 1, forged ? LocalMachine.misled(folder) : LocalMachine.under(folder));
  }

  private String submit(String seller, String command, int nodes, TestCloud.Hypervisor hypervisor) {
    town.open(TestCloud.ID, TestCloud.offer(seller, seller, "1.00", hypervisor));
    return Town.yaml()
        .body(
            """
            name: probe
            resources: { cpus: 1+ }
            nodes: %d
            run: "%s"
            placement: { providers: { allow: [%s] } }
            """
                .formatted(nodes, command, seller))
        .post("/api/v1/workloads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private JsonNode end(String workload, String state) {
    return Eventually.eventually(
        PATIENCE, () -> town.workload(workload), it -> it.path("state").asText().equals(state));
  }

  private List<String> lines(String workload) {
    List<String> lines = new ArrayList<>();
    sql.run("select line from log_line where workload = '%s' order by seq".formatted(workload))
        .forEach(row -> lines.add(row.getString(0)));
    return lines;
  }

  private static String token(String lease) {
    return TestCloud.bootstrap(lease).orElseThrow().enrolmentToken().orElseThrow().reveal();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
