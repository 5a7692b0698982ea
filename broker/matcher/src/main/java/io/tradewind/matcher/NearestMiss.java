package io.tradewind.matcher;

import io.tradewind.matcher.fence.Breach;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The best offer that fails only one hard constraint. */
public final class NearestMiss {
  private final RejectionReason constraint;
  private final Pick miss;
  private final @Nullable Pick choice;
  private final Candidate candidate;

  /**
   * @param choice null when nothing was placed
   */
  NearestMiss(RejectionReason constraint, Pick miss, @Nullable Pick choice) {
    this.constraint = constraint;
    this.miss = miss;
    this.choice = choice;
    candidate = new Candidate(miss, () -> Text.of("Fails only this: %s.", constraint.meaning()));
  }

  public RejectionReason constraint() {
    return constraint;
  }

  public Candidate candidate() {
    return candidate;
  }

  /** What of policies it breaks; none where a wish of the user's is in the way. */
  public List<Breach> breaches() {
    Question question = miss.view().question();
    List<Breach> all =
        new ArrayList<>(
            question
                .conditions()
                .fence()
                .breaches(question.workload(), question.conditions().now()));
    all.addAll(candidate.breaches());
    return all;
  }

  /** Against the choice; negative when it is dearer, empty when there is no choice. */
  public OptionalDouble savingPercent() {
    return choice == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * (choice.cost() - miss.cost()) / choice.cost());
  }

  /** What to change, and what it would bring. */
  public String advice() {
    return NearestMisses.advice(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NearestMiss near
        && constraint == near.constraint
        && candidate.equals(near.candidate)
        && savingPercent().equals(near.savingPercent())
        && advice().equals(near.advice());
  }

  @Override
  public int hashCode() {
    return Objects.hash(constraint, candidate);
  }

  @Override
  public String toString() {
    return "NearestMiss[constraint=%s, candidate=%s, savingPercent=%s, advice=%s]"
        .formatted(constraint, candidate, savingPercent(), advice());
  }
}
