package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;

/**
 * One feed's offers of one accelerator model and capacity type, as columns.
 *
 * <p>Rows lie in blocks of one (shape, flags, region), ascending by (price, id): within a block an
 * offer differs from its neighbours by nothing but its price, so that the block's first row speaks
 * for all. Blocks of the same shape and flags are a kind, and a kind lists its blocks as cells, the
 * cheapest first. A question judges kinds, looks at cells, and reads rows only where the best are.
 */
final class Slab {
  final Layout layout;

  /** By row. */
  final long[] priceNanos;

  final int[] slotAt;

  /** By slot, the number that an offer keeps while its row moves. */
  final Offer[] offers;

  /** Kinds, the one with the cheapest row first. */
  final int[] kindsByPrice;

  /** By cell; a kind's cells are those from {@link Layout#kindStart}, ascending by price. */
  final int[] cellBlock;

  final int[] cellRegion;
  final long[] cellHead;
  final long[] cellLast;

  /** By kind, the price of its dearest row. */
  final long[] dearest;

  /**
   * What stays as it is while prices move.
   *
   * @param model number of the accelerator model; −1 for machines without accelerators
   * @param firstSlot of this slab, counted over the whole segment
   * @param blockStart the first row of each block, and behind the last the number of rows
   * @param kindStart the first block of each kind, and behind the last the number of blocks
   * @param leastWatts and the next: of any of its kinds
   * @param regions where these offers are
   * @param regionRows how many are there
   */
  record Layout(
      int model,
      CapacityType capacity,
      int firstSlot,
      int[] blockStart,
      int[] blockRegion,
      int[] blockOfSlot,
      int[] kindStart,
      byte[] kindFlags,
      int[] kindOfBlock,
      Grid grid,
      Machines machines,
      double leastWatts,
      double leastEmbodied,
      int[] regions,
      int[] regionRows) {

    int kinds() {
      return kindFlags.length;
    }
  }

  Slab(Layout layout, long[] priceNanos, int[] slotAt, Offer[] offers, Cells cells) {
    this.layout = layout;
    this.priceNanos = priceNanos;
    this.slotAt = slotAt;
    this.offers = offers;
    kindsByPrice = cells.kindsByPrice();
    cellBlock = cells.block();
    cellRegion = cells.region();
    cellHead = cells.head();
    cellLast = cells.last();
    dearest = cells.most();
  }

  Cells cells() {
    return new Cells(kindsByPrice, cellBlock, cellRegion, cellHead, cellLast, dearest);
  }

  int size() {
    return priceNanos.length;
  }

  Offer offer(int row) {
    return offers[slotAt[row]];
  }

  long cheapest() {
    return cheapestOf(kindsByPrice[0]);
  }

  long cheapestOf(int kind) {
    return cellHead[layout.kindStart[kind]];
  }

  int rowsOfKind(int kind) {
    return layout.blockStart[layout.kindStart[kind + 1]]
        - layout.blockStart[layout.kindStart[kind]];
  }

  int firstRow(int cell) {
    return layout.blockStart[cellBlock[cell]];
  }

  int endRow(int cell) {
    return layout.blockStart[cellBlock[cell] + 1];
  }

  int rows(int cell) {
    int block = cellBlock[cell];
    return layout.blockStart[block + 1] - layout.blockStart[block];
  }

  /** The first row of a cell that is dearer than {@code most}. */
  int firstRowOver(int cell, long most) {
    if (cellLast[cell] <= most) {
      return endRow(cell);
    }
    int low = firstRow(cell);
    int high = cellHead[cell] > most ? low : endRow(cell);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (priceNanos[middle] > most) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
