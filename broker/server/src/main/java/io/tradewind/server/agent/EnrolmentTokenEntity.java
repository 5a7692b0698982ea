package io.tradewind.server.agent;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A one-time token, known by its hash only. */
@Entity
@Table(name = "enrolment_token")
public class EnrolmentTokenEntity {
  @Id public String hash;
  public @Nullable UUID site;

  /** The lease whose machine may spend it; null for a site's. */
  public @Nullable UUID lease;

  public Instant expiresAt;
  public @Nullable Instant spentAt;
  public @Nullable String spentKey;
  public @Nullable UUID agent;

  UUID place() {
    return Places.of(site, lease);
  }
}
