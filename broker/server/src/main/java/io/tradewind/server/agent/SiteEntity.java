package io.tradewind.server.agent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A site and what its agent found there. */
@Entity
@Table(name = "site")
public class SiteEntity {
  @Id public UUID id;
  public UUID organization;
  public String name;

  /** The seller's name of its offers. */
  public String provider;

  public String region;
  public String city;

  @Column(columnDefinition = "char(2)")
  public @Nullable String country;

  public @Nullable Double latitude;
  public @Nullable Double longitude;
  public String gridZone;
  public @Nullable Double pue;

  /** For one vCPU and hour. */
  public BigDecimal ask;

  @Column(columnDefinition = "char(3)")
  public String currency;

  public String listing;
  public @Nullable String inventoryHash;

  @Column(columnDefinition = "text")
  public @Nullable String inventory;

  public @Nullable String architecture;
  public @Nullable Integer vcpus;
  public @Nullable Long memoryMib;
  public Instant createdAt;
}
