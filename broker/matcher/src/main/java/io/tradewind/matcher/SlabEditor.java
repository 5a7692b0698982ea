package io.tradewind.matcher;

import io.tradewind.api.Offer;
import java.util.BitSet;

/** Moves prices on a copy of a slab. An offer stays in its block, so that nothing else moves. */
final class SlabEditor {
  private final Slab.Layout layout;
  private final long[] priceNanos;
  private final int[] slotAt;
  private final Offer[] offers;
  private final Cells cells;
  private final BitSet movedKinds = new BitSet();

  SlabEditor(Slab slab) {
    layout = slab.layout;
    priceNanos = slab.priceNanos.clone();
    slotAt = slab.slotAt.clone();
    offers = slab.offers.clone();
    cells = slab.cells().copy();
  }

  Offer offer(int slot) {
    return offers[slot];
  }

  /**
   * @param from price now, in billionths
   */
  void move(int slot, Offer repriced, long from, long to) {
    offers[slot] = repriced;
    if (from == to) {
      return;
    }
    int block = layout.blockOfSlot()[slot];
    int start = layout.blockStart()[block];
    int end = layout.blockStart()[block + 1];
    int row = rowOf(slot, from, start, end);
    int at = row;
    while (at > start && isAfter(at - 1, to, repriced)) {
      put(at, priceNanos[at - 1], slotAt[at - 1]);
      at--;
    }
    while (at == row && row < end - 1 && !isAfter(row + 1, to, repriced)) {
      put(row, priceNanos[row + 1], slotAt[row + 1]);
      at = ++row;
    }
    put(at, to, slot);
    movedKinds.set(layout.kindOfBlock()[block]);
  }

  Slab done() {
    movedKinds.stream().forEach(kind -> cells.sortKind(layout, kind, priceNanos));
    cells.sortKinds(layout);
    return new Slab(layout, priceNanos, slotAt, offers, cells);
  }

  /** Rows of a block ascend by price, so that the price leads to the row. */
  private int rowOf(int slot, long price, int start, int end) {
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (priceNanos[middle] < price) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    while (slotAt[low] != slot) {
      low++;
    }
    return low;
  }

  private boolean isAfter(int row, long price, Offer offer) {
    if (priceNanos[row] != price) {
      return priceNanos[row] > price;
    }
    return offers[slotAt[row]].id().compareTo(offer.id()) > 0;
  }

  private void put(int row, long price, int slot) {
    priceNanos[row] = price;
    slotAt[row] = slot;
  }
}
