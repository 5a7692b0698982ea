package io.tradewind.matcher;

/** Which of several alternatives something comes closest to, told from what it fails of each. */
final class Closest {
  private Closest() {}

  /** Fewest failures, then the latest first failure, then the first listed. */
  static int of(int[] masks) {
    int best = 0;
    for (int i = 1; i < masks.length; i++) {
      if (isCloser(masks[i], masks[best])) {
        best = i;
      }
    }
    return best;
  }

  static boolean isCloser(int mask, int than) {
    int byCount = Integer.compare(Integer.bitCount(mask), Integer.bitCount(than));
    return byCount != 0
        ? byCount < 0
        : Integer.numberOfTrailingZeros(mask) > Integer.numberOfTrailingZeros(than);
  }

  /** The alternatives of which nothing is failed, as bits. */
  static int open(int[] masks) {
    int bits = 0;
    for (int i = 0; i < masks.length; i++) {
      if (masks[i] == 0) {
        bits |= 1 << i;
      }
    }
    return bits;
  }
}
