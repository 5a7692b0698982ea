package io.tradewind.server.order;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.Source;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.Snapshot;
import io.tradewind.server.order.OrderView.RankedView;
import io.tradewind.server.placement.CandidateView;
import io.tradewind.server.placement.Placements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bids and everybody's offers in one order: that of the matcher, by what the workload wants. */
@ApplicationScoped
class BidRanking {
  private final Placements placements;
  private final LiveMarket market;

  BidRanking(Placements placements, LiveMarket market) {
    this.placements = placements;
    this.market = market;
  }

  /** The first of all, bids in place of what their sites ask of everybody. */
  List<Candidate> first(UUID organization, Workload workload, List<Offer> bids) {
    return ranked(
        workload,
        market.market().with(Bidding.FEED, bids),
        placements.conditions(organization, workload));
  }

  /** The best that is not a site's. */
  Optional<Candidate> other(UUID organization, Workload workload) {
    Conditions conditions = placements.conditions(organization, workload);
    Market others = market.market().with(Bidding.FEED, List.of());
    return placements.match(workload, others, conditions, Scope.VISIBLE).choice();
  }

  /** The same for replies, while bids stand. Those whose offer has left the market are out. */
  List<RankedView> views(UUID organization, Workload workload, List<BidEntity> bids) {
    Snapshot snapshot = market.snapshot();
    Conditions conditions = placements.conditions(organization, workload);
    Map<OfferId, UUID> standing =
        bids.stream()
            .filter(bid -> bid.state.equals("standing"))
            .collect(
                Collectors.toMap(bid -> new OfferId(String.valueOf(bid.offer)), bid -> bid.id));
    List<Offer> offers =
        bids.stream()
            .filter(bid -> bid.state.equals("standing"))
            .flatMap(bid -> offer(bid).stream())
            .toList();
    return ranked(workload, snapshot.market().with(Bidding.FEED, offers), conditions).stream()
        .map(
            candidate ->
                new RankedView(
                    standing.get(candidate.offer().id()),
                    CandidateView.of(candidate, conditions, conditions.now(), snapshot)))
        .toList();
  }

  /** A bid as an offer, with the room that the market knows of now. */
  Optional<Offer> offer(BidEntity bid) {
    return market
        .market()
        .find(new OfferId(String.valueOf(bid.offer)))
        .map(
            offer ->
                new Offer(
                    offer.id(),
                    offer.region(),
                    offer.zone(),
                    offer.instanceType(),
                    offer.capacityType(),
                    new HourlyRate(bid.hourly().orElseThrow()),
                    offer.availability(),
                    offer.observedAt(),
                    new Source(
                        "Bid %s: %s".formatted(bid.id, bid.why),
                        Optional.empty(),
                        Source.Term.DECLARED,
                        Optional.of(bid.madeAt)),
                    offer.listing()));
  }

  private List<Candidate> ranked(Workload workload, Market with, Conditions conditions) {
    Placement placement = placements.match(workload, with, conditions, Scope.VISIBLE);
    return Stream.concat(placement.choice().stream(), placement.runnersUp().stream()).toList();
  }
}
