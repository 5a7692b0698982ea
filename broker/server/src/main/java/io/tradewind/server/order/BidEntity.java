package io.tradewind.server.order;

import io.tradewind.pricing.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A site's answer to an order: a price, or why there is none. */
@Entity
@Table(name = "bid")
public class BidEntity {
  @Id public UUID id;

  /** The buyer's. */
  public UUID organization;

  @Column(name = "capacity_order")
  public UUID order;

  public UUID site;
  public String seller;
  public String state;
  public String why;
  public @Nullable String offer;
  public @Nullable String unit;
  public @Nullable Integer units;

  /** For how many of the order's workloads there was room. */
  public int quantity;

  /** Of one machine and hour. */
  public @Nullable BigDecimal price;

  public @Nullable BigDecimal listPrice;

  @Column(columnDefinition = "char(3)")
  public @Nullable String currency;

  public @Nullable Integer position;
  public Instant madeAt;
  public @Nullable Instant acceptedAt;

  /** Those that run under it, by id, with a space between. */
  @Column(columnDefinition = "text")
  public String workloads = "";

  List<UUID> started() {
    return workloads.isEmpty()
        ? List.of()
        : Arrays.stream(workloads.split(" ")).map(UUID::fromString).toList();
  }

  public Optional<Money> hourly() {
    return money(price);
  }

  public Optional<Money> listed() {
    return money(listPrice);
  }

  private Optional<Money> money(@Nullable BigDecimal amount) {
    return amount == null || currency == null
        ? Optional.empty()
        : Optional.of(Money.of(amount, Currency.getInstance(currency)));
  }
}
