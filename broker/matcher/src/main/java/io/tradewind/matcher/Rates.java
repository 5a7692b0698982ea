package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.pricing.DataSize;
import org.jspecify.annotations.Nullable;

/** What a price, a watt and a place come to for one question and capacity type, by region. */
final class Rates {
  /** Above any rounding of a cost, in billionths. */
  private static final double SLACK = 4;

  private final SegmentView view;
  private final Question question;
  private final CapacityType capacity;
  private final @Nullable Tariff[] tariffs;
  private final boolean bySeller;
  private final @Nullable CarbonRate[] carbon;
  private final double leastPerNano;
  private final double leastFixed;

  Rates(SegmentView view, CapacityType capacity) {
    this.view = view;
    this.capacity = capacity;
    question = view.question();
    bySeller = question.movedData().isEmpty();
    Segment.Tables tables = view.segment().tables;
    tariffs = new Tariff[bySeller ? tables.sellers().length : tables.regions().length];
    carbon = new CarbonRate[tables.regions().length];
    leastPerNano = question.leastCostPerNano(capacity);
    leastFixed = leastFixed();
  }

  /** Of one seller it is the same everywhere, unless data has to be moved. */
  Tariff tariff(int region) {
    int number = bySeller ? view.segment().tables.sellerOf()[region] : region;
    Tariff known = tariffs[number];
    if (known == null) {
      known = new Tariff(question, view.atlas().region(region), capacity);
      tariffs[number] = known;
    }
    return known;
  }

  /** Of the whole run on all nodes at a region, by what a node draws. */
  CarbonRate carbon(int region) {
    CarbonRate known = carbon[region];
    if (known == null) {
      Atlas atlas = view.atlas();
      double intensity = atlas.intensity[region];
      known =
          Double.isNaN(intensity)
              ? CarbonRate.UNKNOWN
              : CarbonRate.of(question, atlas.region(region), atlas.pue[region], intensity);
      carbon[region] = known;
    }
    return known;
  }

  /** Of the whole run on all nodes, for ranking; the greatest when unknown. */
  long milligrams(int region, int shape) {
    Shapes shapes = view.shapes();
    return CarbonRate.milligrams(carbon(region).grams(shapes.watts[shape], shapes.embodied[shape]));
  }

  /** A price above which nothing here costs as little as that; the exact bound may be lower. */
  long mostPrice(long cost) {
    if (cost == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    double slack = SLACK * (1 + question.wasteShare(capacity));
    double most = (cost - leastFixed + slack) / leastPerNano * (1 + 1e-9) + 1;
    return most < 0 ? -1 : (long) most;
  }

  long[] forRegions() {
    return new long[carbon.length];
  }

  private double leastFixed() {
    if (question.disk().equals(DataSize.NONE) || question.isByList()) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    int[] sellerOf = view.segment().tables.sellerOf();
    boolean[] seen = new boolean[view.segment().tables.sellers().length];
    for (int region = 0; region < sellerOf.length; region++) {
      if (!seen[sellerOf[region]]) {
        seen[sellerOf[region]] = true;
        Region where = view.atlas().region(region);
        least = Math.min(least, question.diskCost(where).amount().doubleValue() * 1e9);
      }
    }
    return least * (1 - 1e-9);
  }
}
