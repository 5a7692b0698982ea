package io.tradewind.api.agent;

import io.tradewind.api.Secret;
import io.tradewind.api.agent.LeaseSeal.Sealed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item of {@code GET /agent/v1/sites/{id}/leases?after=<cursor>&wait=<seconds>}: what is to be
 * done with a lease now. Level, not edge: the same item may come again.
 *
 * @param generation fences: the broker refuses reports of an older one
 * @param timeToLiveSeconds the agent ends the workload by itself when it could not reach the broker
 *     for this long
 */
public record LeaseWork(
    String leaseId,
    long generation,
    Action action,
    @Nullable Run run,
    long timeToLiveSeconds,
    @Nullable Notice reclaim) {

  public LeaseWork(
      String leaseId, long generation, Action action, @Nullable Run run, long timeToLiveSeconds) {
    this(leaseId, generation, action, run, timeToLiveSeconds, null);
  }

  /** The place is taken back: the workload may save itself until then. */
  public record Notice(Instant at, String reason) {}

  public enum Action {
    RUN,
    STOP
  }

  /**
   * What to run.
   *
   * @param image a container image; null for a plain process
   * @param setup shell lines that run first, in the same shell; may be empty
   * @param vcpus of each node, as {@code memoryMib} and {@code devices}
   * @param maxDurationSeconds after which the agent ends it; 0 for no limit
   * @param nodes that work together as one gang, started and ended as one
   * @param devices the accelerators of each node; null for none
   * @param tenant whose workload it is, as an opaque name; empty when the broker does not say
   * @param own it is a workload of those to whom the machine belongs, or the machine is there for
   *     it alone; a stranger's runs in a sandbox or not at all
   * @param service where it listens; null for what is called by nobody
   * @param sealed more of the environment, for the lease's agent alone; null for none
   */
  public record Run(
      String workloadId,
      String workloadName,
      @Nullable String image,
      String setup,
      String command,
      Map<String, String> environment,
      double vcpus,
      long memoryMib,
      long maxDurationSeconds,
      int nodes,
      @Nullable Devices devices,
      String tenant,
      boolean own,
      @Nullable Service service,
      @Nullable Sealed sealed) {

    public Run {
      nodes = Math.max(1, nodes);
      // A broker that does not know the field leaves it out.
      tenant = Objects.requireNonNullElse(tenant, "");
    }

    /** Without anything sealed. */
    public Run(
        String workloadId,
        String workloadName,
        @Nullable String image,
        String setup,
        String command,
        Map<String, String> environment,
        double vcpus,
        long memoryMib,
        long maxDurationSeconds,
        int nodes,
        @Nullable Devices devices,
        String tenant,
        boolean own,
        @Nullable Service service) {
      this(
          workloadId,
          workloadName,
          image,
          setup,
          command,
          environment,
          vcpus,
          memoryMib,
          maxDurationSeconds,
          nodes,
          devices,
          tenant,
          own,
          service,
          null);
    }

    /** The owner's own, on one node without accelerators. */
    public Run(
        String workloadId,
        String workloadName,
        @Nullable String image,
        String setup,
        String command,
        Map<String, String> environment,
        double vcpus,
        long memoryMib,
        long maxDurationSeconds) {
      this(
          workloadId,
          workloadName,
          image,
          setup,
          command,
          environment,
          vcpus,
          memoryMib,
          maxDurationSeconds,
          1,
          null,
          "",
          true,
          null);
    }

    /** The same with more in its environment, and nothing sealed any more. */
    public Run opened(Map<String, Secret> secrets) {
      Map<String, String> all = new LinkedHashMap<>(environment);
      secrets.forEach((variable, secret) -> all.put(variable, secret.reveal()));
      return new Run(
          workloadId,
          workloadName,
          image,
          setup,
          command,
          all,
          vcpus,
          memoryMib,
          maxDurationSeconds,
          nodes,
          devices,
          tenant,
          own,
          service);
    }
  }

  /**
   * Accelerators of one node.
   *
   * @param model as {@code io.tradewind.api.Accelerators} names it, such as {@code H100 SXM}
   */
  public record Devices(String model, int count) {}

  /**
   * Something that answers requests.
   *
   * @param port on its machine
   * @param readiness a path that it answers with 200 to 299 as soon as, and as long as, it is
   *     ready; null when running is enough
   */
  public record Service(int port, @Nullable String readiness) {}

  /** A page of work; {@code cursor} goes into the next call. */
  public record Page(String cursor, List<LeaseWork> items) {}
}
