package io.tradewind.matcher.federated;

import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.pricing.Money;
import java.util.List;
import java.util.Optional;

/**
 * Where everything goes.
 *
 * @param outcome placed only when every party and the aggregator are
 * @param aggregator empty when a party is missing, since nothing says then what it is between
 * @param cost landed, of all that are placed; the aggregator's holds the updates of all rounds
 */
public record FederatedPlan(
    Outcome outcome,
    List<Party> parties,
    Optional<Placement> aggregator,
    Money cost,
    List<String> explanation) {
  public FederatedPlan {
    parties = List.copyOf(parties);
    explanation = List.copyOf(explanation);
  }
}
