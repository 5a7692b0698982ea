package io.tradewind.server.order;

import io.tradewind.server.market.MoneyView;
import io.tradewind.server.placement.CandidateView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request for quotes, in replies.
 *
 * @param ranking empty once the order is no longer open
 */
@Schema(name = "Order", description = "A request for quotes, with what sites bid.")
public record OrderView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(
            required = true,
            enumeration = {"open", "closed", "filled", "cancelled"})
        String state,
    @Schema(required = true, description = "How many such workloads are wanted.") int quantity,
    @Schema(required = true, description = "How many of them run under bids.") int accepted,
    @Schema(required = true, description = "No bid can be accepted before.") Instant from,
    @Schema(required = true, description = "For how long each may run.") int hours,
    @Schema(required = true, description = "No bid can be accepted after.") Instant bidsUntil,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true) String createdBy,
    @Schema(required = true, description = "What every site that was asked answered.")
        List<BidView> bids,
    @Schema(required = true, description = "Bids and everybody's offers, the best first.")
        List<RankedView> ranking) {

  /**
   * What one site answered.
   *
   * @param price of one machine and hour
   * @param position when it was made; absent behind those that were ranked
   */
  @Schema(name = "Bid", description = "A site's answer to an order.")
  public record BidView(
      @Schema(required = true) UUID id,
      @Schema(required = true, description = "Under which the site sells.") String seller,
      @Schema(
              required = true,
              enumeration = {"standing", "accepted", "refused"})
          String state,
      @Schema(required = true, description = "How the price is made up, or why there is none.")
          String why,
      @Schema(required = true, nullable = true) @Nullable String offer,
      @Schema(required = true, nullable = true, examples = "H100-SXM") @Nullable String unit,
      @Schema(required = true, nullable = true, description = "Of one machine.")
          @Nullable Integer units,
      @Schema(required = true, nullable = true, description = "Of one machine and hour.")
          @Nullable MoneyView price,
      @Schema(required = true, nullable = true, description = "What everybody else is asked.")
          @Nullable MoneyView listPrice,
      @Schema(required = true, description = "For how many workloads there was room.") int quantity,
      @Schema(required = true, nullable = true, description = "Among bids and offers, at first.")
          @Nullable Integer position,
      @Schema(required = true) Instant madeAt,
      @Schema(required = true, nullable = true) @Nullable Instant acceptedAt,
      @Schema(required = true, description = "Those that run under it.") List<UUID> workloads) {
    static BidView of(BidEntity bid) {
      return new BidView(
          bid.id,
          bid.seller,
          bid.state,
          bid.why,
          bid.offer,
          bid.unit,
          bid.units,
          bid.hourly().map(MoneyView::of).orElse(null),
          bid.listed().map(MoneyView::of).orElse(null),
          bid.quantity,
          bid.position,
          bid.madeAt,
          bid.acceptedAt,
          bid.started());
    }
  }

  /**
   * A bid or an offer in its place.
   *
   * @param bid absent for an offer to everybody
   */
  @Schema(name = "RankedBid", description = "A bid or an offer in its place.")
  public record RankedView(
      @Schema(required = true, nullable = true, description = "Null for an offer to everybody.")
          @Nullable UUID bid,
      @Schema(required = true) CandidateView candidate) {}

  static OrderView of(
      OrderEntity order, List<BidEntity> bids, List<RankedView> ranking, Instant now) {
    return new OrderView(
        order.id,
        order.name,
        order.stateAt(now),
        order.quantity,
        order.accepted,
        order.fromAt,
        order.hours,
        order.bidsUntil,
        order.createdAt,
        order.createdBy,
        bids.stream().map(BidView::of).toList(),
        ranking);
  }
}
