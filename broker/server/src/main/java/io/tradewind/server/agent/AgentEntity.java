package io.tradewind.server.agent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * An enrolled agent: who it is by its key, what its machine has, and when it was last heard. Its
 * reports come at once, so that each writes only what it changes.
 */
@Entity
@DynamicUpdate
@Table(name = "agent")
public class AgentEntity {
  @Id public UUID id;

  /** Null for the agent of a lease's own machine. */
  public @Nullable UUID site;

  /** The lease whose machine it is on; null for the agent of a site. */
  public @Nullable UUID lease;

  /** The site or the lease; for queries, the database keeps it. */
  @Column(insertable = false, updatable = false)
  private @Nullable UUID place;

  public String publicKey;

  /** Takes the place of its key when it is first used. */
  public @Nullable String nextKey;

  /** To which secrets for it are sealed; null for one that told none, which is given none. */
  public @Nullable String sealingKey;

  public String version;

  /** The SHA-256 of what it runs; null for one that did not tell, and cannot upgrade. */
  public @Nullable String program;

  /** Since when it is to go on with what its broker carries; null when it need not. */
  public @Nullable Instant upgradeAskedAt;

  /** With what it was asked to go on. */
  public @Nullable String upgradeProgram;

  /** Why the last upgrade came to nothing; null for none that failed. */
  public @Nullable String upgradeFault;

  public @Nullable String bootId;

  /** Where other machines reach what it runs, as it sees itself; null where it did not say. */
  public @Nullable String address;

  /** Sequence number of the last heartbeat of this boot. */
  public long heartbeat;

  public @Nullable Instant lastHeartbeat;
  public Instant enrolledAt;
  public @Nullable Instant revokedAt;
  public @Nullable String revokedBy;
  public @Nullable String inventoryHash;

  /** What it discovered, JSON; null before the first report, and on a lease's own machine. */
  @Column(columnDefinition = "text")
  public @Nullable String inventory;

  public @Nullable String architecture;
  public @Nullable Integer vcpus;
  public @Nullable Long memoryMib;

  /** The canonical model of the devices that may be sold. */
  public @Nullable String accelerator;

  /** How many of them there are. */
  public int accelerators;

  /** Whether its owner allows it no way to run a workload; for brokers of the version before. */
  public boolean runsNothing;

  /** Whether it runs its own organization's processes alone; for brokers of the version before. */
  public boolean ownOnly;

  /** What of its inventory is not sold, and why. */
  @Column(columnDefinition = "text")
  public @Nullable String note;

  /** The newest power and utilisation, JSON. */
  @Column(columnDefinition = "text")
  public @Nullable String reading;

  public @Nullable Instant readingAt;

  /** The name of the self-test that is wanted now. */
  public @Nullable String selfTest;

  public @Nullable Instant selfTestSince;

  /** How far the last one is, in words. */
  public @Nullable String selfTestStep;

  /** When the next one is due; null before the first. */
  public @Nullable Instant selfTestDue;

  /** Where it works: under this id it calls. */
  public UUID place() {
    return Places.of(site, lease);
  }
}
