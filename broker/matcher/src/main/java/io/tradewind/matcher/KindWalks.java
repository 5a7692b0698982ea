package io.tradewind.matcher;

import java.util.ArrayList;
import java.util.List;

/**
 * Hands the rows of a slab's kinds to the tally, as far as they may be among the best. First at the
 * few regions where data makes places cheap, which says what the rest has to beat; then each kind's
 * cells in the order of their price, until they are too dear.
 */
final class KindWalks {
  private final SegmentView view;
  private final Slab slab;
  private final SlabScan scan;
  private final Harvest harvest;
  private final int[] first;

  private final int aloneFailed;
  private final int[] masks;

  /** The kinds that wait until every region to look at first has been looked at. */
  private final List<Walk> waiting = new ArrayList<>();

  /**
   * One kind.
   *
   * @param failure what it fails, as a bit; 0 for nothing
   * @param gate whose offers of it are meant
   */
  private record Walk(int kind, int failure, Gate gate) {}

  /**
   * @param aloneFailed what some region here fails alone, as bits
   */
  KindWalks(SegmentView view, Slab slab, SlabScan scan, Harvest harvest, int aloneFailed) {
    this.view = view;
    this.slab = slab;
    this.scan = scan;
    this.harvest = harvest;
    this.aloneFailed = aloneFailed;
    first = view.rates(slab.layout.capacity()).first();
    masks = view.masksOfRest(slab.layout.capacity());
  }

  void walk(int kind, int failure, Gate gate) {
    Walk walk = new Walk(kind, failure, gate);
    if (first.length > 0) {
      waiting.add(walk);
    } else {
      walk(walk);
    }
  }

  /** To be called when there are no more kinds. */
  void finish() {
    for (int region : first) {
      for (Walk walk : waiting) {
        look(walk, region);
      }
    }
    waiting.forEach(this::walk);
  }

  private void walk(Walk walk) {
    if (walk.failure() == 0) {
      walkFree(walk);
    } else {
      walkMissed(walk);
    }
  }

  private void look(Walk walk, int region) {
    if (isTooDear(walk, region)) {
      return;
    }
    int block = slab.layout.grid().blockAt(walk.kind(), region);
    if (block < 0) {
      return;
    }
    int start = slab.layout.blockStart()[block];
    if (scan.regionMasks()[region] != 0) {
      if (walk.failure() == 0) {
        missClosed(slab.priceNanos[start], start, region, walk);
      }
    } else if (walk.failure() != 0) {
      missOpen(slab.priceNanos[start], start, region, walk);
    } else if (walk.gate().isOpen(view, region)) {
      harvest.rank(
          slab.priceNanos[start], start, region, walk.kind(), slab.layout.blockStart()[block + 1]);
    }
  }

  /** Without a look at what of a kind is there: the cheapest of it anywhere tells enough. */
  private boolean isTooDear(Walk walk, int region) {
    long price = slab.cheapestOf(walk.kind());
    int failed = scan.regionMasks()[region] | walk.failure();
    return failed == 0
        ? !harvest.mayRank(price, region)
        : !harvest.mayMiss(RejectionReason.firstOf(failed), price, region);
  }

  /** Of kinds that fail nothing: all their rows keep the caps at open regions. */
  private void walkFree(Walk walk) {
    int kind = walk.kind();
    long mostOpen = harvest.mostOpen();
    long mostMissed = mostMissed();
    int end = slab.layout.kindStart()[kind + 1];
    for (int cell = slab.layout.kindStart()[kind]; cell < end; cell++) {
      long head = slab.cellHead[cell];
      if (head > mostOpen && head > mostMissed) {
        return;
      }
      int region = slab.cellRegion[cell];
      if (masks[region] == 0) {
        if (head <= mostOpen && walk.gate().isOpen(view, region)) {
          harvest.rank(head, slab.firstRow(cell), region, kind, slab.endRow(cell));
          mostOpen = harvest.mostOpen();
        }
      } else if (head <= mostMissed && (masks[region] & aloneFailed) != 0 && masks[region] > 0) {
        missClosed(head, slab.firstRow(cell), region, walk);
        mostMissed = mostMissed();
      }
    }
  }

  private long mostMissed() {
    long most = -1;
    for (int rest = aloneFailed; rest != 0; rest &= rest - 1) {
      most = Math.max(most, harvest.mostMissed(RejectionReason.firstOf(rest)));
    }
    return most;
  }

  private void walkMissed(Walk walk) {
    RejectionReason reason = RejectionReason.firstOf(walk.failure());
    int kind = walk.kind();
    int end = slab.layout.kindStart()[kind + 1];
    long most = harvest.mostMissed(reason);
    for (int cell = slab.layout.kindStart()[kind];
        cell < end && slab.cellHead[cell] <= most;
        cell++) {
      int region = slab.cellRegion[cell];
      if (masks[region] == 0) {
        missOpen(slab.cellHead[cell], slab.firstRow(cell), region, walk);
        most = harvest.mostMissed(reason);
      }
    }
  }

  private void missOpen(long price, int row, int region, Walk walk) {
    RejectionReason reason = RejectionReason.firstOf(walk.failure());
    if (harvest.mayMiss(reason, price, region)
        && walk.gate().isOpen(view, region)
        && scan.keepsCaps(price, region, walk.kind())) {
      harvest.miss(reason, price, row, region, walk.kind());
    }
  }

  private void missClosed(long price, int row, int region, Walk walk) {
    RejectionReason reason = RejectionReason.firstOf(scan.regionMasks()[region]);
    if (harvest.mayMiss(reason, price, region)
        && scan.isNearMiss(price, region, walk.kind(), walk.gate())) {
      harvest.miss(reason, price, row, region, walk.kind());
    }
  }
}
