package io.tradewind.server.placement;

import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.federated.FederatedPlan;
import io.tradewind.matcher.federated.Party;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.Snapshot;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A workload where its data lives, in replies. */
@Schema(
    name = "FederatedPlacement",
    description =
        "A part of the workload at each place of its data, and an aggregator between them.")
public record FederatedView(
    @Schema(
            required = true,
            enumeration = {"placed", "unplaced"})
        String outcome,
    @Schema(required = true) List<PartyView> parties,
    @Schema(required = true, nullable = true, description = "Null when a part has no place.")
        @Nullable PlacementView aggregator,
    @Schema(required = true, description = "Landed, of all that are placed, updates included.")
        MoneyView cost,
    @Schema(required = true, description = "Sentences for people.") List<String> explanation) {

  /** The part at one place. */
  @Schema(name = "FederatedParty", description = "The part of a workload at one place of its data.")
  public record PartyView(
      @Schema(required = true, examples = "aws/eu-west-1") String home,
      @Schema(required = true) List<String> data,
      @Schema(required = true) PlacementView placement) {
    static PartyView of(Party party, Conditions conditions, Snapshot snapshot) {
      return new PartyView(
          party.home().toString(),
          party.data().stream().map(DataSource::uri).toList(),
          PlacementView.of(Optional.empty(), party.placement(), conditions, snapshot));
    }
  }

  static FederatedView of(FederatedPlan plan, Conditions conditions, Snapshot snapshot) {
    return new FederatedView(
        plan.outcome().wireName(),
        plan.parties().stream().map(it -> PartyView.of(it, conditions, snapshot)).toList(),
        plan.aggregator()
            .map(it -> PlacementView.of(Optional.empty(), it, conditions, snapshot))
            .orElse(null),
        MoneyView.of(plan.cost()),
        plan.explanation());
  }
}
