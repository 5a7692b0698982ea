package io.tradewind.matcher;

import java.util.List;

/**
 * The cheapest offers that satisfy a workload, for whoever places many at once.
 *
 * @param cheapest in ascending cost
 * @param feasible how many there are in all
 * @param considered how many were looked at
 */
public record Shortlist(
    List<Candidate> cheapest, int feasible, int considered, List<Rejection> rejections) {
  public Shortlist {
    cheapest = List.copyOf(cheapest);
    rejections = List.copyOf(rejections);
  }

  /** Whether no other offer would do. */
  public boolean isWhole() {
    return cheapest.size() == feasible;
  }
}
