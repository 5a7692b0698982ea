package io.tradewind.server.agent;

import io.tradewind.api.Countries;
import io.tradewind.api.GeoPoint;
import io.tradewind.api.GridZone;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.SitePlaces;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the enrolled sites are. A site whose country nobody told is on no map, and satisfies no
 * wish about where.
 */
@ApplicationScoped
class EnrolledPlaces implements SitePlaces {
  private final Database database;

  EnrolledPlaces(Database database) {
    this.database = database;
  }

  @Override
  public Map<Region, Place> places() {
    List<SiteEntity> sites =
        database.blocking(
            session -> session.createQuery("from SiteEntity", SiteEntity.class).getResultList());
    Map<Region, Place> places = new HashMap<>();
    for (SiteEntity site : sites) {
      place(site).ifPresent(place -> places.put(Region.of(site.provider, site.region), place));
    }
    return places;
  }

  private static Optional<Place> place(SiteEntity site) {
    Optional<GeoPoint> exact =
        site.latitude == null || site.longitude == null
            ? Optional.empty()
            : Optional.of(new GeoPoint(site.latitude, site.longitude));
    Optional<Countries.Country> country =
        Optional.ofNullable(site.country).flatMap(Countries.bundled()::find);
    return country.map(
        known ->
            new Place(
                site.city,
                known.code(),
                exact.orElse(known.point()),
                new GridZone(site.gridZone),
                site.pue == null ? OptionalDouble.empty() : OptionalDouble.of(site.pue),
                site.pue == null ? Optional.empty() : Optional.of("declared by the operator"),
                exact.isPresent()));
  }
}
