package io.tradewind.server.batch;

import io.tradewind.server.market.MoneyView;
import io.tradewind.server.placement.CandidateView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One plan for many workloads, in replies.
 *
 * @param id absent for a dry run, which is not stored
 */
@Schema(name = "Batch", description = "One plan for many workloads, with its certificate.")
public record BatchView(
    @Schema(required = true, nullable = true, description = "Null for a dry run.")
        @Nullable UUID id,
    @Schema(required = true) Instant decidedAt,
    @Schema(required = true) long marketVersion,
    @Schema(required = true) long conditionsVersion,
    @Schema(required = true, description = "In the order in which they were sent.")
        List<ItemView> workloads,
    @Schema(required = true, description = "How many of them are placed.") long placed,
    @Schema(required = true, description = "Landed, of all that are placed.") MoneyView cost,
    @Schema(required = true, description = "No plan that places as many costs less.")
        MoneyView lowerBound,
    @Schema(required = true, description = "By how much another plan could at most be cheaper.")
        double gapPercent,
    @Schema(required = true, description = "What more of something scarce would save.")
        List<ShadowPriceView> shadowPrices,
    @Schema(required = true, description = "Sentences for people.") List<String> explanation) {

  /**
   * What became of one workload.
   *
   * @param workload absent for a dry run
   */
  @Schema(name = "BatchItem", description = "What became of one workload of a batch.")
  public record ItemView(
      @Schema(required = true, nullable = true) @Nullable String name,
      @Schema(required = true) String tenant,
      @Schema(
              required = true,
              enumeration = {"placed", "left_out", "unplaced"})
          String outcome,
      @Schema(required = true, nullable = true) @Nullable CandidateView choice,
      @Schema(
              required = true,
              nullable = true,
              description = "What it would cost at least, were it alone.")
          @Nullable MoneyView alone,
      @Schema(required = true, description = "One sentence.") String why,
      @Schema(required = true, nullable = true, description = "Null for a dry run.")
          @Nullable UUID workload) {}

  /** What one more unit would save. */
  @Schema(name = "ShadowPrice", description = "What one more unit of something scarce would save.")
  public record ShadowPriceView(
      @Schema(
              required = true,
              enumeration = {"offer", "tenant", "site"})
          String kind,
      @Schema(required = true) String name,
      @Schema(required = true, examples = "machine") String unit,
      @Schema(required = true) MoneyView worth) {}
}
