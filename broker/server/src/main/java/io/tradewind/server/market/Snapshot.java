package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Runs;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Rejection;
import io.tradewind.matcher.RejectionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The market of one moment, what was left out of it, and how its offers are shown. */
public final class Snapshot {
  private final Board board;
  private final Market market;
  private final List<Rejection> leftOut;

  private Snapshot(Board board, Market market, List<Rejection> leftOut) {
    this.board = board;
    this.market = market;
    this.leftOut = List.copyOf(leftOut);
  }

  static Snapshot of(Board board) {
    return new Snapshot(board, board.market(), board.leftOut());
  }

  public Market market() {
    return market;
  }

  /** What has expired, or is superseded by another source. */
  public List<Rejection> leftOut() {
    return leftOut;
  }

  /** The same without stale offers: for a commitment, after their feeds have been asked again. */
  public Snapshot withoutStale(Instant now) {
    Market current = market;
    int stale = 0;
    for (ProviderId feed : List.copyOf(market.feeds())) {
      List<Offer> all = market.offers(feed);
      List<Offer> kept = all.stream().filter(offer -> isCurrent(offer, now)).toList();
      if (kept.size() < all.size()) {
        stale += all.size() - kept.size();
        current = current.with(feed, kept);
      }
    }
    if (stale == 0) {
      return this;
    }
    List<Rejection> reasons = new ArrayList<>(leftOut);
    reasons.add(Rejection.of(RejectionReason.STALE, stale));
    return new Snapshot(board, current, reasons);
  }

  public static boolean isCurrent(Offer offer, Instant now) {
    return Freshness.of(offer.observedAt(), now).isCurrent();
  }

  /** Which terms of the organization's own make this offer's price; empty where none do. */
  public Optional<String> ownPrice(ProviderId feed, Offer offer, Instant now) {
    OfferTruth truth = board.truth(feed, offer, now);
    return truth.override().map(it -> it.words(truth.told(), offer));
  }

  /** An offer as replies show it. */
  public OfferView view(ProviderId feed, Offer offer, Conditions conditions, Instant now) {
    boolean closed =
        Runs.isForOwnerAlone(offer.instanceType().runs())
            && !conditions.own().contains(offer.provider());
    return OfferView.of(
        offer,
        feed,
        conditions.isLeasable(feed, offer.provider()),
        closed,
        now,
        conditions.regions(),
        market.scale(),
        board.truth(feed, offer, now));
  }
}
