package io.tradewind.server.agent;

import io.tradewind.api.Countries;
import io.tradewind.api.GeoPoint;
import io.tradewind.api.GridZone;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Site;
import io.tradewind.pricing.Watts;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.SitePlaces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where the enrolled sites are. A site whose country nobody told is on no map, and satisfies no
 * wish about where.
 */
@ApplicationScoped
class EnrolledPlaces implements SitePlaces {
  private final Database database;
  private final SiteViews views;
  private final Landmarks landmarks;
  private final Clock clock;

  EnrolledPlaces(Database database, SiteViews views, Landmarks landmarks, Clock clock) {
    this.database = database;
    this.views = views;
    this.landmarks = landmarks;
    this.clock = clock;
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

  @Override
  public Map<Region, Set<String>> certifications() {
    List<Object[]> rows =
        database.blocking(
            session ->
                session
                    .createNativeQuery(
                        "select s.provider, s.region, c.value from claim c join site s on s.id ="
                            + " c.site where c.attribute like 'certification:%' and c.state ="
                            + " 'verified' and c.expires_at > :now",
                        Object[].class)
                    .setParameter("now", clock.instant())
                    .getResultList());
    Map<Region, Set<String>> held = new HashMap<>();
    for (Object[] row : rows) {
      held.computeIfAbsent(Region.of((String) row[0], (String) row[1]), any -> new TreeSet<>())
          .add((String) row[2]);
    }
    return held;
  }

  @Override
  public Map<ProviderId, Duration> minimums() {
    List<Object[]> rows =
        database.blocking(
            session ->
                session
                    .createNativeQuery(
                        "select s.provider, max((a.document::json ->> 'minimumSeconds')::bigint)"
                            + " from ask a join site s on s.id = a.site where"
                            + " s.provider <> 'local' and a.document::json ->> 'minimumSeconds' is not null"
                            + " group by 1",
                        Object[].class)
                    .getResultList());
    return rows.stream()
        .collect(
            Collectors.toMap(
                row -> new ProviderId((String) row[0]),
                row -> Duration.ofSeconds(((Number) row[1]).longValue())));
  }

  @Override
  public Map<ProviderId, UUID> owners() {
    List<Object[]> rows =
        database.blocking(
            session ->
                session
                    .createNativeQuery(
                        "select provider, cast(organization as varchar) from site where exists"
                            + " (select from agent where agent.site = site.id)",
                        Object[].class)
                    .getResultList());
    return rows.stream()
        .collect(
            Collectors.toMap(
                row -> new ProviderId((String) row[0]), row -> UUID.fromString((String) row[1])));
  }

  @Override
  public Map<ProviderId, Watts> power() {
    List<Site> limited =
        database.blocking(
            session ->
                session
                    .createQuery(
                        "from SiteEntity where powerHeadroomKw is not null", SiteEntity.class)
                    .getResultList()
                    .chain(sites -> views.of(session, sites, clock.instant())));
    Map<ProviderId, Watts> power = new HashMap<>();
    limited.forEach(
        site ->
            site.freeWatts()
                .ifPresent(watts -> power.put(site.region().provider(), new Watts(watts))));
    return power;
  }

  @Override
  public List<LatencyReading> roundTrips() {
    List<Object[]> rows =
        database.blocking(
            session ->
                session
                    .createNativeQuery(
                        "select s.provider, s.region, s.latitude, s.longitude, c.attribute,"
                            + " min(cast(c.value as float8)),"
                            + " cast(extract(epoch from max(c.made_at)) as bigint)"
                            + " from claim c join site s on s.id = c.site where c.attribute like"
                            + " 'network.landmark.%' and c.state = 'verified' and c.expires_at >"
                            + " :now and s.latitude is not null and s.longitude is not null and"
                            + " exists (select from agent a where a.id = c.agent and a.revoked_at"
                            + " is null) group by 1, 2, 3, 4, 5 order by 1, 5",
                        Object[].class)
                    .setParameter("now", clock.instant())
                    .getResultList());
    return SiteRoundTrips.of(rows.stream().map(SiteRoundTrips.Row::of).toList(), landmarks::of);
  }

  private static Optional<Place> place(SiteEntity site) {
    Optional<GeoPoint> exact = site.point();
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
