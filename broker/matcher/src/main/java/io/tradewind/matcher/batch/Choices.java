package io.tradewind.matcher.batch;

/**
 * The cheapest offers for one workload, in ascending cost.
 *
 * @param offers positions of offers, each at most once
 * @param costs for the whole workload there, in billionths of the currency
 * @param otherwise no offer that is not listed costs less; {@link Long#MAX_VALUE} when all are
 */
public record Choices(int[] offers, long[] costs, long otherwise) {
  /** Unless more are listed than this, all are. */
  public static final long NONE_OTHERWISE = Long.MAX_VALUE;

  public Choices {
    if (offers.length != costs.length) {
      throw new IllegalArgumentException(
          "%d offers with %d costs.".formatted(offers.length, costs.length));
    }
    for (int i = 0; i < costs.length; i++) {
      if (costs[i] < 0 || costs[i] > otherwise || (i > 0 && costs[i] < costs[i - 1])) {
        throw new IllegalArgumentException(
            "Cost %d (%d) of a workload is negative or out of order; unlisted offers cost %d."
                .formatted(i, costs[i], otherwise));
      }
    }
  }

  /** Where choices come from; asked again for more where the cheapest are too much in demand. */
  @FunctionalInterface
  public interface Source {
    /**
     * The same, and more of them, when asked for more: what came first stays first.
     *
     * @param atLeast how many, unless there are fewer
     */
    Choices cheapest(int workload, int atLeast);
  }
}
