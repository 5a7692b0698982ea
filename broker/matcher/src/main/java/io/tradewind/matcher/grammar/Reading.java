package io.tradewind.matcher.grammar;

import io.tradewind.matcher.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * What was understood.
 *
 * @param workload present exactly when there is no problem
 * @param notes what was accepted but may surprise, such as a provider that nobody has heard of
 */
public record Reading(Optional<Workload> workload, List<Problem> problems, List<String> notes) {
  public Reading {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    if (workload.isPresent() != problems.isEmpty()) {
      throw new IllegalArgumentException(
          "A reading has a workload or problems: %s, %s.".formatted(workload, problems));
    }
  }
}
