package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An on-demand offer that looks like a price under a commitment, and the price that says so. */
public record Suspicion(Offer offer, ProviderId other, Offer counterpart) {
  static List<Suspicion> of(Board board, ProviderId feed) {
    Set<OfferId> suspected = board.comparison().suspected(feed);
    if (suspected.isEmpty()) {
      return List.of();
    }
    return board.shelf(feed).stream()
        .flatMap(shelf -> shelf.stock().offers().stream())
        .filter(offer -> suspected.contains(offer.id()))
        .flatMap(offer -> of(board, feed, offer).stream())
        .toList();
  }

  private static Optional<Suspicion> of(Board board, ProviderId feed, Offer offer) {
    return board
        .comparison()
        .believedInPlaceOf(feed, offer)
        .flatMap(
            it -> it.counterpartOf(offer).map(other -> new Suspicion(offer, it.feed(), other)));
  }

  /** For a person. */
  public String detail() {
    double below = -Saying.percentAbove(counterpart, offer).orElse(0);
    return ("%s an hour on demand is %.0f %% below what %s tells (%s), as are most of this seller's"
            + " machines of this model in the region: it looks like a price under a commitment.")
        .formatted(offer.price().perHour(), below, other, counterpart.price().perHour());
  }
}
