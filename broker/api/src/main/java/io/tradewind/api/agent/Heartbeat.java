package io.tradewind.api.agent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /agent/v1/sites/{id}/heartbeat}, every 15 s.
 *
 * @param sequence grows by one with each heartbeat of a boot; an old one is refused
 * @param bootId new at each start of the agent
 * @param address where other machines of the same network reach what this agent runs; null where it
 *     does not know
 */
public record Heartbeat(
    long sequence,
    String bootId,
    String inventoryHash,
    Instant sentAt,
    List<LeaseState> leases,
    @Nullable String address) {

  public Heartbeat(
      long sequence, String bootId, String inventoryHash, Instant sentAt, List<LeaseState> leases) {
    this(sequence, bootId, inventoryHash, sentAt, leases, null);
  }

  public record LeaseState(String leaseId, long generation, Phase phase) {}

  /**
   * @param inventoryWanted the broker does not know this hash: send the inventory
   */
  public record Reply(Instant brokerTime, long nextIntervalSeconds, boolean inventoryWanted) {}
}
