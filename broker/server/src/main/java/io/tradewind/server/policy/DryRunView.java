package io.tradewind.server.policy;

import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a draft would have done. Counts are of all, items of one page. */
@Schema(name = "PolicyDryRun", description = "What a draft would have refused.")
public record DryRunView(
    @Schema(required = true) Instant from,
    @Schema(required = true) Instant to,
    @Schema(required = true, description = "Workloads that began then and had a machine.")
        int judged,
    @Schema(
            required = true,
            description = "Of them, those that it leaves no place on today's market.")
        int refused,
    @Schema(required = true, description = "Of them, those that would have had another place.")
        int moved,
    @Schema(required = true, description = "There were more; the newest were judged.")
        boolean truncated,
    @Schema(
            required = true,
            nullable = true,
            description =
                "What an hour of all that would be moved costs more, as today's market has it: what is"
                    + " chosen within the draft against what is chosen without it.")
        @Nullable MoneyView dearerPerHour,
    @Schema(required = true, description = "In a sentence.") String summary,
    @Schema(required = true) List<RuleCount> rules,
    @Schema(required = true) List<Affected> items,
    @Schema(required = true, nullable = true) @Nullable String nextCursor,
    @Schema(required = true, description = "How many are refused or moved.") long total) {

  /** How many workloads break a rule. */
  @Schema(name = "PolicyRuleCount")
  public record RuleCount(
      @Schema(required = true, examples = "residency") String rule,
      @Schema(required = true) int workloads) {}

  /** A workload that would not have run as it did. */
  @Schema(name = "PolicyDryRunItem")
  public record Affected(
      @Schema(required = true) UUID workload,
      @Schema(required = true) String name,
      @Schema(required = true) String createdBy,
      @Schema(required = true) Instant createdAt,
      @Schema(
              required = true,
              enumeration = {"refused", "moved"})
          String outcome,
      @Schema(required = true, description = "Why it may not be as it was.") List<String> reasons,
      @Schema(required = true) String ranAt,
      @Schema(required = true, nullable = true, description = "On today's market.")
          @Nullable String wouldRunAt,
      @Schema(required = true, nullable = true, description = "An hour there, all nodes.")
          @Nullable MoneyView wouldCostPerHour,
      @Schema(required = true, nullable = true, description = "The same without the draft.")
          @Nullable MoneyView otherwisePerHour) {}
}
