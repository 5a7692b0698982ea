package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Offer;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.page.Page;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.workload.Proposals.Proposal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where a running workload would be cheaper, with what a move would disturb. */
@Path("/api/v1/workloads/{id}/proposals")
@Tag(name = "workloads")
public class ProposalsResource {
  private final Proposals proposals;
  private final WorkloadViews views;
  private final Caller caller;

  ProposalsResource(Proposals proposals, WorkloadViews views, Caller caller) {
    this.proposals = proposals;
    this.views = views;
    this.caller = caller;
  }

  /**
   * A move that would pay. Nobody moves a workload for it.
   *
   * @param lostSeconds work that would be done again
   * @param startSeconds until the machines there run
   * @param disruption what both would cost there
   * @param saving until {@code max_duration} is over, after the disruption
   * @param breakEvenSeconds after which the move has paid for itself
   */
  @Schema(name = "Proposal")
  public record ProposalView(
      @Schema(required = true) String offer,
      @Schema(required = true) String provider,
      @Schema(required = true) String region,
      @Schema(required = true) String instanceType,
      @Schema(required = true) String capacityType,
      @Schema(required = true) MoneyView pricePerHour,
      @Schema(required = true) MoneyView currentPricePerHour,
      @Schema(required = true) long lostSeconds,
      @Schema(required = true) long startSeconds,
      @Schema(required = true) MoneyView disruption,
      @Schema(
              required = true,
              nullable = true,
              description = "Null where the workload has no max_duration.")
          @Nullable MoneyView saving,
      @Schema(required = true) long breakEvenSeconds) {
    static ProposalView of(Proposal proposal) {
      Offer offer = proposal.to().offer();
      return new ProposalView(
          offer.id().value(),
          offer.provider().value(),
          offer.region().name(),
          offer.instanceType().name(),
          offer.capacityType().wireName(),
          MoneyView.of(proposal.then().perHour()),
          MoneyView.of(proposal.now().perHour()),
          proposal.lost().toSeconds(),
          proposal.start().toSeconds(),
          MoneyView.of(proposal.disruption()),
          proposal.saving().map(MoneyView::of).orElse(null),
          proposal.breakEven().toSeconds());
    }
  }

  @GET
  @Operation(
      operationId = "listProposals",
      summary = "Where a running workload would be cheaper, the least disturbing first",
      description =
          "Proposals only: a workload is never moved for its price. What a move would repeat and"
              + " wait for is taken off its saving; without a checkpoint that is the whole run so"
              + " far.")
  public Uni<Page<ProposalView>> list(@PathParam("id") UUID id) {
    return views
        .existing(caller.organization(), id)
        .chain(proposals::of)
        .map(ProposalsResource::page);
  }

  private static Page<ProposalView> page(List<Proposal> found) {
    return new Page<>(found.stream().map(ProposalView::of).toList(), null, found.size());
  }
}
