package io.tradewind.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts what a workload writes into a file into lines, from where it left off. */
final class OutputTail {
  /** A longer line is split here; the broker takes none longer. */
  static final int LONGEST_LINE_BYTES = 16 * 1024;

  private static final int CHUNK_BYTES = 256 * 1024;

  /** A file system frees whole blocks; fewer are not worth a call. */
  private static final long WORTH_FREEING_BYTES = 8L * 1024 * 1024;

  /**
   * Databases and terminals choke on these; tab and escape (colours) stay. The broker refuses a
   * whole report for one of them, those beyond ASCII included.
   */
  private static final Pattern CONTROL =
      Pattern.compile("[\\x00-\\x08\\x0a-\\x1a\\x1c-\\x1f\\x7f-\\x9f]");

  /**
   * @param start where in the file the line begins
   * @param end where it ends, its line feed included
   */
  record Cut(String text, long start, long end) {}

  private final Path file;
  private long offset;
  private long freedUntil;

  OutputTail(Path file, long offset) {
    this.file = file;
    this.offset = offset;
    this.freedUntil = offset;
  }

  long offset() {
    return offset;
  }

  /**
   * The next lines, at most a chunk of them.
   *
   * @param ended nothing more will be written, so that an unfinished line is a line
   */
  List<Cut> next(boolean ended) throws IOException {
    byte[] chunk = read();
    List<Cut> cuts = new ArrayList<>();
    int from = 0;
    while (from < chunk.length) {
      int length = lineLength(chunk, from, ended && chunk.length < CHUNK_BYTES);
      if (length < 0) {
        break;
      }
      boolean feed = chunk[from + length - 1] == '\n';
      String text = text(chunk, from, feed ? length - 1 : length);
      cuts.add(new Cut(text, offset + from, offset + from + length));
      from += length;
    }
    offset += from;
    return cuts;
  }

  /**
   * Gives the disk space of what is kept elsewhere back to the file system; the writer does not
   * notice.
   */
  void free(long until) throws IOException, InterruptedException {
    if (until - freedUntil >= WORTH_FREEING_BYTES) {
      freedUntil = until;
      new ProcessBuilder("fallocate", "-p", "-o", "0", "-l", Long.toString(until), file.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  private byte[] read() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      int length = (int) Math.min(CHUNK_BYTES, channel.size() - offset);
      ByteBuffer buffer = ByteBuffer.allocate(Math.max(0, length));
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
        continue;
      }
      return buffer.hasRemaining() ? new byte[0] : buffer.array();
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /**
   * Of the line that begins at {@code from}, its line feed included; -1 when its end is not there
   * yet.
   */
  private static int lineLength(byte[] chunk, int from, boolean ended) {
    int limit = Math.min(chunk.length, from + LONGEST_LINE_BYTES);
    for (int at = from; at < limit; at++) {
      if (chunk[at] == '\n') {
        return at + 1 - from;
      }
    }
    if (limit - from == LONGEST_LINE_BYTES) {
      return characterBoundary(chunk, from, limit) - from;
    }
    return ended ? limit - from : -1;
  }

  /** Not in the middle of a character: UTF-8 continues with bytes 10xxxxxx, at most three. */
  private static int characterBoundary(byte[] chunk, int from, int limit) {
    int at = limit;
    while (at < chunk.length && at > limit - 4 && at > from + 1 && (chunk[at] & 0xc0) == 0x80) {
      at--;
    }
    return at;
  }

  private static String text(byte[] chunk, int from, int length) {
    String text = new String(chunk, from, length, StandardCharsets.UTF_8);
    String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    return CONTROL.matcher(line).replaceAll("\ufffd");
  }
}
