package io.tradewind.server.lease;

import io.tradewind.api.LeaseId;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A lease as it stands in the database. */
@Entity
@Table(name = "lease")
public class LeaseEntity {
  @Id public UUID id;
  public UUID organization;
  public UUID workload;
  public UUID placement;

  /** Counted over all placements of the workload, from 1. */
  public int attempt;

  /** How many offers of its placement have had their turn with it. */
  public int turn;

  /** Which of the workload's nodes it is for, from 0. */
  public int node;

  /** How many leases of this attempt work together. */
  public int nodes = 1;

  /** The bid whose price it keeps, whatever its seller asks others; null without one. */
  public @Nullable UUID bid;

  public String feed;

  /** The organization's own, in which the machine is; null for the broker's. */
  public @Nullable UUID account;

  public String provider;
  public String region;
  public String instanceType;
  public String offer;

  /** The offer as it was shown when it was chosen, JSON. */
  @Column(columnDefinition = "text")
  public String offerDocument;

  public BigDecimal rate;

  @Column(columnDefinition = "char(3)")
  public String currency;

  /** For how long it is charged at least, if its tenant ends it. */
  public long minimumSeconds;

  /** Energy and carbon per hour of this lease, JSON; null where nothing is known. */
  @Column(columnDefinition = "text")
  public @Nullable String hourlyCarbon;

  public double vcpus;

  /** The model of its accelerators; null for none. */
  public @Nullable String accelerator;

  /** How many of them. */
  public BigDecimal accelerators = BigDecimal.ZERO;

  public long memoryMib;
  private String state;
  private @Nullable String closeReason;
  private @Nullable String stopReason;

  @Column(columnDefinition = "text")
  public @Nullable String detail;

  public @Nullable String phase;
  public @Nullable Integer exitCode;
  public long generation = 1;
  public @Nullable String nativeId;
  public int tries;
  public @Nullable Instant dueAt;
  public @Nullable UUID holdToken;
  public @Nullable Instant holdUntil;

  /** Its workload's. */
  @Column(columnDefinition = "text")
  public @Nullable String traceparent;

  public Instant requestedAt;
  public @Nullable Instant activeAt;
  public @Nullable Instant endedAt;
  public @Nullable Instant closedAt;

  /** When the provider takes the machine back, once it said so. */
  public @Nullable Instant reclaimAt;

  /** May have, or be, a second start of which only one is given the work. */
  public boolean raced;

  /** Is the second start, beside the attempt before it. */
  public boolean hedge;

  /** Where the other nodes reach it, once its agent said so; for several nodes. */
  public @Nullable String address;

  /** The addresses of all nodes in their order, one a line, once all are known. */
  @Column(columnDefinition = "text")
  public @Nullable String peers;

  /** Since when its agent may be given the work; null while other nodes are waited for. */
  public @Nullable Instant releasedAt;

  /** Since when the replica on it answers that it is ready; null where it does not. */
  public @Nullable Instant readyAt;

  /** How many lines of its output are kept; for several nodes. */
  public long logLines;

  public @Nullable Instant meteredFrom;
  public @Nullable Instant meteredTo;

  /** For Hibernate. */
  protected LeaseEntity() {}

  /** A fresh intent, due at once. */
  public LeaseEntity(UUID id, Instant now) {
    this.id = id;
    this.requestedAt = now;
    this.dueAt = now;
    this.releasedAt = now;
    this.state = LeaseState.REQUESTED.wireName();
  }

  public LeaseId leaseId() {
    return new LeaseId(id);
  }

  public LeaseState state() {
    return LeaseState.of(state);
  }

  public @Nullable CloseReason closeReason() {
    return closeReason == null ? null : CloseReason.of(closeReason);
  }

  public @Nullable CloseReason stopReason() {
    return stopReason == null ? null : CloseReason.of(stopReason);
  }

  /** The workload ended here by itself, with exit code 0. */
  public boolean endedWell() {
    return stopReason() == CloseReason.COMPLETED && Integer.valueOf(0).equals(exitCode);
  }

  public double meteredSeconds() {
    return meteredFrom == null || meteredTo == null
        ? 0
        : Duration.between(meteredFrom, meteredTo).toNanos() / 1e9;
  }

  /** Since when its workload runs; before that, since it was asked for. */
  public Instant began() {
    return activeAt == null ? requestedAt : activeAt;
  }

  /** One of several machines that work together. */
  public boolean inGang() {
    return nodes > 1;
  }

  /** Waits for all of its nodes, or for the outcome of a race, before it is given the work. */
  void join(int ownNode, int allNodes, boolean mayRace) {
    node = ownNode;
    nodes = allNodes;
    raced = mayRace && allNodes == 1;
    if (allNodes > 1 || raced) {
      releasedAt = null;
    }
  }

  public HourlyRate hourlyRate() {
    return new HourlyRate(Money.of(rate, Currency.getInstance(currency)));
  }

  /** Moves on, if the change is legal. */
  void become(LeaseState next) {
    if (!state().mayBecome(next)) {
      throw new IllegalStateException(
          "Lease %s cannot go from %s to %s.".formatted(id, state, next.wireName()));
    }
    state = next.wireName();
  }

  /** Asks for the end. The first reason stands; repeating it changes nothing. */
  public void stop(CloseReason reason, @Nullable String why, Instant now) {
    if (stopReason == null && state() != LeaseState.CLOSED) {
      stopReason = reason.wireName();
      detail = why;
    }
    dueAt = now;
  }

  void close(Instant now) {
    CloseReason reason = stopReason();
    if (reason == null) {
      throw new IllegalStateException("Lease %s has no reason to close.".formatted(id));
    }
    become(LeaseState.CLOSED);
    closeReason = reason.wireName();
    closedAt = now;
    dueAt = null;
  }
}
