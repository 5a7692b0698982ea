package io.tradewind.server.page;

import io.tradewind.server.problem.ProblemException;

/** How much one page may hold. */
public final class Limits {
  public static final int LARGEST_PAGE = 1_000;

  private Limits() {}

  /**
   * @throws ProblemException 400 naming {@code limit} when it is not between 1 and {@link
   *     #LARGEST_PAGE}
   */
  public static int page(int limit) {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw ProblemException.field(
          "limit",
          "A page of %d is not possible.".formatted(limit),
          "Use 1 to %d, and the cursor for more.".formatted(LARGEST_PAGE));
    }
    return limit;
  }
}
