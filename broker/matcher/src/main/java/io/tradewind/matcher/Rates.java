package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.pricing.DataSize;
import org.jspecify.annotations.Nullable;

/** What a price comes to for one question and capacity type, by region. */
final class Rates {
  /** Above any rounding of a cost, in billionths. */
  private static final double SLACK = 4;

  private final SegmentView view;
  private final Question question;
  private final CapacityType capacity;
  private final @Nullable Tariff[] tariffs;
  private final boolean bySeller;
  private final double leastPerNano;
  private final double leastFixed;
  private final double slack;
  private final Caps caps;

  Rates(SegmentView view, CapacityType capacity) {
    this.view = view;
    this.capacity = capacity;
    question = view.question();
    bySeller = question.movedData().isEmpty();
    Segment.Tables tables = view.segment().tables;
    tariffs = new Tariff[bySeller ? tables.sellers().length : tables.regions().length];
    leastPerNano = question.leastCostPerNano(capacity) + leastStartPerNano();
    leastFixed = leastFixed();
    slack = SLACK * (1 + question.wasteShare(capacity));
    caps = new Caps(view, this);
  }

  Caps caps() {
    return caps;
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

  /** A price above which nothing here costs as little as that; the exact bound may be lower. */
  long mostPrice(long cost) {
    if (cost == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    double most = (cost - leastFixed + slack) / leastPerNano * (1 + 1e-9) + 1;
    return most < 0 ? -1 : (long) most;
  }

  /** What anything of this price costs here at least. */
  long leastCost(long price) {
    return (long) ((price * leastPerNano + leastFixed) * (1 - 1e-9) - slack);
  }

  /** What of the price is paid while a machine starts, at the seller where that is quickest. */
  private double leastStartPerNano() {
    if (question.isByList()) {
      return 0;
    }
    int[] sellerOf = view.segment().tables.sellerOf();
    boolean[] seen = new boolean[view.segment().tables.sellers().length];
    long least = Long.MAX_VALUE;
    for (int region = 0; region < sellerOf.length; region++) {
      if (!seen[sellerOf[region]]) {
        seen[sellerOf[region]] = true;
        var seller = view.atlas().region(region).provider();
        var start = question.conditions().startTime(seller, capacity);
        least = Math.min(least, start.typical().toSeconds());
      }
    }
    return least == Long.MAX_VALUE ? 0 : question.nodes() * (least / 3_600.0);
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
