package io.tradewind.server.agent;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A bearer token of an agent, known by its hash only. */
@Entity
@Table(name = "agent_token")
class AgentTokenEntity {
  @Id String hash;
  UUID agent;
  Instant expiresAt;
}
