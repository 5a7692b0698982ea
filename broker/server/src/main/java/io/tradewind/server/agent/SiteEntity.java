package io.tradewind.server.agent;

import io.tradewind.api.GeoPoint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A site, as its operator told it. What it has stands with its agents. */
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

  /** For one vCPU and hour, where no ask of its own is written for processors. */
  public @Nullable BigDecimal ask;

  @Column(columnDefinition = "char(3)")
  public @Nullable String currency;

  public String listing;

  /** Who runs it; null for this machine. */
  public @Nullable String operator;

  /** Litres a kilowatt-hour. */
  public @Nullable Double wue;

  public @Nullable String cooling;
  public @Nullable Double powerHeadroomKw;
  public @Nullable Double uplinkGbps;

  /** Which terms were accepted. */
  public @Nullable String terms;

  public @Nullable Instant termsAcceptedAt;
  public @Nullable String termsAcceptedBy;
  public Instant createdAt;

  /** Where it says that it lies; empty where it does not. */
  public Optional<GeoPoint> point() {
    return latitude == null || longitude == null
        ? Optional.empty()
        : Optional.of(new GeoPoint(latitude, longitude));
  }
}
