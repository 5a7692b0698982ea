package io.tradewind.matcher;

/**
 * The order of a slab's blocks by what their cheapest row costs: within each kind, and of the kinds
 * among each other.
 *
 * @param block by cell
 * @param region by cell
 * @param head price of the cheapest row, by cell
 * @param last price of the dearest row, by cell
 * @param most price of the dearest row, by kind
 */
record Cells(int[] kindsByPrice, int[] block, int[] region, long[] head, long[] last, long[] most) {

  static Cells of(Slab.Layout layout, long[] priceNanos) {
    int blocks = layout.blockRegion().length;
    int kinds = layout.kinds();
    int[] block = new int[blocks];
    int[] kindsByPrice = new int[kinds];
    for (int i = 0; i < blocks; i++) {
      block[i] = i;
    }
    for (int i = 0; i < kinds; i++) {
      kindsByPrice[i] = i;
    }
    Cells cells =
        new Cells(
            kindsByPrice,
            block,
            new int[blocks],
            new long[blocks],
            new long[blocks],
            new long[kinds]);
    for (int kind = 0; kind < kinds; kind++) {
      cells.sortKind(layout, kind, priceNanos);
    }
    cells.sortKinds(layout);
    return cells;
  }

  Cells copy() {
    return new Cells(
        kindsByPrice.clone(),
        block.clone(),
        region.clone(),
        head.clone(),
        last.clone(),
        most.clone());
  }

  /** By insertion: after a few prices moved, almost everything is in its place already. */
  void sortKind(Slab.Layout layout, int kind, long[] priceNanos) {
    int start = layout.kindStart()[kind];
    int end = layout.kindStart()[kind + 1];
    for (int next = start; next < end; next++) {
      int moved = block[next];
      long price = priceNanos[layout.blockStart()[moved]];
      int at = next;
      while (at > start && isDearer(head[at - 1], block[at - 1], price, moved)) {
        block[at] = block[at - 1];
        head[at] = head[at - 1];
        at--;
      }
      block[at] = moved;
      head[at] = price;
    }
    most[kind] = 0;
    for (int cell = start; cell < end; cell++) {
      region[cell] = layout.blockRegion()[block[cell]];
      last[cell] = priceNanos[layout.blockStart()[block[cell] + 1] - 1];
      most[kind] = Math.max(most[kind], last[cell]);
    }
  }

  void sortKinds(Slab.Layout layout) {
    for (int next = 1; next < kindsByPrice.length; next++) {
      int moved = kindsByPrice[next];
      long price = head[layout.kindStart()[moved]];
      int at = next;
      while (at > 0
          && isDearer(
              head[layout.kindStart()[kindsByPrice[at - 1]]], kindsByPrice[at - 1], price, moved)) {
        kindsByPrice[at] = kindsByPrice[at - 1];
        at--;
      }
      kindsByPrice[at] = moved;
    }
  }

  private static boolean isDearer(long price, int number, long than, int thanNumber) {
    return price != than ? price > than : number > thanNumber;
  }
}
