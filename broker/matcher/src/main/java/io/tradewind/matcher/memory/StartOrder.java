package io.tradewind.matcher.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * In which order to try offers: by {@code cost / √chance}. The root is where the premium over the
 * cheapest stays within 5 % (by the chance itself it is 7 %, for a hundredth more first tries).
 */
public final class StartOrder {
  private static final double EXPONENT = 0.5;

  /** Below this chance of the first, starting the second beside it is advised. */
  private static final double DOUBTFUL = 0.97;

  private StartOrder() {}

  /** What can be tried. */
  public record Candidate(Pool pool, double prior) {}

  /** A candidate with its chance. */
  public record Try<T>(T candidate, long cost, double chance) {
    double score() {
      return cost / Math.pow(chance, EXPONENT);
    }
  }

  /** Best first; equal ones stay in the order given. */
  public static <T> List<Try<T>> of(
      PoolMemory memory,
      List<T> candidates,
      Function<T, Candidate> where,
      Function<T, Long> cost,
      Instant now) {
    List<Try<T>> order = new ArrayList<>();
    for (T candidate : candidates) {
      Candidate at = where.apply(candidate);
      double chance = memory.chance(at.pool(), at.prior(), now);
      order.add(new Try<>(candidate, cost.apply(candidate), chance));
    }
    order.sort(Comparator.comparingDouble(Try::score));
    return List.copyOf(order);
  }

  /**
   * Whether to start the first two at once and to end the one that is not needed. Only worth it
   * where ending within the least billed time costs little.
   */
  public static boolean isHedgeAdvised(List<? extends Try<?>> order) {
    return order.size() > 1 && order.get(0).chance() < DOUBTFUL;
  }

  /**
   * How long until a machine runs, if one of these starts: {@code startUp + try × Σ Π (1 −
   * chance)}.
   *
   * @param each how long it takes to learn that a pool is sold out
   */
  public static Duration expectedStart(
      List<? extends Try<?>> order, Duration each, Duration startUp) {
    double failed = 1;
    double tries = 0;
    for (Try<?> next : order) {
      failed *= 1 - next.chance();
      tries += failed;
    }
    return startUp.plus(Duration.ofMillis(Math.round(each.toMillis() * tries)));
  }
}
