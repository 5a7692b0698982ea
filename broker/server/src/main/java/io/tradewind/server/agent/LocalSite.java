package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Countries;
import io.tradewind.api.GridZone;
import io.tradewind.api.Offer;
import io.tradewind.pricing.Money;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.signin.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** This machine's own row in the book of sites, kept in step with the settings. */
@ApplicationScoped
class LocalSite {
  static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000003");
  static final String PROVIDER = "local";
  static final String REGION = "this-machine";

  private final Database database;
  private final TradewindConfig config;
  private final Clock clock;

  LocalSite(Database database, TradewindConfig config, Clock clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /** Writes the row, or brings it in line with the settings. */
  void ensure() {
    database.blocking(
        session -> session.find(SiteEntity.class, ID).chain(row -> written(session, row)));
  }

  private Uni<Void> written(Mutiny.Session session, @Nullable SiteEntity known) {
    SiteEntity site = known == null ? new SiteEntity() : known;
    String country =
        config
            .local()
            .country()
            .map(code -> code.toUpperCase(Locale.ROOT))
            .filter(this::isCountry)
            .orElse(null);
    Money ask = config.local().ask().perHour();
    site.name = "This machine";
    site.city = "This machine";
    site.country = country;
    site.gridZone = country == null ? GridZone.WORLD.code() : country;
    site.ask = ask.amount();
    site.currency = ask.currencyCode();
    site.listing = Offer.Listing.BY_NAME.name().toLowerCase(Locale.ROOT);
    if (known != null) {
      return Uni.createFrom().voidItem();
    }
    site.id = ID;
    site.organization = Tenants.DEFAULT_ORGANIZATION;
    site.provider = PROVIDER;
    site.region = REGION;
    site.createdAt = clock.instant();
    return session.persist(site);
  }

  private boolean isCountry(String code) {
    if (Countries.bundled().find(code).isPresent()) {
      return true;
    }
    throw new IllegalArgumentException(
        "tradewind.local.country is '%s', which is no country. Use an ISO 3166 code such as DE."
            .formatted(code));
  }
}
