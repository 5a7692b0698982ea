package io.tradewind.matcher.plan;

import io.tradewind.matcher.Candidate;
import io.tradewind.pricing.Money;
import java.util.Optional;

/**
 * What became of one workload of a plan.
 *
 * @param chosen empty when it is left out
 * @param alone what it would have cost at least, were it alone; empty when nothing satisfies it
 * @param why one sentence
 */
public record Planned(
    PlanItem item, Optional<Candidate> chosen, Optional<Money> alone, String why) {

  /** Left out for want of room; another one would have been placed there. */
  public boolean isLeftOut() {
    return chosen.isEmpty() && alone.isPresent();
  }
}
