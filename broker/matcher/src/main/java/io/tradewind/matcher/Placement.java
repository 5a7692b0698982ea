package io.tradewind.matcher;

import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.Objective;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answer: ranked, explained, and replayable from its versions.
 *
 * @param startable the best candidate that can be leased now; equal to the choice when that can be
 * @param runnersUp up to ten, in the order in which they would be tried
 * @param front the exact Pareto front over cost, gCO2e and round trip, the cheapest first; equal
 *     points are shown once
 * @param rejections counts sum to {@code considered − feasible}
 * @param nearestMisses by constraint, in the order of the filters
 * @param considered every offer of the market
 * @param startAfter for a task that can wait, where the grid's hours to come are known
 */
public record Placement(
    Outcome outcome,
    Objective objective,
    CostKind cost,
    long marketVersion,
    long conditionsVersion,
    Instant decidedAt,
    Optional<Candidate> choice,
    Optional<Candidate> startable,
    List<Candidate> runnersUp,
    List<Candidate> front,
    List<Rejection> rejections,
    List<NearestMiss> nearestMisses,
    int considered,
    int feasible,
    List<String> explanation,
    Optional<StartAdvice> startAfter) {

  /** How many runners-up an answer carries. */
  public static final int RUNNERS_UP = 10;

  public Placement {
    runnersUp = List.copyOf(runnersUp);
    front = List.copyOf(front);
    rejections = List.copyOf(rejections);
    nearestMisses = List.copyOf(nearestMisses);
    explanation = explanation instanceof Sentences ? explanation : List.copyOf(explanation);
  }

  /**
   * The answer for a workload that a plan of many puts on another of its offers; what it would have
   * had alone are the runners-up.
   *
   * @param why one sentence
   */
  public Placement choosing(Candidate planned, String why) {
    return choosing(planned, why, "Placed by the plan of a batch.");
  }

  /**
   * The answer for a workload that others leave another of its offers to.
   *
   * @param why one sentence
   * @param how one sentence that comes before it
   */
  public Placement choosing(Candidate planned, String why, String how) {
    List<Candidate> others = new ArrayList<>();
    choice.ifPresent(others::add);
    others.addAll(runnersUp);
    others.removeIf(other -> other.offer().id().equals(planned.offer().id()));
    boolean same = choice.filter(it -> it.offer().id().equals(planned.offer().id())).isPresent();
    List<String> sentences = new ArrayList<>();
    sentences.add(how + " " + why);
    sentences.addAll(same ? explanation : List.of());
    return new Placement(
        Outcome.PLACED,
        objective,
        cost,
        marketVersion,
        conditionsVersion,
        decidedAt,
        Optional.of(planned.because(why)),
        planned.leasable() ? Optional.of(planned.because(why)) : startable,
        others.subList(0, Math.min(others.size(), RUNNERS_UP)),
        front,
        rejections,
        nearestMisses,
        considered,
        feasible,
        sentences,
        same ? startAfter : Optional.empty());
  }

  /** The answer for a workload that a plan of many had no room for. */
  public Placement leftOut(String why) {
    return new Placement(
        Outcome.UNPLACED,
        objective,
        cost,
        marketVersion,
        conditionsVersion,
        decidedAt,
        Optional.empty(),
        Optional.empty(),
        runnersUp,
        front,
        rejections,
        nearestMisses,
        considered,
        feasible,
        List.of(why),
        Optional.empty());
  }

  /** The same answer with one more sentence. */
  public Placement noting(String sentence) {
    List<String> sentences = new ArrayList<>(explanation);
    sentences.add(sentence);
    return new Placement(
        outcome,
        objective,
        cost,
        marketVersion,
        conditionsVersion,
        decidedAt,
        choice,
        startable,
        runnersUp,
        front,
        rejections,
        nearestMisses,
        considered,
        feasible,
        sentences,
        startAfter);
  }

  /**
   * The same answer beside offers that were left out of the market before it was asked. They count
   * as considered, and each reason is told first.
   */
  public Placement besides(List<Rejection> leftOut) {
    if (leftOut.isEmpty()) {
      return this;
    }
    List<Rejection> all = new ArrayList<>(leftOut);
    all.addAll(rejections);
    List<String> sentences = new ArrayList<>(explanation);
    leftOut.forEach(
        rejection -> sentences.add(Text.of("Left out beforehand: %s", rejection.text())));
    return new Placement(
        outcome,
        objective,
        cost,
        marketVersion,
        conditionsVersion,
        decidedAt,
        choice,
        startable,
        runnersUp,
        front,
        all,
        nearestMisses,
        considered + leftOut.stream().mapToInt(Rejection::count).sum(),
        feasible,
        sentences,
        startAfter);
  }
}
