package io.tradewind.server.agent;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A time in which a site, or one machine of it, is not for tenants. */
@Entity
@Table(name = "site_closure")
public class ClosureEntity {
  @Id public UUID id;
  public UUID organization;
  public UUID site;

  /** The machine's; null for the whole site. */
  public @Nullable UUID agent;

  /** {@code maintenance} or {@code reclamation}. */
  public String kind;

  public String reason;
  public Instant announcedAt;
  public String announcedBy;

  /** From now on nothing is sold. */
  public Instant drainAt;

  /** From now on nothing runs. */
  public Instant fromAt;

  /** Null until it is lifted. */
  public @Nullable Instant untilAt;

  public @Nullable Instant liftedAt;
}
