package io.tradewind.server.placement;

import io.tradewind.api.Region;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.RoundTrip;
import io.tradewind.matcher.memory.StartForecast;
import io.tradewind.pricing.CarbonEstimate;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.LandedCost;
import io.tradewind.server.market.ConvertedPriceView;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.OfferView;
import io.tradewind.server.market.Snapshot;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An offer that would do, reckoned through, in replies.
 *
 * @param hours for how long cost and carbon are reckoned
 * @param cost of the whole run on all nodes, in the currency in which offers compare
 * @param pricePerHour of all nodes, in the seller's currency
 */
@Schema(name = "Candidate", description = "An offer that would do, reckoned through.")
public record CandidateView(
    @Schema(required = true) OfferView offer,
    @Schema(required = true) int nodes,
    @Schema(required = true, description = "For how long cost and carbon are reckoned.")
        double hours,
    @Schema(required = true) CostView cost,
    @Schema(required = true, description = "Of all nodes, as the seller asks it.")
        MoneyView pricePerHour,
    @Schema(
            required = true,
            nullable = true,
            description = "How pricePerHour was compared, where it is asked in another currency.")
        @Nullable ConvertedPriceView converted,
    @Schema(required = true, nullable = true, description = "Null when no grid figure is known.")
        @Nullable CarbonView carbon,
    @Schema(
            required = true,
            nullable = true,
            description = "Null when neither users nor data say from where.")
        @Nullable RoundTripView roundTrip,
    @Schema(required = true) StartView start,
    @Schema(required = true, description = "How long data is moved, paid like the run.")
        long transferSeconds,
    @Schema(required = true, description = "One sentence.") String why) {

  /** The landed cost of the whole run, part by part. */
  @Schema(name = "LandedCost", description = "Of the whole run on all nodes, part by part.")
  public record CostView(
      @Schema(required = true) MoneyView compute,
      @Schema(required = true, description = "While the machines start.") MoneyView startUp,
      @Schema(required = true, description = "While the machines wait for data that is moved.")
          MoneyView transferTime,
      @Schema(required = true) MoneyView disk,
      @Schema(required = true) MoneyView egress,
      @Schema(required = true) MoneyView minimumIncrement,
      @Schema(required = true) MoneyView restartWaste,
      @Schema(required = true) MoneyView total) {
    static CostView of(LandedCost cost) {
      return new CostView(
          MoneyView.of(cost.compute()),
          MoneyView.of(cost.startUp()),
          MoneyView.of(cost.transferTime()),
          MoneyView.of(cost.disk()),
          MoneyView.of(cost.egress()),
          MoneyView.of(cost.minimumIncrement()),
          MoneyView.of(cost.restartWaste()),
          MoneyView.of(cost.total()));
    }
  }

  /**
   * Energy and carbon of the whole run on all nodes.
   *
   * @param energyKilowattHours at the site's meter
   * @param gramsPerKilowattHour of the grid; absent when it is known no more
   */
  @Schema(name = "Carbon", description = "Energy and gCO2e of the whole run on all nodes.")
  public record CarbonView(
      @Schema(required = true) double operationalGrams,
      @Schema(required = true) double embodiedGrams,
      @Schema(required = true) double totalGrams,
      @Schema(required = true, description = "At the site's meter.") double energyKilowattHours,
      @Schema(required = true) double pue,
      @Schema(required = true, nullable = true) @Nullable Double gramsPerKilowattHour,
      @Schema(required = true, examples = "average_location_lifecycle") String basis,
      @Schema(required = true) String source,
      @Schema(required = true, description = "Whether any figure was modelled.") boolean estimated,
      @Schema(
              required = true,
              nullable = true,
              description = "On site, of the whole run. Null when the seller publishes no figure.")
          @Nullable Double waterLitres) {
    static CarbonView of(CarbonEstimate carbon, Region region, Conditions conditions) {
      return new CarbonView(
          carbon.operational().value(),
          carbon.embodied().value(),
          carbon.total().value(),
          carbon.siteEnergy().value(),
          carbon.pue().value(),
          conditions.intensityAt(region).map(GridIntensity::gramsPerKilowattHour).orElse(null),
          carbon.basis().name().toLowerCase(Locale.ROOT),
          String.join("; ", carbon.sources()),
          carbon.estimated(),
          carbon.waterLitres().isPresent() ? carbon.waterLitres().getAsDouble() : null);
    }
  }

  /** Time to the place and back. */
  @Schema(name = "RoundTrip", description = "Time to the place and back.")
  public record RoundTripView(
      @Schema(required = true) double milliseconds,
      @Schema(
              required = true,
              enumeration = {"estimated", "measured"})
          String basis,
      @Schema(required = true, examples = "users in DE") String from,
      @Schema(required = true, description = "Who measured it, or what it is estimated from.")
          String source) {
    static RoundTripView of(RoundTrip roundTrip) {
      return new RoundTripView(
          roundTrip.milliseconds(),
          roundTrip.estimated() ? "estimated" : "measured",
          roundTrip.from(),
          roundTrip.source());
    }
  }

  /**
   * What is to be expected of starting it.
   *
   * @param expectedSeconds until a machine runs, with the chance that another try is needed
   */
  @Schema(name = "StartForecast", description = "What is to be expected of starting it.")
  public record StartView(
      @Schema(required = true, description = "That there is capacity, from 0 to 1.") double chance,
      @Schema(required = true, description = "Of the last tries there, how many started.")
          int startedLately,
      @Schema(required = true, description = "The last tries there, ten at most.") int triedLately,
      @Schema(required = true, description = "Until a machine runs.") long expectedSeconds,
      @Schema(required = true, description = "Whether launches of this broker say so.")
          boolean measured,
      @Schema(required = true) String source) {
    static StartView of(StartForecast start) {
      return new StartView(
          start.chance(),
          start.lately().started(),
          start.lately().tries(),
          start.expected().toSeconds(),
          start.typical().measured(),
          start.typical().source());
    }
  }

  /**
   * @param snapshot that knows what other sources say of the offer
   */
  public static CandidateView of(
      Candidate candidate, Conditions conditions, Instant now, Snapshot snapshot) {
    return new CandidateView(
        snapshot.view(candidate.feed(), candidate.offer(), conditions, now),
        candidate.nodes(),
        candidate.run().hours(),
        CostView.of(candidate.landed()),
        MoneyView.of(candidate.pricePerHour().perHour()),
        candidate.conversion().map(ConvertedPriceView::of).orElse(null),
        candidate
            .carbon()
            .map(carbon -> CarbonView.of(carbon, candidate.offer().region(), conditions))
            .orElse(null),
        candidate.roundTrip().map(RoundTripView::of).orElse(null),
        StartView.of(candidate.start()),
        candidate.transferTime().toSeconds(),
        candidate.why());
  }
}
