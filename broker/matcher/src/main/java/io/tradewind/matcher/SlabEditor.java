package io.tradewind.matcher;

import io.tradewind.api.Offer;
import java.util.BitSet;

/** Moves prices on a copy of a slab. An offer stays in its block, so that nothing else moves. */
final class SlabEditor {
  /** As many rows as lie in a few lines of the memory. */
  private static final int FEW = 64;

  private final PriceScale scale;
  private final Slab.Layout layout;
  private final long[] priceNanos;
  private final int[] slotAt;
  private final Offer[] offers;
  private final Cells cells;
  private final BitSet movedKinds = new BitSet();

  SlabEditor(Slab slab, PriceScale scale) {
    this.scale = scale;
    layout = slab.layout;
    priceNanos = slab.priceNanos.clone();
    slotAt = slab.slotAt.clone();
    offers = slab.offers.clone();
    cells = slab.cells().copy();
  }

  Offer offer(int slot) {
    return offers[slot];
  }

  /** The same offer at the same price, with something else that it tells. */
  void replace(int slot, Offer told) {
    offers[slot] = told;
  }

  /**
   * False, and nothing is done, when one of the prices can be compared and the other cannot.
   *
   * @param to the new price, in billionths
   */
  boolean move(int slot, Offer repriced, long to) {
    int block = layout.blockOfSlot()[slot];
    int start = layout.blockStart()[block];
    int end = layout.blockStart()[block + 1];
    int row = rowOf(slot, start, end);
    long from = priceNanos[row];
    if ((from == PriceScale.NOWHERE) != (to == PriceScale.NOWHERE)) {
      return false;
    }
    offers[slot] = repriced;
    if (from != to) {
      move(row, to, start, end);
      movedKinds.set(layout.kindOfBlock()[block]);
    }
    return true;
  }

  private void move(int row, long to, int start, int end) {
    int slot = slotAt[row];
    int at = row;
    while (at > start && isAfter(at - 1, to, slot)) {
      put(at, priceNanos[at - 1], slotAt[at - 1]);
      at--;
    }
    while (at >= row && at < end - 1 && !isAfter(at + 1, to, slot)) {
      put(at, priceNanos[at + 1], slotAt[at + 1]);
      at++;
    }
    put(at, to, slot);
  }

  Slab done() {
    movedKinds.stream().forEach(kind -> cells.sortKind(layout, kind, priceNanos));
    cells.sortKinds(layout);
    return new Slab(layout, priceNanos, slotAt, offers, cells);
  }

  /** Few rows are looked through; of many, which ascend by price, the price leads to the row. */
  private int rowOf(int slot, int start, int end) {
    int low = end - start <= FEW ? start : firstOfPrice(offers[slot], start, end);
    while (slotAt[low] != slot) {
      low++;
    }
    return low;
  }

  private int firstOfPrice(Offer offer, int start, int end) {
    long price = scale.nanosOf(offer);
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
    return low;
  }

  private boolean isAfter(int row, long price, int slot) {
    if (priceNanos[row] != price) {
      return priceNanos[row] > price;
    }
    return offers[slotAt[row]].id().compareTo(offers[slot].id()) > 0;
  }

  private void put(int row, long price, int slot) {
    priceNanos[row] = price;
    slotAt[row] = slot;
  }
}
