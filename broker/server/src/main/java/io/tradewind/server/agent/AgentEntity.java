package io.tradewind.server.agent;

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
  public UUID site;
  public String publicKey;
  public String version;
  public @Nullable String bootId;

  /** Sequence number of the last heartbeat of this boot. */
  public long heartbeat;

  public @Nullable Instant lastHeartbeat;
  public Instant enrolledAt;
  public @Nullable Instant revokedAt;
}
