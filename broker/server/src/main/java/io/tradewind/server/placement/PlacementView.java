package io.tradewind.server.placement;

import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.NearestMiss;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Rejection;
import io.tradewind.matcher.StartAdvice;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.server.market.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The decision in replies.
 *
 * @param id absent for a preview, which is not stored
 * @param startable the best that can be leased now
 * @param considered every offer of the market
 */
@Schema(name = "Placement", description = "The ranked, explained decision.")
public record PlacementView(
    @Schema(required = true, nullable = true, description = "Null for a preview.")
        @Nullable UUID id,
    @Schema(
            required = true,
            enumeration = {"placed", "unplaced"})
        String outcome,
    @Schema(
            required = true,
            enumeration = {"cheapest", "greenest", "nearest", "balanced"})
        String objective,
    @Schema(
            required = true,
            enumeration = {"landed", "list"})
        String cost,
    @Schema(required = true) long marketVersion,
    @Schema(required = true) long conditionsVersion,
    @Schema(required = true) Instant decidedAt,
    @Schema(required = true, nullable = true) @Nullable CandidateView choice,
    @Schema(required = true, nullable = true, description = "The best that can be leased now.")
        @Nullable CandidateView startable,
    @Schema(required = true) List<CandidateView> runnersUp,
    @Schema(required = true, description = "The Pareto front of cost, gCO2e and round trip.")
        List<CandidateView> front,
    @Schema(required = true, description = "How many offers were looked at.") int considered,
    @Schema(required = true, description = "How many of them would do.") int feasible,
    @Schema(required = true) List<RejectionView> rejections,
    @Schema(required = true) List<NearestMissView> nearestMisses,
    @Schema(required = true, description = "Sentences for people.") List<String> explanation,
    @Schema(description = "Whose rules it was decided under.") List<PolicyInForceView> policies,
    @Schema(
            required = true,
            nullable = true,
            description = "For a task that can wait, where the grid's hours to come are known.")
        @Nullable StartAfterView startAfter) {

  /** A policy and its version. */
  @Schema(name = "PolicyInForce", description = "A policy that a decision was made under.")
  public record PolicyInForceView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String name,
      @Schema(required = true) int version) {
    static PolicyInForceView of(Bounds bounds) {
      return new PolicyInForceView(bounds.id(), bounds.name(), bounds.version());
    }
  }

  /** When a task that can wait had better start at the place that was chosen. */
  @Schema(name = "StartAfter", description = "The greenest start before the deadline. An estimate.")
  public record StartAfterView(
      @Schema(required = true) Instant startAt,
      @Schema(required = true, description = "Of the whole run, started then.") double totalGrams,
      @Schema(required = true, description = "Of the whole run, started at once.")
          double totalGramsNow,
      @Schema(required = true, examples = "average_location_lifecycle") String basis,
      @Schema(required = true) String source) {
    static StartAfterView of(StartAdvice advice) {
      return new StartAfterView(
          advice.startAt(),
          advice.then().value(),
          advice.now().value(),
          advice.basis().name().toLowerCase(Locale.ROOT),
          advice.source());
    }
  }

  /** How many offers are out for one reason. */
  @Schema(name = "Rejection", description = "How many offers are out for one reason.")
  public record RejectionView(
      @Schema(required = true, examples = "price_cap") String reason,
      @Schema(required = true) int count,
      @Schema(required = true) String text) {
    static RejectionView of(Rejection rejection) {
      return new RejectionView(
          rejection.reason().name().toLowerCase(Locale.ROOT), rejection.count(), rejection.text());
    }
  }

  /**
   * The best offer that fails only one constraint.
   *
   * @param savingPercent against the choice; negative when it is dearer
   */
  @Schema(name = "NearestMiss", description = "The best offer that fails only one constraint.")
  public record NearestMissView(
      @Schema(required = true, examples = "region") String constraint,
      @Schema(required = true) CandidateView candidate,
      @Schema(required = true, nullable = true, description = "Against the choice.")
          @Nullable Double savingPercent,
      @Schema(required = true, description = "What to change.") String advice) {}

  /**
   * @param id of the stored placement; empty for a preview
   * @param conditions under which it was decided
   * @param snapshot that knows what other sources say of the offers
   */
  public static PlacementView of(
      Optional<UUID> id, Placement placement, Conditions conditions, Snapshot snapshot) {
    Instant now = placement.decidedAt();
    return new PlacementView(
        id.orElse(null),
        placement.outcome().wireName(),
        placement.objective().wireName(),
        placement.cost().wireName(),
        placement.marketVersion(),
        placement.conditionsVersion(),
        now,
        placement.choice().map(it -> CandidateView.of(it, conditions, now, snapshot)).orElse(null),
        placement
            .startable()
            .map(it -> CandidateView.of(it, conditions, now, snapshot))
            .orElse(null),
        views(placement.runnersUp(), conditions, now, snapshot),
        views(placement.front(), conditions, now, snapshot),
        placement.considered(),
        placement.feasible(),
        placement.rejections().stream().map(RejectionView::of).toList(),
        misses(placement, conditions, snapshot),
        placement.explanation(),
        conditions.fence().bounds().stream().map(PolicyInForceView::of).toList(),
        placement.startAfter().map(StartAfterView::of).orElse(null));
  }

  private static List<CandidateView> views(
      List<Candidate> candidates, Conditions conditions, Instant now, Snapshot snapshot) {
    return candidates.stream().map(it -> CandidateView.of(it, conditions, now, snapshot)).toList();
  }

  private static List<NearestMissView> misses(
      Placement placement, Conditions conditions, Snapshot snapshot) {
    return placement.nearestMisses().stream()
        .map(it -> miss(it, conditions, placement.decidedAt(), snapshot))
        .toList();
  }

  private static NearestMissView miss(
      NearestMiss miss, Conditions conditions, Instant now, Snapshot snapshot) {
    return new NearestMissView(
        miss.constraint().name().toLowerCase(Locale.ROOT),
        CandidateView.of(miss.candidate(), conditions, now, snapshot),
        miss.savingPercent().isPresent() ? miss.savingPercent().getAsDouble() : null,
        miss.advice());
  }
}
