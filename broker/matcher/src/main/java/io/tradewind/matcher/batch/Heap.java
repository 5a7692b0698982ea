package io.tradewind.matcher.batch;

import java.util.Arrays;

/** Places by distance, the nearest first; one that came nearer is there twice. */
final class Heap {
  private int[] places = new int[64];
  private double[] keys = new double[64];
  private int size;

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(int added, double key) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
      keys = Arrays.copyOf(keys, 2 * size);
    }
    int at = size++;
    while (at > 0 && keys[(at - 1) / 2] > key) {
      keys[at] = keys[(at - 1) / 2];
      places[at] = places[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    keys[at] = key;
    places[at] = added;
  }

  int poll() {
    int least = places[0];
    double key = keys[--size];
    int moved = places[size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= key) {
        break;
      }
      keys[at] = keys[child];
      places[at] = places[child];
      at = child;
    }
    keys[at] = key;
    places[at] = moved;
    return least;
  }
}
