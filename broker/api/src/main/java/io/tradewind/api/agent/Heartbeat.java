package io.tradewind.api.agent;

import io.tradewind.api.agent.SealingKeys.Announced;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /agent/v1/sites/{id}/heartbeat}, every 15 s.
 *
 * @param sequence grows by one with each heartbeat of a boot; an old one is refused
 * @param bootId new at each start of the agent
 * @param address where other machines of the same network reach what this agent runs; null where it
 *     does not know
 * @param reading what the machine's meters say; null where it has none, or at none of their turns
 * @param program what the agent runs; null from agents that do not tell
 * @param sealing to which secrets for this agent are sealed; null from agents that cannot open them
 */
public record Heartbeat(
    long sequence,
    String bootId,
    String inventoryHash,
    Instant sentAt,
    List<LeaseState> leases,
    @Nullable String address,
    @Nullable Reading reading,
    @Nullable Program program,
    @Nullable Announced sealing) {

  public Heartbeat(
      long sequence, String bootId, String inventoryHash, Instant sentAt, List<LeaseState> leases) {
    this(sequence, bootId, inventoryHash, sentAt, leases, null);
  }

  public Heartbeat(
      long sequence,
      String bootId,
      String inventoryHash,
      Instant sentAt,
      List<LeaseState> leases,
      @Nullable String address) {
    this(sequence, bootId, inventoryHash, sentAt, leases, address, null, null, null);
  }

  /**
   * @param ready whether a service answers as its readiness says; null for all else, and before its
   *     first answer
   */
  public record LeaseState(String leaseId, long generation, Phase phase, @Nullable Boolean ready) {
    public LeaseState(String leaseId, long generation, Phase phase) {
      this(leaseId, generation, phase, null);
    }
  }

  /**
   * The agent's program.
   *
   * @param sha256 of its file, in hexadecimal; null where it runs from none, and cannot upgrade
   * @param failed the last program that the broker wanted and that the agent went back from; null
   *     for none
   * @param reason why; null for none
   */
  public record Program(
      String version, @Nullable String sha256, @Nullable String failed, @Nullable String reason) {}

  /**
   * Power and utilisation.
   *
   * @param processorUtilisation 0 to 1, over the time since the last reading
   * @param watts of the processors and their memory; null where the machine does not measure it
   * @param source of the watts: {@code rapl}
   */
  public record Reading(
      double processorUtilisation,
      @Nullable Double watts,
      @Nullable String source,
      List<DeviceReading> devices) {}

  /**
   * @param uuid as in the inventory
   * @param utilisation 0 to 1
   * @param watts null where the driver does not say
   */
  public record DeviceReading(
      String uuid,
      @Nullable Double utilisation,
      @Nullable Double watts,
      @Nullable Long memoryUsedMib) {}

  /**
   * @param inventoryWanted the broker does not know this hash: send the inventory
   * @param selfTest run a self-test and report it under this name; null when none is wanted
   * @param program the SHA-256 of the program to go on with as soon as nothing runs: what {@code
   *     GET /agent/v1/agent.jar} has; null to stay with the agent's own
   * @param landmarks to which the self-test measures the way besides; null for none
   */
  public record Reply(
      Instant brokerTime,
      long nextIntervalSeconds,
      boolean inventoryWanted,
      @Nullable String selfTest,
      @Nullable String program,
      @Nullable List<Landmark> landmarks) {
    public Reply(Instant brokerTime, long nextIntervalSeconds, boolean inventoryWanted) {
      this(brokerTime, nextIntervalSeconds, inventoryWanted, null, null);
    }

    public Reply(
        Instant brokerTime,
        long nextIntervalSeconds,
        boolean inventoryWanted,
        @Nullable String selfTest,
        @Nullable String program) {
      this(brokerTime, nextIntervalSeconds, inventoryWanted, selfTest, program, null);
    }
  }

  /**
   * Somebody who answers at a known place. A connection is opened and closed; nothing is sent.
   *
   * @param name lower case letters, digits and underscores; what is measured is called {@code
   *     network.landmark.} and this
   */
  public record Landmark(String name, String host, int port) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,60}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:]+]");

    public Landmark {
      if (!NAME.matcher(name).matches() || !HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "'%s' at '%s' is no landmark. Its host is a name or a number such as 192.0.2.7."
                .formatted(name, host));
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "The landmark %s has port %d, outside 1 to 65535.".formatted(name, port));
      }
    }
  }
}
