package io.tradewind.server.site;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An attribute of a site or machine: by whom it was verified, how, and until when it holds. */
@Entity
@Table(name = "claim")
class ClaimEntity {
  @Id UUID id;
  UUID organization;
  UUID site;

  /** The machine's; null for the whole site. */
  @Nullable UUID agent;

  String attribute;
  String value;
  @Nullable String unit;

  /** {@code proposed, verified} or {@code refused}. */
  String state;

  String method;
  @Nullable String document;
  Instant madeAt;
  String madeBy;
  @Nullable String verifier;
  @Nullable Instant verifiedAt;
  Instant expiresAt;
  @Nullable String remark;

  boolean holds(Instant now) {
    return state.equals("verified") && now.isBefore(expiresAt);
  }
}
