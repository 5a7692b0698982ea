package io.tradewind.matcher;

import io.tradewind.api.Region;

/**
 * Keeps the last {@link Atlas} of a segment's regions. Answers are the same with and without it:
 * whoever comes with other tables makes an atlas anew.
 */
final class AtlasSlot {
  private volatile Atlas last = Atlas.EMPTY;

  Atlas of(Region[] regions, boolean[] declared, Conditions conditions) {
    Atlas known = last;
    if (known.isOf(regions, conditions)) {
      return known;
    }
    Atlas made = new Atlas(regions, declared, conditions);
    last = made;
    return made;
  }
}
