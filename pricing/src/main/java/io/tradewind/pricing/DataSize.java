package io.tradewind.pricing;

import java.math.BigDecimal;

/** An amount of data as sellers bill it: a gigabyte is a thousand million bytes. */
public record DataSize(long bytes) implements Comparable<DataSize> {

  public static final DataSize NONE = new DataSize(0);

  private static final long BYTES_PER_GIGABYTE = 1_000_000_000L;

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "A data size of %d bytes is negative. Maybe a difference was taken the wrong way round."
              .formatted(bytes));
    }
  }

  public static DataSize gigabytes(long gigabytes) {
    try {
      return new DataSize(Math.multiplyExact(gigabytes, BYTES_PER_GIGABYTE));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "%d gigabytes are more than 64 bits of bytes. Maybe the unit is bytes already."
              .formatted(gigabytes),
          e);
    }
  }

  /** In gigabytes, for physical estimates; money uses the exact bytes. */
  public double inGigabytes() {
    return (double) bytes / BYTES_PER_GIGABYTE;
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return exactGigabytes().stripTrailingZeros().toPlainString() + " GB";
  }

  BigDecimal exactGigabytes() {
    return BigDecimal.valueOf(bytes, 9);
  }
}
