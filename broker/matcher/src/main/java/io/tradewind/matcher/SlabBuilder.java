package io.tradewind.matcher;

import io.tradewind.api.InstanceType;
import io.tradewind.api.Offer;
import io.tradewind.matcher.SegmentBuilder.Laid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Lays the offers of one model and capacity type out as columns. */
final class SlabBuilder {
  private static final Comparator<Laid> ORDER =
      Comparator.comparingInt(Laid::shape)
          .thenComparingInt(Laid::flags)
          .thenComparingInt(Laid::region)
          .thenComparingLong(Laid::nanos)
          .thenComparing(laid -> laid.offer().id());

  /** A block's rows lie from {@code start} to {@code end} in the ordered list. */
  private record Block(int start, int end, Laid head) {
    static final Comparator<Block> BY_PRICE =
        Comparator.<Block>comparingInt(block -> block.head().shape())
            .thenComparingInt(block -> block.head().flags())
            .thenComparingLong(block -> block.head().nanos())
            .thenComparingInt(block -> block.head().region());

    boolean isOfOneKindWith(Block other) {
      return head.shape() == other.head.shape() && head.flags() == other.head.flags();
    }
  }

  private final List<Laid> laid;
  private final int model;
  private final int firstSlot;
  private final int regionCount;

  SlabBuilder(List<Laid> group, int model, int firstSlot, int regionCount) {
    laid = new ArrayList<>(group);
    laid.sort(ORDER);
    this.model = model;
    this.firstSlot = firstSlot;
    this.regionCount = regionCount;
  }

  Slab build() {
    List<Block> blocks = blocks();
    long[] prices = new long[laid.size()];
    int[] slotAt = new int[laid.size()];
    Offer[] offers = new Offer[laid.size()];
    int[] blockOfSlot = new int[laid.size()];
    int[] blockStart = new int[blocks.size() + 1];
    int[] blockRegion = new int[blocks.size()];
    int row = 0;
    for (int number = 0; number < blocks.size(); number++) {
      Block block = blocks.get(number);
      blockStart[number] = row;
      blockRegion[number] = block.head().region();
      for (Laid one : laid.subList(block.start(), block.end())) {
        prices[row] = one.nanos();
        offers[row] = one.offer();
        slotAt[row] = row;
        blockOfSlot[row++] = number;
      }
    }
    blockStart[blocks.size()] = row;
    Slab.Layout layout = layout(blocks, blockStart, blockRegion, blockOfSlot);
    return new Slab(layout, prices, slotAt, offers, Cells.of(layout, prices));
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int start = 0;
    for (int row = 1; row <= laid.size(); row++) {
      if (row == laid.size() || !isOneBlock(laid.get(start), laid.get(row))) {
        blocks.add(new Block(start, row, laid.get(start)));
        start = row;
      }
    }
    blocks.sort(Block.BY_PRICE);
    return blocks;
  }

  private static boolean isOneBlock(Laid a, Laid b) {
    return a.shape() == b.shape() && a.flags() == b.flags() && a.region() == b.region();
  }

  private Slab.Layout layout(
      List<Block> blocks, int[] blockStart, int[] blockRegion, int[] blockOfSlot) {
    List<Integer> starts = new ArrayList<>();
    int[] kindOfBlock = new int[blocks.size()];
    for (int number = 0; number < blocks.size(); number++) {
      if (number == 0 || !blocks.get(number).isOfOneKindWith(blocks.get(number - 1))) {
        starts.add(number);
      }
      kindOfBlock[number] = starts.size() - 1;
    }
    List<InstanceType> types = new ArrayList<>();
    byte[] kindFlags = new byte[starts.size()];
    for (int kind = 0; kind < kindFlags.length; kind++) {
      Laid head = blocks.get(starts.get(kind)).head();
      types.add(head.offer().instanceType());
      kindFlags[kind] = (byte) head.flags();
    }
    starts.add(blocks.size());
    int[] kindStart = starts.stream().mapToInt(Integer::intValue).toArray();
    Machines machines = Machines.of(types);
    int[] rows = rowsByRegion();
    int[] regions = IntStream.range(0, rows.length).filter(r -> rows[r] > 0).toArray();
    return new Slab.Layout(
        model,
        laid.get(0).offer().capacityType(),
        firstSlot,
        blockStart,
        blockRegion,
        blockOfSlot,
        kindStart,
        kindFlags,
        kindOfBlock,
        new Grid(blockStart, blockRegion, kindStart, regionCount),
        machines,
        machines.leastWatts(),
        machines.leastEmbodied(),
        regions,
        Arrays.stream(regions).map(region -> rows[region]).toArray());
  }

  private int[] rowsByRegion() {
    int[] rows = new int[regionCount];
    laid.forEach(one -> rows[one.region()]++);
    return rows;
  }
}
