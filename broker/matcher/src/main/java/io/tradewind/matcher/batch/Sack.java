package io.tradewind.matcher.batch;

import java.util.Arrays;

/** A knapsack of whole units, solved exactly by dynamic programming. Used again and again. */
final class Sack {
  private int capacity;

  /** The most that so much room can gain. */
  private double[] value = {};

  private int count;
  private int[] item = new int[16];
  private int[] units = new int[16];

  /** By item added, one bit for each room in which it is part of the best. */
  private long[] takes = {};

  private int words;

  void clear(int room) {
    capacity = room;
    words = room / Long.SIZE + 1;
    if (value.length <= room) {
      value = new double[room + 1];
    }
    Arrays.fill(value, 0, room + 1, 0);
    count = 0;
  }

  void add(int name, int size, double gain) {
    if (count == item.length) {
      item = Arrays.copyOf(item, 2 * count);
      units = Arrays.copyOf(units, 2 * count);
    }
    int base = count * words;
    if (takes.length < base + words) {
      takes = Arrays.copyOf(takes, 2 * (base + words));
    }
    Arrays.fill(takes, base, base + words, 0);
    for (int room = capacity; room >= size; room--) {
      double with = value[room - size] + gain;
      if (with > value[room]) {
        value[room] = with;
        takes[base + room / Long.SIZE] |= 1L << room;
      }
    }
    item[count] = name;
    units[count++] = size;
  }

  /** Marks which of the items are in the best set; returns what that gains. */
  double choose(boolean[] taken) {
    int room = capacity;
    for (int k = count - 1; k >= 0; k--) {
      boolean isIn = (takes[k * words + room / Long.SIZE] >>> room & 1) == 1;
      taken[item[k]] = isIn;
      room -= isIn ? units[k] : 0;
    }
    return value[capacity];
  }
}
