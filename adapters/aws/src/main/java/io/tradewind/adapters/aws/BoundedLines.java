package io.tradewind.adapters.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a text of any length, in the memory of one buffer and one line. A line longer than
 * that is no line, and fails.
 */
final class BoundedLines {
  static final int BUFFER = 64 * 1024;
  static final int LONGEST_LINE = 32 * 1024;

  private final InputStream text;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] line = new byte[LONGEST_LINE];
  private int at;
  private int end;
  private long bytes;

  BoundedLines(InputStream text) {
    this.text = text;
  }

  /** How many bytes were taken from the text. */
  long bytes() {
    return bytes;
  }

  /** Without its end, whichever it is; empty at the end of the text. */
  Optional<String> next() throws IOException {
    int length = 0;
    boolean isAny = false;
    while (at < end || fill()) {
      isAny = true;
      byte one = buffer[at++];
      if (one == '\n') {
        break;
      }
      if (length == LONGEST_LINE) {
        throw new TooLong("a line is longer than %d bytes".formatted(LONGEST_LINE));
      }
      line[length++] = one;
    }
    return isAny ? Optional.of(text(length)) : Optional.empty();
  }

  private boolean fill() throws IOException {
    end = text.read(buffer);
    at = 0;
    bytes += Math.max(0, end);
    return end > 0;
  }

  private String text(int length) {
    int visible = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, visible, StandardCharsets.UTF_8);
  }

  /** The text is not made of lines. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(String message) {
      super(message);
    }
  }
}
