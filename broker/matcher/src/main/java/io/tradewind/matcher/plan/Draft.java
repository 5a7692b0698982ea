package io.tradewind.matcher.plan;

import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Shortlist;
import io.tradewind.matcher.batch.BatchPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A solved problem with what its numbers stand for.
 *
 * @param lists of every workload
 * @param placeable positions of the workloads that the problem is about
 * @param offers one candidate for each offer of the problem
 * @param sites whose power is limited
 * @param other a second proof of the bound
 * @param unplaced what leaving one out was reckoned with, in billionths
 */
record Draft(
    List<Shortlist> lists,
    List<Integer> placeable,
    List<Candidate> offers,
    List<ProviderId> sites,
    BatchPlan solved,
    Indifference other,
    long unplaced) {

  /** The candidate of a placed workload, as that workload sees the offer. */
  Optional<Candidate> chosen(int item) {
    int row = placeable.indexOf(item);
    OptionalInt offer = row < 0 ? OptionalInt.empty() : solved.offerOf(row);
    if (offer.isEmpty()) {
      return Optional.empty();
    }
    var id = offers.get(offer.getAsInt()).offer().id();
    return lists.get(item).cheapest().stream().filter(it -> it.offer().id().equals(id)).findFirst();
  }

  long lowerBound() {
    return Math.max(solved.lowerBound(), Math.min(other.bound(), solved.cost()));
  }

  /** From the better proof: what one more unit of each offer would save. */
  double[] offerPrices() {
    return other.bound() > solved.lowerBound() ? other.prices() : solved.offerPrices();
  }

  int leftOut() {
    int out = 0;
    for (int row = 0; row < placeable.size(); row++) {
      out += solved.offerOf(row).isEmpty() ? 1 : 0;
    }
    return out;
  }

  /** Whether offers that are not listed could make the plan better. */
  boolean isShortOfChoices() {
    return leftOut() > 0 || solved.cost() - lowerBound() > solved.cost() / 1_000;
  }
}
