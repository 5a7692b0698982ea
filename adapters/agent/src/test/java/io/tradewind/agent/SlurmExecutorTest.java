package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.agent.FakeLease;
import io.tradewind.testkit.slurm.RealSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A real Slurm cluster is a site: the contract, gangs, GPUs, and the owner who takes them back. */
class SlurmExecutorTest extends ExecutorContract {
  private @Nullable RealSlurm slurm;

  @Override
  List<String> options() {
    return List.of("--executor", "slurm", "--slurm-partition", "market", "--slurm-user", "daemon");
  }

  @Override
  Set<Claim> claims() {
    // The site's Slurm confines jobs by its own settings; this one has no control groups.
    return EnumSet.noneOf(Claim.class);
  }

  @Override
  Optional<String> obstacle() {
    return RealSlurm.obstacle();
  }

  @Override
  void startAgent() throws Exception {
    if (slurm == null) {
      slurm = startCluster();
      // Jobs of another user find their way to the state folder.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      agent.with("SLURM_CONF", slurm.configuration().toString());
    }
    super.startAgent();
  }

  RealSlurm startCluster() throws Exception {
    return RealSlurm.start();
  }

  @AfterAll
  void stopCluster() throws Exception {
    if (slurm != null) {
      slurm.close();
    }
  }

  @Override
  boolean anythingIsLeft(String leaseId) throws Exception {
    return super.anythingIsLeft(leaseId)
        || cluster().ask("squeue", "-h", "-o", "%j").contains(leaseId);
  }

  /** Slurm's queue is looked at once a second; jobs end and start on their own. */
  @Override
  Duration slack() {
    return Duration.ofSeconds(3);
  }

  @Test
  void whatTheNodesHaveIsOffered() {
    broker.await("the inventory", () -> broker.inventory().isPresent());

    Inventory inventory = broker.inventory().orElseThrow();
    assertThat(inventory.executors()).containsExactly("slurm");
    assertThat(inventory.vcpus()).isEqualTo(32);
    assertThat(inventory.memoryMib()).isEqualTo(32_000);
    assertThat(inventory.accelerators())
        .hasSize(8)
        .allMatch(device -> device.name().startsWith("H100") && device.driver().equals("slurm"));
    assertThat(inventory.nodes())
        .as("what one node can give")
        .containsExactly(
            new Inventory.Node(2, 16, 16_000, Map.of(inventory.accelerators().get(0).name(), 4)));
  }

  @Test
  void aJobRunsAsTheUserOfTheMarketWithItsGpus() {
    FakeLease lease =
        finished(
            work(
                "id -un; echo gpus $CUDA_VISIBLE_DEVICES",
                "",
                Map.of(),
                0,
                1,
                new LeaseWork.Devices("H100", 2)));

    assertThat(lease.text("stdout")).containsExactly("daemon", "gpus 0,1");
  }

  @Test
  void aGangRunsAsOneJobOnTwoNodes() {
    FakeLease lease =
        finished(
            work(
                "echo rank $TRADEWIND_NODE_RANK of $TRADEWIND_NODES on $SLURMD_NODENAME"
                    + " gpus $CUDA_VISIBLE_DEVICES",
                "",
                Map.of(),
                0,
                2,
                new LeaseWork.Devices("H100", 4)));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.ENDED);
    assertThat(lease.lastStatus().exitCode()).as(lease.text("").toString()).isZero();
    assertThat(lease.text("stdout"))
        .containsExactlyInAnyOrder(
            "0: rank 0 of 2 on n1 gpus 0,1,2,3", "1: rank 1 of 2 on n2 gpus 0,1,2,3");
  }

  @Test
  void nodesThatAreJobsOfTheirOwnFindEachOther() {
    FakeLease first = broker.want(node(0));
    FakeLease second = broker.want(node(1));
    broker.await("their ends", () -> first.isOver() && second.isOver());

    assertThat(first.text("stdout").get(0)).startsWith("rank 0 of 2, first at 127.0.0.");
    assertThat(second.text("stdout").get(0)).startsWith("rank 1 of 2, first at 127.0.0.");
    assertThat(afterRank(first)).isEqualTo(afterRank(second)).contains("127.0.0.1", "127.0.0.2");
  }

  /** As the broker tells it, which knows the agent's address alone. */
  private LeaseWork node(int rank) {
    return work(
        "echo rank $NODE_RANK of $NNODES, first at $MASTER_ADDR of $NODE_IPS",
        "",
        Map.of(
            "NODE_RANK", Integer.toString(rank),
            "NNODES", "2",
            "MASTER_PORT", "29500",
            "MASTER_ADDR", "192.0.2.1",
            "NODE_IPS", "192.0.2.1\n192.0.2.1"),
        0,
        1,
        new LeaseWork.Devices("H100", 4));
  }

  private static String afterRank(FakeLease lease) {
    return lease.text("stdout").get(0).substring("rank 0 of 2".length());
  }

  @Test
  void oneTaskThatFailsEndsTheGang() throws Exception {
    LeaseWork work =
        work("[ $TRADEWIND_NODE_RANK = 1 ] && exit 5; sleep 300", "", Map.of(), 0, 2, null);
    FakeLease lease = finished(work);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.ENDED);
    assertThat(lease.lastStatus().exitCode()).isNotZero();
    awaitNothingLeft(work.leaseId());
  }

  @Test
  void whatWaitsInTheQueueIsTakenOutOfIt() throws Exception {
    String owners = ownersJob("--gres=gpu:h100:4 --nodes=2");
    LeaseWork work = work("echo never", "", Map.of(), 0, 1, new LeaseWork.Devices("H100", 4));
    FakeLease lease = broker.want(work);
    broker.await(
        "it is in the queue",
        () -> asked("squeue", "-h", "-t", "PENDING", "-o", "%j").contains(work.leaseId()));

    broker.want(RunningAgent.stop(work.leaseId()));
    broker.await("its end", lease::isOver);
    cluster().ask("scancel", owners);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.STOPPED);
    assertThat(lease.intervals()).isEmpty();
    awaitNothingLeft(work.leaseId());
  }

  @Test
  void whatNoNodeHasIsToldAtOnce() {
    FakeLease lease =
        finished(work("echo never", "", Map.of(), 0, 1, new LeaseWork.Devices("B200", 1)));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("market has no B200", "h100");
  }

  @Test
  void whenTheOwnerTakesTheGpusBackTheWorkloadHasItsNoticeBeforeItsEnd() throws Exception {
    FakeLease lease =
        broker.want(
            work(
                "trap 'echo asked to end; exit 0' TERM; echo ready; while :; do sleep 0.1; done",
                "",
                Map.of("TRADEWIND_CHECKPOINT", "echo saved"),
                0,
                1,
                new LeaseWork.Devices("H100", 4)));
    broker.await("ready", () -> lease.text("stdout").contains("ready"));

    Instant before = Clock.systemUTC().instant();
    String owners = ownersJob("--gres=gpu:h100:4 --nodes=2");
    broker.await("its end", lease::isOver);
    broker.await(
        "the owner's job runs",
        () -> asked("squeue", "-h", "-j", owners, "-o", "%T").equals("RUNNING"));
    cluster().ask("scancel", owners);

    assertThat(lease.reclaims()).hasSize(1);
    LeaseReport.Reclaim told = lease.reclaims().get(0);
    assertThat(told.reason()).contains("preempts");
    assertThat(told.at())
        .isBetween(before.plusSeconds(20), before.plusSeconds(RealSlurm.GRACE_SECONDS + 10));
    assertThat(lease.text("stdout")).containsExactly("ready", "saved", "asked to end");
    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("takes the machine back", "preempts");
    assertThat(lease.lastStatus().at()).isBefore(told.at());
  }

  @Test
  void aGangThatIsTakenBackIsSavedAndItsEndIsNotItsOwn() throws Exception {
    FakeLease lease =
        broker.want(
            work(
                "echo ready; sleep 300",
                "",
                Map.of("TRADEWIND_CHECKPOINT", "echo saved"),
                0,
                2,
                new LeaseWork.Devices("H100", 4)));
    broker.await("ready", () -> lease.text("stdout").contains("0: ready"));

    String owners = ownersJob("--gres=gpu:h100:4 --nodes=2");
    broker.await("its end", lease::isOver);
    cluster().ask("scancel", owners);

    assertThat(lease.text("stdout")).contains("saved");
    assertThat(lease.reclaims()).hasSize(1);
    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("takes the machine back", "preempts");
  }

  private String ownersJob(String options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sbatch", "--parsable", "-p", "owner", "--mem=100"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("--output=/dev/null", "--wrap", "sleep 300"));
    return cluster().ask(command.toArray(String[]::new));
  }

  String asked(String... command) {
    try {
      return cluster().ask(command);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  RealSlurm cluster() {
    return Objects.requireNonNull(slurm);
  }
}
