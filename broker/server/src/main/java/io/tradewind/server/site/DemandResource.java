package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.order.BidEntity;
import io.tradewind.server.order.OrderEntity;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

/** What was asked of a site: what it could have served, and what others are paid for the same. */
@Path("/api/v1/sites/{site}/demand")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class DemandResource {
  private static final Duration LOOK_BACK = Duration.ofDays(30);
  private static final int MOST = 100;

  private final Database database;
  private final DemandViews views;
  private final Caller caller;
  private final Clock clock;

  DemandResource(Database database, DemandViews views, Caller caller, Clock clock) {
    this.database = database;
    this.views = views;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "getDemand",
      summary = "Orders that a site was asked to bid for, and what the market would pay",
      description = "Resources and places of the workloads are shown; not who asked, nor for what.")
  public Uni<DemandView> get(@PathParam("site") UUID id) {
    UUID organization = caller.organization();
    Instant now = clock.instant();
    // Orders are of buyers: whoever owns the site reads its part in them in the broker's name.
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization).chain(site -> demand(session, site, now)));
  }

  private Uni<DemandView> demand(Mutiny.Session session, SiteEntity site, Instant now) {
    Instant since = now.minus(LOOK_BACK);
    return session
        .createQuery(
            "select b, o from BidEntity b join OrderEntity o on o.id = b.order where b.site = :site"
                + " and b.madeAt > :since order by b.madeAt desc",
            Object[].class)
        .setParameter("site", site.id)
        .setParameter("since", since)
        .setMaxResults(MOST)
        .getResultList()
        .chain(
            rows ->
                counts(session, site, since)
                    .chain(
                        counts ->
                            batches(session, site, since)
                                .map(
                                    batches ->
                                        views.view(
                                            counts,
                                            rows(rows),
                                            views.scarce(site, batches),
                                            now))));
  }

  /** A bid with its order. */
  record Seen(BidEntity bid, OrderEntity order) {}

  /** Of all orders, not only of those that are shown. */
  record Counts(long asked, long bid, long won) {}

  private static List<Seen> rows(List<Object[]> rows) {
    return rows.stream().map(row -> new Seen((BidEntity) row[0], (OrderEntity) row[1])).toList();
  }

  private static Uni<Counts> counts(Mutiny.Session session, SiteEntity site, Instant since) {
    return session
        .createQuery(
            "select count(*), sum(case when state <> 'refused' then 1 else 0 end), sum(case when"
                + " state = 'accepted' then 1 else 0 end) from BidEntity where site = :site and"
                + " madeAt > :since",
            Object[].class)
        .setParameter("site", site.id)
        .setParameter("since", since)
        .getSingleResult()
        .map(row -> new Counts(number(row[0]), number(row[1]), number(row[2])));
  }

  private static long number(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** Plans that found something of the site scarce. */
  private static Uni<List<Object[]>> batches(
      Mutiny.Session session, SiteEntity site, Instant since) {
    return session
        .createNativeQuery(
            "select created_at, document from batch where created_at > :since and (position(:offer"
                + " in document) > 0 or position(:seller in document) > 0) order by created_at desc"
                + " limit 50",
            Object[].class)
        .setParameter("since", since)
        .setParameter("offer", "site:" + site.id)
        .setParameter("seller", "\"" + site.provider + "\"")
        .getResultList();
  }
}
