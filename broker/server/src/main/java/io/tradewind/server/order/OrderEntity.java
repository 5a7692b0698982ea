package io.tradewind.server.order;

import io.tradewind.pricing.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request for quotes as it stands in the database. */
@Entity
@Table(name = "capacity_order")
public class OrderEntity {
  @Id public UUID id;
  public UUID organization;
  public UUID project;
  public String name;

  /** The workload file, JSON. */
  @Column(columnDefinition = "text")
  public String spec;

  public int quantity;
  public Instant fromAt;
  public int hours;
  public Instant bidsUntil;
  public String state;

  /** How many of the quantity run under accepted bids. */
  public int accepted;

  public String createdBy;
  public Instant createdAt;
  public @Nullable String otherSeller;
  public @Nullable BigDecimal otherPrice;

  @Column(columnDefinition = "char(3)")
  public @Nullable String otherCurrency;

  public @Nullable String otherUnit;
  public @Nullable Double otherUnits;

  Instant until() {
    return fromAt.plus(Duration.ofHours(hours));
  }

  /** {@code open}, {@code closed} once bids count no more, {@code filled} or {@code cancelled}. */
  public String stateAt(Instant now) {
    return state.equals("open") && !now.isBefore(bidsUntil) ? "closed" : state;
  }

  /** What an hour of all nodes of one workload would have cost from anybody but a bidder. */
  public Optional<Money> other() {
    return otherPrice == null || otherCurrency == null
        ? Optional.empty()
        : Optional.of(Money.of(otherPrice, Currency.getInstance(otherCurrency)));
  }
}
