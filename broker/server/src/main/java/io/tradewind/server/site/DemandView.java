package io.tradewind.server.site;

import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a site, in replies. Who asked is not told.
 *
 * @param asked orders of the last thirty days, of which the newest are shown
 * @param bid how many of them the site bid for; all others it could not serve, or would not
 * @param won how many of its bids were accepted
 */
@Schema(name = "Demand", description = "What was asked of a site in the last thirty days.")
public record DemandView(
    @Schema(required = true) long asked,
    @Schema(required = true) long bid,
    @Schema(required = true) long won,
    @Schema(required = true, description = "The newest first.") List<OrderSeen> orders,
    @Schema(required = true, description = "For one unit and hour, by what those orders wanted.")
        List<MarketPays> market,
    @Schema(required = true, description = "Of batches that would have paid for more of the site.")
        List<Scarcity> shadowPrices) {

  /**
   * One order.
   *
   * @param wanted resources, nodes and places of the workload, as they were written
   * @param price of one machine and hour, as the site bid
   * @param otherPrice of an hour of all nodes of one workload
   */
  @Schema(name = "OrderSeen", description = "An order as a site sees it.")
  public record OrderSeen(
      @Schema(required = true) UUID bid,
      @Schema(required = true) Instant askedAt,
      @Schema(required = true) Map<String, Object> wanted,
      @Schema(required = true) int quantity,
      @Schema(required = true) Instant from,
      @Schema(required = true) int hours,
      @Schema(
              required = true,
              enumeration = {"won", "standing", "lost", "refused"})
          String outcome,
      @Schema(required = true) String why,
      @Schema(required = true, nullable = true) @Nullable MoneyView price,
      @Schema(required = true, nullable = true, description = "Among all bids and offers.")
          @Nullable Integer position,
      @Schema(
              required = true,
              nullable = true,
              description = "The best that was not a bid, of an hour of all nodes.")
          @Nullable MoneyView otherPrice,
      @Schema(required = true, nullable = true) @Nullable String otherSeller) {}

  /**
   * What others would have been paid.
   *
   * @param median of the best prices that were not a bid's
   */
  @Schema(name = "MarketPays", description = "What the market would pay for one unit and hour.")
  public record MarketPays(
      @Schema(required = true, examples = "H100-SXM") String unit,
      @Schema(required = true) int orders,
      @Schema(required = true) MoneyView median,
      @Schema(required = true) MoneyView highest) {}

  /**
   * What a batch would have saved with one more of something that the site has.
   *
   * @param name of the offer, or of the site
   */
  @Schema(name = "Scarcity", description = "What one more of it was worth to a batch.")
  public record Scarcity(
      @Schema(required = true) Instant at,
      @Schema(required = true) String name,
      @Schema(required = true, examples = "machine") String unit,
      @Schema(required = true) MoneyView worth) {}
}
