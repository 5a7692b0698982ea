package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.Inventory;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is offered of a cluster while the owner's jobs and leases hold parts of it. */
class SlurmClusterTest {
  @Test
  void aJobMayBeNamedAsItsUserLikes() {
    SlurmHolding job = SlurmCommands.holding("2|8|1000M|gres/gpu:h100:2|n[1-2]|a|b|7");

    assertThat(job.name()).isEqualTo("a|b|7");
    assertThat(job.on()).containsExactly("n1", "n2");
  }

  @Test
  void eachNodeIsToldSinceNoShareIsLargerThanOne() throws IOException {
    Capacity capacity = offered(List.of(), node("n1", 16, 0, ""), node("n2", 16, 0, ""));

    assertThat(capacity.accelerators()).hasSize(8);
    assertThat(capacity.vcpus()).isEqualTo(32);
    assertThat(capacity.nodes()).containsExactly(of(2, 16, 16_000, 4));
  }

  @Test
  void whatTheOwnersJobsHoldOfANodeItCannotGive() throws IOException {
    Capacity capacity =
        offered(
            List.of(job("train", "n1", 3, 12)),
            node("n1", 16, 12, "gpu:h100:3(IDX:0-2)"),
            node("n2", 16, 0, ""));

    assertThat(capacity.accelerators()).hasSize(5);
    assertThat(capacity.nodes()).containsExactly(of(1, 4, 4_000, 1), of(1, 16, 16_000, 4));
  }

  @Test
  void whatALeaseHoldsIsStillOfTheMarket() throws IOException {
    Capacity capacity =
        offered(
            List.of(job("tradewind-7", "n1", 3, 12)),
            node("n1", 16, 12, "gpu:h100:3(IDX:0-2)"),
            node("n2", 16, 0, ""));

    assertThat(capacity.accelerators()).hasSize(8);
    assertThat(capacity.nodes()).containsExactly(of(2, 16, 16_000, 4));
  }

  @Test
  void whatALeaseHoldsOfANodeThatIsDrainedIsInTheWholeAloneNotInANode() throws IOException {
    Capacity capacity = offered(List.of(job("tradewind-7", "n1", 3, 12)), node("n2", 16, 0, ""));

    assertThat(capacity.accelerators()).hasSize(7);
    assertThat(capacity.vcpus()).isEqualTo(28);
    assertThat(capacity.nodes()).containsExactly(of(1, 16, 16_000, 4));
  }

  @Test
  void namesOfNodesAreReadAsSlurmWritesThem() {
    assertThat(SlurmNames.of("n[1-3,07],login1"))
        .containsExactly("n1", "n2", "n3", "n07", "login1");
    assertThat(SlurmNames.of("r[1-2]n[09-10]")).containsExactly("r1n09", "r1n10", "r2n09", "r2n10");
    assertThat(SlurmNames.of("")).isEmpty();
  }

  private static Capacity offered(List<SlurmHolding> running, SlurmNode... nodes)
      throws IOException {
    return new SlurmCluster(new Told(List.of(nodes), running), "market").capacity();
  }

  private static SlurmNode node(String name, int cpus, int held, String gresHeld) {
    return new SlurmNode(
        name,
        List.of("market"),
        Set.of("MIXED"),
        "x86_64",
        cpus,
        held,
        cpus * 1_000L,
        held * 1_000L,
        "gpu:h100:4(S:0-1)",
        gresHeld);
  }

  private static SlurmHolding job(String name, String node, int devices, int cpus) {
    return new SlurmHolding(
        name, 1, cpus, cpus * 1_000L, "gres/gpu:h100:" + devices, SlurmNames.of(node));
  }

  private static Inventory.Node of(int count, int vcpus, long memoryMib, int devices) {
    return new Inventory.Node(count, vcpus, memoryMib, Map.of("H100", devices));
  }

  /** A Slurm that can be looked at alone. */
  private record Told(List<SlurmNode> nodes, List<SlurmHolding> jobs) implements Slurm {
    @Override
    public Optional<String> obstacle() {
      return Optional.empty();
    }

    @Override
    public long submit(SlurmSubmission job, List<String> script) throws IOException {
      throw new IOException("It takes no jobs.");
    }

    @Override
    public Optional<Long> find(String name) {
      return Optional.empty();
    }

    @Override
    public Map<Long, SlurmJob> jobs(Collection<Long> ids) {
      return Map.of();
    }

    @Override
    public boolean reachesScripts() {
      return false;
    }

    @Override
    public boolean signal(long job, String signal) {
      return false;
    }

    @Override
    public boolean end(long job) {
      return false;
    }

    @Override
    public List<SlurmHolding> running(String partition) {
      return jobs;
    }
  }
}
