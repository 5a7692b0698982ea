package io.tradewind.server.discount;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.CapacityType;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.Committed;
import io.tradewind.server.page.Page;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Machines that an organization pays for already, at their marginal price. */
@Path("/api/v1/commitments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class CommitmentsResource {
  private final CommitmentStore store;
  private final LiveMarket market;
  private final Caller caller;
  private final Clock clock;

  CommitmentsResource(CommitmentStore store, LiveMarket market, Caller caller, Clock clock) {
    this.store = store;
    this.market = market;
    this.caller = caller;
    this.clock = clock;
  }

  /** A whole list, in the order in which leases use it up. */
  @Schema(name = "CommitmentList", description = "The first that fits and has room is used first.")
  public record ListBody(@Schema(required = true) @Nullable List<@Nullable CommitmentBody> items) {}

  /**
   * A commitment in replies.
   *
   * @param free how many of its machines no lease uses
   * @param offers for which it holds now
   */
  @Schema(name = "Commitment", description = "Machines that are paid for already.")
  public record CommitmentView(
      @Schema(required = true) String provider,
      @Schema(required = true, nullable = true) @Nullable String region,
      @Schema(required = true, nullable = true) @Nullable String instanceType,
      @Schema(required = true, nullable = true) @Nullable String accelerator,
      @Schema(
              required = true,
              nullable = true,
              enumeration = {"on_demand", "spot", "reserved"})
          @Nullable String capacityType,
      @Schema(required = true) int machines,
      @Schema(required = true, description = "How many of them no lease uses.") int free,
      @Schema(required = true) MoneyView marginalPrice,
      @Schema(required = true, nullable = true) @Nullable Instant validFrom,
      @Schema(required = true, nullable = true) @Nullable Instant validTo,
      @Schema(required = true) String note,
      @Schema(required = true, description = "Within its time, and with a free machine.")
          boolean inForce,
      @Schema(required = true, description = "For how many offers it holds now.") long offers) {
    static CommitmentView of(PriceOverride commitment, Instant now, long offers) {
      Committed terms = (Committed) commitment.terms();
      return new CommitmentView(
          commitment.seller().value(),
          commitment.region().orElse(null),
          commitment.instanceType().orElse(null),
          commitment.accelerator().orElse(null),
          commitment.capacityType().map(CapacityType::wireName).orElse(null),
          terms.machines(),
          terms.free(),
          MoneyView.of(terms.cost().running().perHour()),
          commitment.from().orElse(null),
          commitment.until().orElse(null),
          commitment.note(),
          commitment.isInForce(now),
          offers);
    }
  }

  @GET
  @Operation(
      operationId = "listCommitments",
      summary = "Machines that are paid for already, and how many of them are free",
      description = "In the order in which leases use them up.")
  public Uni<Page<CommitmentView>> list() {
    return store.current(caller.organization()).map(this::page);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replaceCommitments",
      summary = "Replace all commitments",
      description =
          "While a machine of one is free, offers that fit cost its marginal price, before any"
              + " price override; after that they cost what they cost everybody. It holds for own"
              + " sites too. A running lease keeps its rate.")
  @APIResponse(
      responseCode = "200",
      description = "The list as it holds now.",
      content = @Content(schema = @Schema(ref = "PageCommitmentView")))
  @APIResponse(responseCode = "422", description = "Rules are wrong; each error names its field.")
  public Uni<Page<CommitmentView>> replace(ListBody body) {
    return store.replace(caller.organization(), read(body), caller.subject()).map(this::page);
  }

  private static List<PriceOverride> read(@Nullable ListBody body) {
    return RuleLists.read(
        body == null ? null : body.items(),
        CommitmentBody::read,
        "commitment_invalid",
        "commitments");
  }

  private Page<CommitmentView> page(List<PriceOverride> commitments) {
    Instant now = clock.instant();
    Map<PriceOverride, Long> offers = market.overridden();
    return Page.whole(
        commitments.stream()
            .map(it -> CommitmentView.of(it, now, offers.getOrDefault(it, 0L)))
            .toList());
  }
}
