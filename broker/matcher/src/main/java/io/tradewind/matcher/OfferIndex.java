package io.tradewind.matcher;

import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;

/** Finds an offer's slot by its id. A table of numbers: a map of a million ids weighs much more. */
final class OfferIndex {
  static final int NONE = -1;

  private final OfferId[] ids;
  private final int[] table;

  /** Refuses an id that comes twice. */
  OfferIndex(ProviderId feed, OfferId[] ids) {
    this.ids = ids;
    table = new int[Integer.highestOneBit(Math.max(1, ids.length)) * 4];
    for (int slot = 0; slot < ids.length; slot++) {
      int at = place(ids[slot]);
      if (table[at] != 0) {
        throw new IllegalArgumentException(
            "The feed %s tells of the offer %s twice. Ids are unique within a feed."
                .formatted(feed, ids[slot]));
      }
      table[at] = slot + 1;
    }
  }

  int slotOf(OfferId id) {
    return table[place(id)] - 1;
  }

  /** Where the id is, or where it would be put: the next free place after its hash. */
  private int place(OfferId id) {
    int hash = id.value().hashCode() * 0x9E3779B9;
    int at = (hash ^ (hash >>> 15)) & (table.length - 1);
    while (table[at] != 0 && !ids[table[at] - 1].value().equals(id.value())) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }
}
