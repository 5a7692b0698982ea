package io.tradewind.server.order;

import io.tradewind.server.order.BidRule.Step;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rule as it is written and read by people, and as it is stored. */
@Schema(
    name = "BidRule",
    description = "How a site answers orders: its ask less discounts, never below the ask's floor.")
public record BidRuleBody(
    @Schema(required = true, description = "False: it bids for nothing.") @Nullable Boolean answers,
    @Schema(nullable = true, description = "Discounts by how long all is wanted.")
        @Nullable List<StepBody> byHours,
    @Schema(nullable = true, description = "Discounts by accelerators, or vCPUs, wanted in all.")
        @Nullable List<StepBody> byUnits,
    @Schema(nullable = true, description = "Shorter orders get no bid.")
        @Nullable Integer leastHours,
    @Schema(nullable = true, description = "Longer orders get no bid.")
        @Nullable Integer mostHours) {

  @Schema(name = "BidDiscount")
  public record StepBody(
      @Schema(required = true, description = "Hours or units, from which on it holds.")
          @Nullable Integer from,
      @Schema(required = true) @Nullable BigDecimal percentOff) {
    private static StepBody of(Step step) {
      return new StepBody(step.from(), step.percentOff());
    }

    private Step toStep() {
      if (from == null || percentOff == null) {
        throw new IllegalArgumentException("A discount has no from, or no percentOff.");
      }
      return new Step(from, percentOff);
    }
  }

  public static BidRuleBody of(BidRule rule) {
    return new BidRuleBody(
        rule.answers(),
        rule.byHours().stream().map(StepBody::of).toList(),
        rule.byUnits().stream().map(StepBody::of).toList(),
        rule.leastHours(),
        rule.mostHours());
  }

  /**
   * @throws IllegalArgumentException with a sentence for who wrote it
   */
  public BidRule toRule() {
    if (answers == null) {
      throw new IllegalArgumentException("Say with answers whether the site bids at all.");
    }
    return new BidRule(
        answers,
        steps(byHours),
        steps(byUnits),
        leastHours == null ? 1 : leastHours,
        mostHours == null ? BidRule.MOST_HOURS : mostHours);
  }

  private static List<Step> steps(@Nullable List<StepBody> bodies) {
    return bodies == null ? List.of() : bodies.stream().map(BidRuleBody::step).toList();
  }

  private static Step step(@Nullable StepBody body) {
    if (body == null) {
      throw new IllegalArgumentException("A discount is null. Give it from and percentOff.");
    }
    return body.toStep();
  }
}
