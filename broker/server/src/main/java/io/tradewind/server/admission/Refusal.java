package io.tradewind.server.admission;

import io.tradewind.server.budget.Shortage;
import io.tradewind.server.problem.ProblemException;

/**
 * Why a lease is not written.
 *
 * @param sentence for the owner of a workload that has begun already
 * @param problem for the request of one that would begin
 */
public record Refusal(String sentence, ProblemException problem) {
  static Refusal of(Shortage shortage) {
    return new Refusal(shortage.sentence(), shortage.refusal());
  }

  public static Refusal of(ProblemException problem) {
    return new Refusal(problem.detail(), problem);
  }
}
