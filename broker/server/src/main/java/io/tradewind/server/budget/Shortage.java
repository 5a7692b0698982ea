package io.tradewind.server.budget;

import io.tradewind.pricing.Money;
import io.tradewind.server.problem.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A budget that a lease does not fit in.
 *
 * @param left what may still be taken of it; nothing where it is overspent
 * @param needed in its currency; empty where there is no rate to say it in
 * @param renewedAt when it begins anew
 */
public record Shortage(
    UUID budget, String name, Money left, Optional<Money> needed, Optional<Instant> renewedAt) {

  /** For the owner of the workload. */
  public String sentence() {
    if (needed.isEmpty()) {
      return "The budget '%s' is in %s, and nobody publishes a rate from the machine's currency."
          .formatted(name, left.currencyCode());
    }
    String until = renewedAt.map(at -> " until " + at).orElse("");
    return "The budget '%s' has %s left%s, and %s are needed."
        .formatted(name, left, until, needed.get());
  }

  /** The refusal of a request. */
  public ProblemException refusal() {
    String wait = renewedAt.isPresent() ? ", wait until it begins anew" : "";
    return new ProblemException(
        409,
        "budget_exceeded",
        "%s Set a shorter limits.max_duration or a lower limits.max_cost%s, or have the budget %s raised."
            .formatted(sentence(), wait, budget));
  }
}
