package io.tradewind.server.placement;

import io.tradewind.server.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/** How much of a decision is told. */
public enum Detail {
  /** Everything. */
  FULL,
  /** The choice, what can be started and why; no other candidates. For programs that ask often. */
  CHOICE;

  /**
   * @throws ProblemException 400 naming {@code detail}
   */
  static Detail named(String text) {
    return Arrays.stream(values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.field(
                    "detail", "'%s' is no detail.".formatted(text), "Use full or choice."));
  }
}
