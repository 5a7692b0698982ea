package io.tradewind.matcher;

import io.tradewind.matcher.workload.DataSource;

/**
 * Which regions of a segment share a tariff: all of one seller; where data has to be moved, those
 * on one continent, and each region where data lies apart.
 *
 * @param byRegion from 0 to below {@code count}
 */
record TariffNumbers(int[] byRegion, int count) {

  static TariffNumbers of(Question question, Atlas atlas, Segment.Tables tables) {
    int sellers = tables.sellers().length;
    if (question.movedData().isEmpty()) {
      return new TariffNumbers(tables.sellerOf(), sellers);
    }
    int[] byRegion = new int[atlas.size()];
    for (int region = 0; region < byRegion.length; region++) {
      byRegion[region] = tables.sellerOf()[region] * atlas.continents() + atlas.continentOf[region];
    }
    int next = sellers * atlas.continents();
    for (DataSource source : question.movedData()) {
      int region = atlas.numberOf(source.region().orElseThrow());
      if (region >= 0) {
        byRegion[region] = next++;
      }
    }
    return new TariffNumbers(byRegion, next);
  }
}
