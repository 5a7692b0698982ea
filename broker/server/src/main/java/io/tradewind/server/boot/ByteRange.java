package io.tradewind.server.boot;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One range of bytes, both ends included, as RFC 9110 writes it; what is not understood is all. */
record ByteRange(int first, int last, int length) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,9})-(\\d{0,9})");

  static ByteRange parse(@Nullable String header, int length) {
    Matcher range = ONE.matcher(header == null ? "" : header.strip());
    if (!range.matches() || range.group().endsWith("=-")) {
      return new ByteRange(0, length - 1, length);
    }
    if (range.group(1).isEmpty()) {
      int count = Integer.parseInt(range.group(2));
      return new ByteRange(count == 0 ? length : Math.max(0, length - count), length - 1, length);
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2).isEmpty() ? length - 1 : Integer.parseInt(range.group(2));
    return last < first && !range.group(2).isEmpty()
        ? new ByteRange(0, length - 1, length)
        : new ByteRange(first, Math.min(last, length - 1), length);
  }

  boolean isOutside() {
    return first >= length;
  }

  boolean isWhole() {
    return first == 0 && last == length - 1;
  }

  byte[] of(byte[] whole) {
    return isWhole() ? whole : Arrays.copyOfRange(whole, first, last + 1);
  }
}
