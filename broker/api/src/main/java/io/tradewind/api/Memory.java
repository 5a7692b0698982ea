package io.tradewind.api;

/** An amount of memory or of accelerator memory, in binary units. */
public record Memory(long mebibytes) implements Comparable<Memory> {
  public static final Memory NONE = new Memory(0);

  public Memory {
    if (mebibytes < 0) {
      throw new IllegalArgumentException("A memory of %d MiB is negative.".formatted(mebibytes));
    }
  }

  /** Rounds to the nearest MiB. */
  public static Memory ofGibibytes(double gibibytes) {
    if (!Double.isFinite(gibibytes)) {
      throw new IllegalArgumentException("A memory of %s GiB is no number.".formatted(gibibytes));
    }
    return new Memory(Math.round(gibibytes * 1024));
  }

  public double gibibytes() {
    return mebibytes / 1024.0;
  }

  @Override
  public int compareTo(Memory other) {
    return Long.compare(mebibytes, other.mebibytes);
  }

  @Override
  public String toString() {
    return "%.1f GiB".formatted(gibibytes());
  }
}
