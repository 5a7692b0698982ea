package io.tradewind.matcher;

import java.util.Arrays;

/**
 * A slab's blocks by kind and region, to count many at once and to find one. It does not change
 * while prices move.
 */
final class Grid {
  private static final int NONE = -1;

  private final int kinds;
  private final int regions;

  /** By region, then kind, so that a region's counts are added in one go. */
  private final int[] rows;

  /** By kind, then region. */
  private final int[] blockAt;

  private final int words;

  /** By kind, the regions where it is sold, as bits. */
  private final long[] sold;

  Grid(int[] blockStart, int[] blockRegion, int[] kindStart, int regions) {
    kinds = kindStart.length - 1;
    this.regions = regions;
    words = (regions + 63) / 64;
    rows = new int[kinds * regions];
    blockAt = new int[kinds * regions];
    sold = new long[kinds * words];
    Arrays.fill(blockAt, NONE);
    for (int kind = 0; kind < kinds; kind++) {
      for (int block = kindStart[kind]; block < kindStart[kind + 1]; block++) {
        int region = blockRegion[block];
        rows[region * kinds + kind] = blockStart[block + 1] - blockStart[block];
        blockAt[kind * regions + region] = block;
        sold[kind * words + region / 64] |= 1L << region;
      }
    }
  }

  /** By kind, how many rows are at some regions. */
  int[] rowsAt(int[] someRegions) {
    int[] sums = new int[kinds];
    for (int region : someRegions) {
      int from = region * kinds;
      for (int kind = 0; kind < sums.length; kind++) {
        sums[kind] += rows[from + kind];
      }
    }
    return sums;
  }

  /** −1 where a kind is not sold. */
  int blockAt(int kind, int region) {
    return blockAt[kind * regions + region];
  }

  /** At how many of some regions, given as bits, a kind is sold. */
  int count(int kind, long[] some) {
    int count = 0;
    for (int word = 0; word < words; word++) {
      count += Long.bitCount(some[word] & sold[kind * words + word]);
    }
    return count;
  }

  /** How many words of 64 bits hold a set of regions. */
  int words() {
    return words;
  }

  /** Regions from 64 × {@code word} where a kind is sold, as bits. */
  long sold(int kind, int word) {
    return sold[kind * words + word];
  }
}
