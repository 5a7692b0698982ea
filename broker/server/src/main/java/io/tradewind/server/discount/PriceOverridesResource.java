package io.tradewind.server.discount;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.CapacityType;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.FixedRate;
import io.tradewind.server.market.PriceOverride.PercentOff;
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

/** Negotiated discounts and fixed prices of an organization. */
@Path("/api/v1/price-overrides")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class PriceOverridesResource {
  private final PriceOverrideStore store;
  private final LiveMarket market;
  private final Caller caller;
  private final Clock clock;

  PriceOverridesResource(PriceOverrideStore store, LiveMarket market, Caller caller, Clock clock) {
    this.store = store;
    this.market = market;
    this.caller = caller;
    this.clock = clock;
  }

  /** A whole list, in the order in which it is tried. */
  @Schema(name = "PriceOverrideList", description = "The first rule that fits an offer holds.")
  public record ListBody(
      @Schema(required = true) @Nullable List<@Nullable PriceOverrideBody> items) {}

  /**
   * An override in replies.
   *
   * @param offers for which it holds now
   */
  @Schema(name = "PriceOverride", description = "What is paid in place of a seller's price.")
  public record OverrideView(
      @Schema(required = true) String provider,
      @Schema(required = true, nullable = true) @Nullable String region,
      @Schema(required = true, nullable = true) @Nullable String instanceType,
      @Schema(required = true, nullable = true) @Nullable String accelerator,
      @Schema(
              required = true,
              nullable = true,
              enumeration = {"on_demand", "spot", "reserved"})
          @Nullable String capacityType,
      @Schema(required = true, nullable = true) @Nullable Double percentOff,
      @Schema(required = true, nullable = true) @Nullable MoneyView fixedPrice,
      @Schema(required = true, nullable = true) @Nullable Instant validFrom,
      @Schema(required = true, nullable = true) @Nullable Instant validTo,
      @Schema(required = true) String note,
      @Schema(required = true, description = "Whether it is within its time.") boolean inForce,
      @Schema(required = true, description = "For how many offers it holds now.") long offers) {
    static OverrideView of(PriceOverride override, Instant now, long offers) {
      return new OverrideView(
          override.seller().value(),
          override.region().orElse(null),
          override.instanceType().orElse(null),
          override.accelerator().orElse(null),
          override.capacityType().map(CapacityType::wireName).orElse(null),
          override.terms() instanceof PercentOff off ? (Double) off.percent().doubleValue() : null,
          override.terms() instanceof FixedRate rate
              ? MoneyView.of(rate.perHour().perHour())
              : null,
          override.from().orElse(null),
          override.until().orElse(null),
          override.note(),
          override.isInForce(now),
          offers);
    }
  }

  @GET
  @Operation(
      operationId = "listPriceOverrides",
      summary = "What the organization pays in place of listed prices",
      description = "In the order in which they are tried: the first that fits an offer holds.")
  public Uni<Page<OverrideView>> list() {
    return store.read(caller.organization()).map(this::page);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replacePriceOverrides",
      summary = "Replace all price overrides",
      description =
          "They hold at once for everything that is placed from then on. A running lease keeps its"
              + " rate. What a site asks is never overridden.")
  @APIResponse(
      responseCode = "200",
      description = "The list as it holds now.",
      content = @Content(schema = @Schema(ref = "PageOverrideView")))
  @APIResponse(responseCode = "422", description = "Rules are wrong; each error names its field.")
  public Uni<Page<OverrideView>> replace(ListBody body) {
    List<PriceOverride> overrides = read(body);
    return store
        .replace(caller.organization(), overrides, caller.subject())
        .map(done -> page(overrides));
  }

  private static List<PriceOverride> read(@Nullable ListBody body) {
    return RuleLists.read(
        body == null ? null : body.items(),
        PriceOverrideBody::read,
        "price_override_invalid",
        "rules");
  }

  private Page<OverrideView> page(List<PriceOverride> overrides) {
    Instant now = clock.instant();
    Map<PriceOverride, Long> offers = market.overridden();
    return Page.whole(
        overrides.stream()
            .map(it -> OverrideView.of(it, now, offers.getOrDefault(it, 0L)))
            .toList());
  }
}
