package io.tradewind.server.discount;

import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.Committed;
import io.tradewind.server.market.PriceOverride.FixedRate;
import io.tradewind.server.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Machines that are paid for already, as a client writes it. Empty fields ask for nothing.
 *
 * @param marginalPrice what an hour of one more of them costs
 */
@Schema(
    name = "CommitmentRule",
    description =
        "Machines that are paid for whether they run or not: reserved capacity, a commitment, an"
            + " own site.")
public record CommitmentBody(
    @Schema(required = true, description = "The seller, or an own site.", examples = "aws")
        @Nullable String provider,
    @Schema(nullable = true) @Nullable String region,
    @Schema(nullable = true) @Nullable String instanceType,
    @Schema(nullable = true, description = "A model name or alias.") @Nullable String accelerator,
    @Schema(
            nullable = true,
            enumeration = {"on_demand", "spot", "reserved"})
        @Nullable String capacityType,
    @Schema(required = true, description = "How many of them are paid for.")
        @Nullable Integer machines,
    @Schema(
            required = true,
            description =
                "What an hour of one of them costs beside what is paid already: power, or what it"
                    + " could be sold for meanwhile (its shadow price).")
        @Nullable MoneyView marginalPrice,
    @Schema(nullable = true, description = "The first moment at which it holds.")
        @Nullable String validFrom,
    @Schema(nullable = true, description = "The first at which it holds no more.")
        @Nullable String validTo,
    @Schema(nullable = true) @Nullable String note) {
  private static final int MOST_MACHINES = 1_000_000;

  /**
   * The commitment with all of its machines free, or everything that is wrong with it.
   *
   * @param path of this rule in the request, before its fields' names
   */
  Optional<PriceOverride> read(String path, List<FieldProblem> problems) {
    int before = problems.size();
    if (machines == null || machines < 1 || machines > MOST_MACHINES) {
      problems.add(
          new FieldProblem(
              path + "machines",
              "There is no number of machines.",
              "Write how many are paid for, such as 4."));
    }
    if (marginalPrice == null) {
      problems.add(
          new FieldProblem(
              path + "marginalPrice",
              "There is no price.",
              "Write what one more hour costs, such as 0.35 and USD."));
      return Optional.empty();
    }
    List<FieldProblem> asOverride = new ArrayList<>();
    Optional<PriceOverride> fixed =
        new PriceOverrideBody(
                provider,
                region,
                instanceType,
                accelerator,
                capacityType,
                null,
                marginalPrice,
                validFrom,
                validTo,
                note)
            .read(path, asOverride);
    asOverride.forEach(
        it ->
            problems.add(
                new FieldProblem(
                    it.field().replace("fixedPrice", "marginalPrice"), it.message(), it.advice())));
    return problems.size() > before ? Optional.empty() : fixed.map(this::committed);
  }

  private PriceOverride committed(PriceOverride fixed) {
    int all = machines == null ? 0 : machines;
    FixedRate rate = (FixedRate) fixed.terms();
    return fixed.withTerms(Committed.allFree(rate.perHour(), all));
  }
}
