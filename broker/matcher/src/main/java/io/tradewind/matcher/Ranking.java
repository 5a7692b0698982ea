package io.tradewind.matcher;

import io.tradewind.matcher.workload.Objective;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The order in which candidates would be tried.
 *
 * @param order the choice first
 * @param used the objective that decided; cheapest where the one that was asked for had nothing to
 *     go by
 */
record Ranking(List<Pick> order, Objective used) {

  static Ranking of(Scan scan) {
    List<Pick> cheapest = scan.tally().cheapest.inOrder();
    if (cheapest.isEmpty()) {
      return new Ranking(List.of(), scan.question().objective());
    }
    return switch (scan.question().objective()) {
      case CHEAPEST -> new Ranking(List.copyOf(cheapest), Objective.CHEAPEST);
      case GREENEST -> within(scan, Objective.GREENEST, Pick.BY_CARBON, Pick::carbonMilligrams);
      case NEAREST -> within(scan, Objective.NEAREST, Pick.BY_ROUND_TRIP, Pick::roundTripMicros);
      case BALANCED -> balanced(scan);
    };
  }

  /** The dearest that {@code within_price_pct} allows, in billionths. */
  static long bound(long cheapest, double withinPercent) {
    BigDecimal factor = BigDecimal.valueOf(withinPercent).movePointLeft(2).add(BigDecimal.ONE);
    BigDecimal bound =
        BigDecimal.valueOf(cheapest).multiply(factor).setScale(0, RoundingMode.FLOOR);
    return bound.unscaledValue().bitLength() > 62 ? Long.MAX_VALUE : bound.longValueExact();
  }

  private static Ranking within(
      Scan scan, Objective objective, Comparator<Pick> order, ToLongFunction<Pick> measure) {
    List<Pick> cheapest = scan.tally().cheapest.inOrder();
    boolean unmeasured = objective == Objective.NEAREST && scan.question().origin().isEmpty();
    long bound = bound(cheapest.get(0).cost(), scan.question().wishes().withinPricePercent());
    Top best = new Top(1 + Placement.RUNNERS_UP, order);
    scan.open().forEach(slab -> slab.offerWithin(bound, best, objective == Objective.GREENEST));
    if (unmeasured || measure.applyAsLong(best.inOrder().get(0)) == Long.MAX_VALUE) {
      return new Ranking(List.copyOf(cheapest), Objective.CHEAPEST);
    }
    return new Ranking(filledUp(best.inOrder(), cheapest), objective);
  }

  /**
   * By distance to the point that would be best in everything, each measure going from 0 at the
   * front's best to 1 at its worst; unknown counts as 1.
   */
  private static Ranking balanced(Scan scan) {
    List<Pick> front = scan.front();
    Map<Pick, Double> distance = new HashMap<>();
    for (ToLongFunction<Pick> measure :
        List.<ToLongFunction<Pick>>of(Pick::cost, Pick::carbonMilligrams, Pick::roundTripMicros)) {
      Scale scale = Scale.of(front, measure);
      for (Pick pick : front) {
        double share = scale.share(measure.applyAsLong(pick));
        distance.merge(pick, share * share, Double::sum);
      }
    }
    List<Pick> order = new ArrayList<>(front);
    order.sort(
        Comparator.<Pick>comparingDouble(pick -> distance.getOrDefault(pick, 0.0))
            .thenComparing(Pick.BY_COST));
    return new Ranking(filledUp(order, scan.tally().cheapest.inOrder()), Objective.BALANCED);
  }

  private static List<Pick> filledUp(List<Pick> best, List<Pick> cheapest) {
    List<Pick> order = new ArrayList<>(best);
    for (Pick pick : cheapest) {
      if (!order.contains(pick)) {
        order.add(pick);
      }
    }
    return List.copyOf(order.subList(0, Math.min(order.size(), 1 + Placement.RUNNERS_UP)));
  }

  /** From the least to the greatest known value of a measure. */
  private record Scale(long least, long greatest) {
    static Scale of(List<Pick> picks, ToLongFunction<Pick> measure) {
      long least = Long.MAX_VALUE;
      long greatest = Long.MIN_VALUE;
      for (Pick pick : picks) {
        long value = measure.applyAsLong(pick);
        least = Math.min(least, value);
        greatest = value == Long.MAX_VALUE ? greatest : Math.max(greatest, value);
      }
      return new Scale(least, greatest);
    }

    double share(long value) {
      if (value == least) {
        return 0;
      }
      return value == Long.MAX_VALUE ? 1 : (double) (value - least) / (greatest - least);
    }
  }
}
