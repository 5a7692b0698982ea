package io.tradewind.server.lease;

import io.tradewind.api.LeaseId;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
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

  public String feed;
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

  /** Energy and carbon per hour of this lease, JSON; null where nothing is known. */
  @Column(columnDefinition = "text")
  public @Nullable String hourlyCarbon;

  public double vcpus;
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
  public Instant requestedAt;
  public @Nullable Instant activeAt;
  public @Nullable Instant endedAt;
  public @Nullable Instant closedAt;

  /** When the provider takes the machine back, once it said so. */
  public @Nullable Instant reclaimAt;

  public @Nullable Instant meteredFrom;
  public @Nullable Instant meteredTo;

  /** For Hibernate. */
  protected LeaseEntity() {}

  /** A fresh intent, due at once. */
  public LeaseEntity(UUID id, Instant now) {
    this.id = id;
    this.requestedAt = now;
    this.dueAt = now;
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
