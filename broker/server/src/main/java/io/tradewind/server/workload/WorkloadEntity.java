package io.tradewind.server.workload;

import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.Retry;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
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

  /** Where its submission was in a trace; null where nothing was traced. */
  @Column(columnDefinition = "text")
  public @Nullable String traceparent;

  public Instant createdAt;
  public @Nullable Instant startedAt;
  public @Nullable Instant endedAt;
  public @Nullable Integer exitCode;
  public boolean cancelRequested;
  public @Nullable String idempotencyKey;
  public @Nullable String idempotencyDigest;
  public @Nullable UUID placement;

  /** When it is matched again; null while it has a lease, and after its end. */
  public @Nullable Instant rematchAt;

  private @Nullable String rematchCause;

  /** How often it was matched again since it last ran. */
  public int rematches;

  /** When it lost the machine that it ran on; null before, and while it runs again. */
  public @Nullable Instant lostAt;

  /** The service that this is a replica of. */
  public @Nullable UUID service;

  /** Its number among the replicas of its service. */
  public @Nullable Integer replica;

  /** Of the file; grows with each change of a service. */
  public int version = 1;

  /** How many replicas are wanted of this service; null for what is none. */
  public @Nullable Integer replicas;

  /** A replica that is ready only when it answers so; others are when they run. */
  public boolean probed;

  /** When its replicas are next compared with what is wanted; whoever changes that changes this. */
  public @Nullable Instant reconcileAt;

  /** The newest reading of a service that is scaled by its load; null before the first. */
  public @Nullable Double loadValue;

  public @Nullable Instant loadAt;

  /** What the readings wanted, as {@link LoadHistory} writes it. */
  @Column(columnDefinition = "text")
  public @Nullable String loadHistory;

  /** The one capacity type that a replica may have; null for any that its file accepts. */
  private @Nullable String capacity;

  protected WorkloadEntity() {}

  public WorkloadEntity(UUID id, WorkloadState state, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.state = state.wireName();
  }

  public WorkloadState state() {
    return WorkloadState.of(state);
  }

  /** Why it waits, or waited, to be matched again; empty when nothing went wrong since it ran. */
  public Optional<Retry.Cause> rematchCause() {
    return Optional.ofNullable(rematchCause).map(Retry.Cause::of);
  }

  /** Has no machine, and is matched again at a time. */
  public void await(Retry.Cause cause, Instant at, String why, Instant now) {
    rematchCause = cause.wireName();
    rematchAt = at;
    become(WorkloadState.PROVISIONING, why, now);
  }

  /** Runs, so that what went wrong before is over. */
  public void run(Instant since, Instant now) {
    startedAt = startedAt == null ? since : startedAt;
    rematchCause = null;
    rematches = 0;
    lostAt = null;
    reason = null;
    if (!cancelRequested) {
      become(WorkloadState.RUNNING, null, now);
    }
  }

  /** Empty for any that its file accepts. */
  public Optional<CapacityType> capacity() {
    return Optional.ofNullable(capacity).flatMap(CapacityType::parse);
  }

  void restrict(Optional<CapacityType> only) {
    capacity = only.map(CapacityType::wireName).orElse(null);
  }

  public boolean isService() {
    return replicas != null;
  }

  /**
   * A service is as its replicas are.
   *
   * @return whether it was otherwise before
   */
  boolean stand(WorkloadState next, @Nullable String why, Instant now) {
    boolean changed = state() != next;
    become(next, null, now);
    reason = why;
    if (next == WorkloadState.RUNNING && startedAt == null) {
      startedAt = now;
    }
    return changed;
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
      rematchAt = null;
      reconcileAt = null;
    }
  }
}
