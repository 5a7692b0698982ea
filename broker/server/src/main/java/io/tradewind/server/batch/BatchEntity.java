package io.tradewind.server.batch;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A plan that was carried out. Written once, with all that it placed. */
@Entity
@Table(name = "batch")
class BatchEntity {
  @Id public UUID id;
  public UUID organization;
  public UUID project;
  public String createdBy;
  public Instant createdAt;
  public @Nullable String idempotencyKey;
  public @Nullable String idempotencyDigest;

  /** The plan as it was shown, JSON. */
  @Column(columnDefinition = "text")
  public String document;
}
