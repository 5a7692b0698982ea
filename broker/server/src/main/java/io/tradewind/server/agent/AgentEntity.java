package io.tradewind.server.agent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An enrolled agent: who it is by its key, and when it was last heard. */
@Entity
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
  public String version;
  public @Nullable String bootId;

  /** Where other machines reach what it runs, as it sees itself; null where it did not say. */
  public @Nullable String address;

  /** Sequence number of the last heartbeat of this boot. */
  public long heartbeat;

  public @Nullable Instant lastHeartbeat;
  public Instant enrolledAt;
  public @Nullable Instant revokedAt;

  /** Where it works: under this id it calls. */
  public UUID place() {
    return Places.of(site, lease);
  }
}
