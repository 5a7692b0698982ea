package io.tradewind.server.order;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Site;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.agent.ClosureEntity;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.agent.SiteViews;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.placement.Placements;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Asks every site that has machines, in its operator's absence. */
@ApplicationScoped
class BidDesk {
  private static final String WITH_MACHINES =
      "from SiteEntity s where exists (select 1 from AgentEntity a where a.site = s.id and"
          + " a.inventory is not null and a.revokedAt is null) order by s.provider";

  private final Database database;
  private final SiteViews views;
  private final BidRules rules;
  private final Placements placements;
  private final LiveMarket market;
  private final Clock clock;

  BidDesk(
      Database database,
      SiteViews views,
      BidRules rules,
      Placements placements,
      LiveMarket market,
      Clock clock) {
    this.database = database;
    this.views = views;
    this.rules = rules;
    this.placements = placements;
    this.market = market;
    this.clock = clock;
  }

  /** Whom to ask, as they are now: read before anything is reckoned. */
  Uni<List<Bidding.Seller>> sellers(Bidding.Wanted wanted) {
    Map<ProviderId, List<Offer>> offers =
        market.market().offers(Bidding.FEED).stream()
            .collect(Collectors.groupingBy(Offer::provider));
    return database.transaction(
        Scope.BROKER,
        session ->
            session
                .createQuery(WITH_MACHINES, SiteEntity.class)
                .getResultList()
                .chain(sites -> sellers(session, sites, wanted, offers)));
  }

  private Uni<List<Bidding.Seller>> sellers(
      Mutiny.Session session,
      List<SiteEntity> rows,
      Bidding.Wanted wanted,
      Map<ProviderId, List<Offer>> offers) {
    if (rows.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<UUID> ids = rows.stream().map(row -> row.id).toList();
    return views
        .of(session, rows, clock.instant())
        .chain(
            sites ->
                rules
                    .of(session, ids)
                    .chain(
                        known ->
                            closures(session, ids, wanted)
                                .map(closed -> sellers(sites, known, closed, offers))));
  }

  private static List<Bidding.Seller> sellers(
      List<Site> sites,
      Map<UUID, BidRule> rules,
      Map<UUID, List<Bidding.Closed>> closed,
      Map<ProviderId, List<Offer>> offers) {
    return sites.stream()
        .map(
            site ->
                new Bidding.Seller(
                    site,
                    rules.getOrDefault(site.id().value(), BidRule.PLAIN),
                    closed.getOrDefault(site.id().value(), List.of()),
                    offers.getOrDefault(site.region().provider(), List.of())))
        .toList();
  }

  private static Uni<Map<UUID, List<Bidding.Closed>>> closures(
      Mutiny.Session session, Collection<UUID> sites, Bidding.Wanted wanted) {
    return session
        .createQuery(
            "from ClosureEntity where site in :sites and liftedAt is null and fromAt < :until and"
                + " (untilAt is null or untilAt > :from)",
            ClosureEntity.class)
        .setParameter("sites", sites)
        .setParameter("from", wanted.from())
        .setParameter("until", wanted.until())
        .getResultList()
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.groupingBy(
                            row -> row.site,
                            Collectors.mapping(BidDesk::closed, Collectors.toList()))));
  }

  private static Bidding.Closed closed(ClosureEntity row) {
    return new Bidding.Closed(
        Optional.ofNullable(row.agent).map(UUID::toString), row.fromAt, row.reason);
  }

  /** What they answer. Blocks no longer than matching takes. */
  List<Bidding.Answer> answers(
      UUID organization, Bidding.Wanted wanted, List<Bidding.Seller> sellers) {
    Conditions conditions = placements.conditions(organization, wanted.workload());
    Market blank = blank();
    List<Bidding.Answer> answers = new ArrayList<>();
    for (Bidding.Seller seller : sellers) {
      if (mayHear(wanted.workload(), seller)) {
        answers.add(Bidding.answer(wanted, seller, blank, conditions));
      }
    }
    return answers;
  }

  /** Who sells by name alone is not asked unasked. */
  private static boolean mayHear(Workload workload, Bidding.Seller seller) {
    ProviderId name = seller.site().region().provider();
    return seller.site().listing() == Offer.Listing.OPEN
        || workload.placement().providersAllowed().contains(name)
        || workload.placement().providersAllowed().contains(Bidding.FEED);
  }

  /** A market without offers, on the scale of the live one. */
  Market blank() {
    return market.market().scale().rates().map(Market.empty()::ratedBy).orElse(Market.empty());
  }
}
