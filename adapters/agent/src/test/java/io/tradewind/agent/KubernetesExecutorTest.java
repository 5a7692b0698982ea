package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.agent.FakeLease;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Jobs of a cluster that keeps objects and runs pods; no real API server can be had offline. */
class KubernetesExecutorTest extends ExecutorContract {
  private @Nullable FakeCluster cluster;

  @Override
  List<String> options() {
    return List.of(
        "--executor",
        "kubernetes",
        "--kubernetes",
        cluster().address().toString(),
        "--kubernetes-token-file",
        folder.resolve("token").toString(),
        "--kubernetes-namespace",
        "market",
        "--kubernetes-queue",
        "tradewind");
  }

  @Override
  Set<Claim> claims() {
    // The cluster's kubelets confine pods; the ones here only run them.
    return EnumSet.noneOf(Claim.class);
  }

  @Override
  @Nullable String image() {
    return "registry.example/train:1";
  }

  @Override
  Optional<String> obstacle() throws Exception {
    return new SandboxExecutorTest().obstacle();
  }

  @Override
  void startAgent() throws Exception {
    if (cluster == null) {
      cluster = FakeCluster.start(Files.createDirectory(folder.resolve("cluster")));
      Files.writeString(folder.resolve("token"), FakeCluster.TOKEN);
    }
    super.startAgent();
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  boolean anythingIsLeft(String leaseId) throws Exception {
    return super.anythingIsLeft(leaseId) || cluster().knows(leaseId);
  }

  /** A cluster tells times in whole seconds. */
  @Override
  Duration exactness() {
    return Duration.ofSeconds(1);
  }

  @Override
  Duration slack() {
    return Duration.ofSeconds(3);
  }

  @Test
  void whatTheNodesCanAllocateIsOffered() {
    broker.await("the inventory", () -> broker.inventory().isPresent());

    Inventory inventory = broker.inventory().orElseThrow();
    assertThat(inventory.executors()).containsExactly("kubernetes");
    assertThat(inventory.vcpus()).isEqualTo(30);
    assertThat(inventory.memoryMib()).isEqualTo(2 * 64 * 1024);
    assertThat(inventory.accelerators())
        .hasSize(8)
        .allMatch(device -> device.name().startsWith("H100"));
  }

  @Test
  void aGangIsAnIndexedJobWithItsDevicesAndQueue() throws Exception {
    LeaseWork work =
        work(
            "echo rank $TRADEWIND_NODE_RANK of $TRADEWIND_NODES; sleep 3",
            "",
            Map.of(),
            0,
            2,
            new LeaseWork.Devices("MI300X", 8));
    FakeLease lease = broker.want(work);
    broker.await("its job", () -> cluster().job(work.leaseId()).isPresent());
    JsonNode job = cluster().job(work.leaseId()).orElseThrow();
    broker.await("its end", lease::isOver);

    assertThat(job.at("/spec/completionMode").asText()).isEqualTo("Indexed");
    assertThat(job.at("/metadata/labels/kueue.x-k8s.io~1queue-name").asText())
        .isEqualTo("tradewind");
    JsonNode container = job.at("/spec/template/spec/containers/0");
    assertThat(container.at("/resources/limits/amd.com~1gpu").asInt()).isEqualTo(8);
    assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("96Mi");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(job.at("/spec/template/spec/automountServiceAccountToken").asBoolean(true))
        .isFalse();
    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.ENDED);
    assertThat(lease.text("stdout")).containsExactlyInAnyOrder("0: rank 0 of 2", "1: rank 1 of 2");
  }

  @Test
  void theScriptIsInASecretAndNotInTheJob() throws Exception {
    LeaseWork work = stranger("sleep 2", "", Map.of("KEY", "very-secret-value"), 0);
    FakeLease lease = broker.want(work);
    broker.await("its job", () -> cluster().job(work.leaseId()).isPresent());

    assertThat(cluster().job(work.leaseId()).orElseThrow().toString())
        .doesNotContain("very-secret-value", "sleep 2");
    broker.await("its end", lease::isOver);
    awaitNothingLeft(work.leaseId());
  }

  private FakeCluster cluster() {
    return Objects.requireNonNull(cluster);
  }
}
