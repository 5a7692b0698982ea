package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;

/**
 * Keeps the last {@link Atlas} of a segment's regions, and the last {@link Sellers}. Answers are
 * the same with and without it: whoever comes with other tables makes them anew.
 */
final class AtlasSlot {
  private volatile Atlas last = Atlas.EMPTY;
  private volatile Sellers lastSellers = Sellers.NONE;

  Atlas of(Region[] regions, boolean[] declared, Conditions conditions) {
    Atlas known = last;
    if (known.isOf(regions, conditions)) {
      return known;
    }
    Atlas made = new Atlas(regions, declared, conditions);
    last = made;
    return made;
  }

  Sellers sellers(ProviderId[] ids, Conditions conditions) {
    Sellers known = lastSellers;
    if (known.isOf(ids, conditions)) {
      return known;
    }
    Sellers made = new Sellers(ids, conditions);
    lastSellers = made;
    return made;
  }
}
