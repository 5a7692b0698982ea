package io.tradewind.server.boot;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tradewind.server.testing.CloudProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Eventually;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import io.tradewind.testkit.slurm.RealSlurm;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster as a site, from the operator's first request to the tenant's notice: the real Slurm,
 * the real agent and this broker.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CloudProfile.class)
class SlurmGangTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String FIRST_ON_N1 = "first at 127.0.0.1 of 127.0.0.1,127.0.0.2";
  private static final String FIRST_ON_N2 = "first at 127.0.0.2 of 127.0.0.2,127.0.0.1";

  @Inject Town town;
  @Inject Sql sql;
  private @Nullable RealSlurm slurm;
  private @Nullable Process agent;

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (agent != null) {
      agent.destroyForcibly();
    }
    if (slurm != null) {
      slurm.close();
    }
  }

  @Test
  void aGangRunsThroughTheBrokerUntilTheOwnerTakesTheClusterBack(@TempDir Path folder)
      throws Exception {
    Aboard.needsTheAgent();
    assumeTrue(RealSlurm.obstacle().isEmpty(), () -> RealSlurm.obstacle().orElse(""));
    slurm = RealSlurm.start();
    String seller = enrol(folder);

    String gang = submit(seller, "ready");
    awaited(() -> lines(gang), lines -> lines.size() == 2);

    String nodes = slurm.ask("squeue", "-h", "-t", "RUNNING", "-p", "market", "-o", "%k|%N");
    String addresses = nodes.contains("/0|n1") ? FIRST_ON_N1 : FIRST_ON_N2;
    assertThat(lines(gang))
        .as("the output of both tasks, each with what it was told of itself")
        .containsExactlyInAnyOrder(
            "ready rank 0 of 2 with 4 gpus as daemon, " + addresses,
            "ready rank 1 of 2 with 4 gpus as daemon, " + addresses);
    assertThat(slurm.ask("squeue", "-h", "-t", "RUNNING", "-p", "market", "-o", "%N").lines())
        .containsExactlyInAnyOrder("n1", "n2");

    Town.cancel(gang);
    become(gang, "cancelled");
    awaited(() -> asked("squeue", "-h", "-o", "%j"), String::isEmpty);

    String taken = submit(seller, "again");
    awaited(() -> lines(taken), lines -> lines.size() == 2);
    String owners =
        slurm.ask(
            "sbatch",
            "--parsable",
            "-p",
            "owner",
            "--mem=100",
            "--gres=gpu:h100:4",
            "--nodes=2",
            "--output=/dev/null",
            "--wrap",
            "sleep 300");
    awaited(() -> asked("squeue", "-h", "-j", owners, "-o", "%T"), "RUNNING"::equals);
    become(taken, "failed");

    assertThat(lines(taken)).as("the notice came before the end").contains("asked to end");
    assertThat(events(taken)).contains("lease.interrupted");
    assertThat(texts("select close_reason from lease where workload = '%s' order by node", taken))
        .contains("interrupted");
    asked("scancel", owners);
    awaited(() -> asked("squeue", "-h", "-o", "%j"), String::isEmpty);
  }

  /** The operator's part: a site, an ask, and the agent with its one-time token. */
  private String enrol(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    JsonNode site =
        asOwner()
            .contentType("application/json")
            .body(
                """
                {"name": "Cluster %s", "operator": "Idle Iron AS", "city": "Oslo", "terms": "2026-11",
                 "listing": "by_name"}
                """
                    .formatted(UUID.randomUUID()))
            .post("/api/v1/sites")
            .then()
            .statusCode(201)
            .extract()
            .as(JsonNode.class);
    String at = "/api/v1/sites/" + site.path("id").asText();
    agent = start(folder, town.enrolmentToken(UUID.fromString(site.path("id").asText())));
    asOwner()
        .contentType("application/json")
        .body(
            """
            {"items": [{"unit": "H100", "base": {"amount": "2.00", "currency": "USD"}}]}
            """)
        .put(at + "/asks")
        .then()
        .statusCode(200);
    String seller = site.path("provider").asText();
    awaited(
        () -> town.get("/api/v1/offers?provider=" + seller),
        page ->
            page.path("items").findValuesAsText("instanceType").contains("h100-4")
                && page.toString().contains("\"available\""));
    return seller;
  }

  private Process start(Path folder, String token) throws IOException {
    Path jar = folder.resolve("agent.jar");
    Files.write(jar, new AgentProgram().content().orElseThrow().bytes());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            jar.toString(),
            "--broker",
            "http://127.0.0.1:" + RestAssured.port,
            "--state",
            folder.resolve("state").toString(),
            "--executor",
            "slurm",
            "--slurm-partition",
            "market",
            "--slurm-user",
            "daemon",
            "--heartbeat-seconds",
            "1",
            "--poll-seconds",
            "5");
    builder.environment().put("SLURM_CONF", cluster().configuration().toString());
    builder.environment().put("TRADEWIND_ENROLMENT_TOKEN", token);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("agent.txt").toFile())
        .start();
  }

  private String submit(String seller, String word) {
    return Town.yaml()
        .body(
            """
            name: gang
            resources: { accelerators: H100:4 }
            nodes: 2
            run: |
              trap 'echo asked to end; exit 0' TERM
              gpus=$(echo $CUDA_VISIBLE_DEVICES | tr ',' '\\n' | wc -l)
              echo %s rank $NODE_RANK of $NNODES with $gpus gpus as $(id -un), first at $MASTER_ADDR of $(echo $NODE_IPS | tr " " ,)
              while :; do sleep 0.2; done
            placement: { providers: { allow: [%s] } }
            """
                .formatted(word, seller))
        .post("/api/v1/workloads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private void become(String workload, String state) {
    awaited(() -> town.workload(workload).path("state").asText(), state::equals);
  }

  private static <T> void awaited(Supplier<T> seen, Predicate<T> condition) {
    Eventually.eventually(PATIENCE, seen, condition);
  }

  private List<String> lines(String workload) {
    return texts("select line from log_line where workload = '%s' order by seq", workload);
  }

  private List<String> events(String workload) {
    return texts("select type from event where workload = '%s' order by seq", workload);
  }

  private List<String> texts(String query, String workload) {
    List<String> texts = new ArrayList<>();
    sql.run(query.formatted(workload)).forEach(row -> texts.add(row.getString(0)));
    return texts;
  }

  private String asked(String... command) {
    try {
      return cluster().ask(command);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RealSlurm cluster() {
    if (slurm == null) {
      throw new AssertionError("The cluster was not started.");
    }
    return slurm;
  }
}
