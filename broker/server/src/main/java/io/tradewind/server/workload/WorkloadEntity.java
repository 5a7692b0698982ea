package io.tradewind.server.workload;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A workload as it stands in the database. */
@Entity
@Table(name = "workload")
public class WorkloadEntity {
  @Id public UUID id;
  public UUID organization;
  public UUID project;
  public String name;
  public String kind;

  /** What the user sent, as JSON. */
  @Column(columnDefinition = "text")
  public String spec;

  private String state;

  @Column(columnDefinition = "text")
  public @Nullable String reason;

  public String createdBy;
  public Instant createdAt;
  public @Nullable Instant startedAt;
  public @Nullable Instant endedAt;
  public @Nullable Integer exitCode;
  public boolean cancelRequested;
  public @Nullable String idempotencyKey;
  public @Nullable String idempotencyDigest;
  public @Nullable UUID placement;

  protected WorkloadEntity() {}

  public WorkloadEntity(UUID id, WorkloadState state, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.state = state.wireName();
  }

  public WorkloadState state() {
    return WorkloadState.of(state);
  }

  /** Moves on; a workload that has ended stays as it ended. */
  public void become(WorkloadState next, @Nullable String why, Instant now) {
    if (state().isFinal()) {
      return;
    }
    state = next.wireName();
    if (why != null) {
      reason = why;
    }
    if (next.isFinal()) {
      endedAt = now;
    }
  }
}
