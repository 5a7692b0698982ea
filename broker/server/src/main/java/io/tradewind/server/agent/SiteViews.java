package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.GridZone;
import io.tradewind.api.Offer;
import io.tradewind.api.Region;
import io.tradewind.api.Site;
import io.tradewind.api.SiteId;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.Circumstances;
import io.tradewind.server.market.GridBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Sites as the adapter that sells their capacity sees them. */
@ApplicationScoped
public class SiteViews {
  private final Asks asks;
  private final GridBook grids;

  SiteViews(Asks asks, GridBook grids) {
    this.asks = asks;
    this.grids = grids;
  }

  /** In the order of the rows; those without any machine included. */
  public Uni<List<Site>> of(Mutiny.Session session, List<SiteEntity> sites, Instant now) {
    if (sites.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<UUID> ids = sites.stream().map(site -> site.id).toList();
    return SiteMachines.of(session, ids)
        .chain(
            machines ->
                closures(session, ids, now)
                    .chain(
                        closures ->
                            asks.of(session, sites)
                                .map(
                                    known ->
                                        sites.stream()
                                            .map(it -> site(it, machines, closures, known, now))
                                            .toList())));
  }

  static Uni<Closures> closures(Mutiny.Session session, Collection<UUID> sites, Instant now) {
    return session
        .createQuery(
            "from ClosureEntity where site in :sites and liftedAt is null and drainAt <= :now and"
                + " (untilAt is null or untilAt > :now)",
            ClosureEntity.class)
        .setParameter("sites", sites)
        .setParameter("now", now)
        .getResultList()
        .map(
            rows -> {
              Set<UUID> whole = new HashSet<>();
              Set<UUID> agents = new HashSet<>();
              rows.forEach(
                  row -> {
                    if (row.agent == null) {
                      whole.add(row.site);
                    } else {
                      agents.add(row.agent);
                    }
                  });
              return new Closures(whole, agents);
            });
  }

  private Site site(
      SiteEntity site,
      SiteMachines machines,
      Closures closures,
      Map<UUID, List<Ask>> asked,
      Instant now) {
    return new Site(
        new SiteId(site.id),
        site.name,
        Region.of(site.provider, site.region),
        Optional.ofNullable(site.country),
        machines.of(site.id, closures, now),
        asked.getOrDefault(site.id, List.of()),
        freeWatts(site, machines.watts(site.id)),
        Offer.Listing.valueOf(site.listing.toUpperCase(Locale.ROOT)),
        circumstances(site, now));
  }

  /** Prices depend on these. */
  public Circumstances circumstances(SiteEntity site, Instant now) {
    return new Circumstances(
        now,
        site.pue == null ? OptionalDouble.empty() : OptionalDouble.of(site.pue),
        grids.gramsPerKilowattHour(new GridZone(site.gridZone)),
        site.point());
  }

  /** The headroom is what the building may draw: cooling and losses take their part of it. */
  private static OptionalDouble freeWatts(SiteEntity site, double drawn) {
    if (site.powerHeadroomKw == null) {
      return OptionalDouble.empty();
    }
    double machines = site.powerHeadroomKw * 1_000 / (site.pue == null ? 1 : site.pue);
    return OptionalDouble.of(Math.max(0, machines - drawn));
  }
}
