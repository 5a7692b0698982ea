package io.tradewind.server.workload;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A stored decision. Written once. */
@Entity
@Table(name = "placement")
public class PlacementEntity {
  @Id public UUID id;
  public UUID workload;
  public Instant decidedAt;
  public long marketVersion;
  public long conditionsVersion;

  /** The placement as it was shown, JSON. */
  @Column(columnDefinition = "text")
  public String document;

  /** Ids of the offers that may be leased for it, best first: JSON array. */
  @Column(columnDefinition = "text")
  public String failover;
}
