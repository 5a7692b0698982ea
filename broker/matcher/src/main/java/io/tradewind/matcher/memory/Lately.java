package io.tradewind.matcher.memory;

/**
 * The last ten tries of a pool, as they were: for words, which faded counts are no good for.
 *
 * @param outcomes one bit each, the last in the lowest: whether it started
 */
public record Lately(int outcomes, int tries) {
  static final int MOST = 10;
  public static final Lately NONE = new Lately(0, 0);

  public Lately {
    if (tries < 0 || tries > MOST || Integer.numberOfLeadingZeros(outcomes) < 32 - tries) {
      throw new IllegalArgumentException(
          "%d tries cannot have the outcomes %s."
              .formatted(tries, Integer.toBinaryString(outcomes)));
    }
  }

  /** How many of them started. */
  public int started() {
    return Integer.bitCount(outcomes);
  }

  /** A time-out counts as one that did not start. */
  Lately plus(Evidence evidence) {
    int next = outcomes << 1 | (evidence == Evidence.STARTED ? 1 : 0);
    return new Lately(next & (1 << MOST) - 1, Math.min(MOST, tries + 1));
  }
}
