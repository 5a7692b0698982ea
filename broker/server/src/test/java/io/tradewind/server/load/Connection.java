package io.tradewind.server.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;

/** One connection with at most one request on it. It reads an answer to its end and keeps none. */
final class Connection implements AutoCloseable {
  private static final int ROOM = 1 << 16;
  private static final String LENGTH = "content-length:";
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer out = ByteBuffer.allocate(0);
  private byte[] in = new byte[ROOM];
  private int filled;
  private int headEnd;
  private int bodyLength;
  private long due;

  Connection(InetSocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Of the last answer, head and body. */
  int bytes() {
    return filled;
  }

  long due() {
    return due;
  }

  void send(byte[] request, long dueNanos) throws IOException {
    due = dueNanos;
    filled = 0;
    headEnd = -1;
    out = ByteBuffer.wrap(request);
    write();
  }

  /** The status of the answer, when it is there as a whole; 0 before. */
  int move() throws IOException {
    if (out.hasRemaining()) {
      write();
    }
    int read;
    do {
      if (filled == in.length) {
        in = Arrays.copyOf(in, 2 * in.length);
      }
      read = channel.read(ByteBuffer.wrap(in, filled, in.length - filled));
      if (read < 0) {
        throw new EOFException(
            "The server closed a connection: " + new String(in, 0, filled, ISO_8859_1));
      }
      filled += read;
    } while (read > 0);
    return isWhole() ? status() : 0;
  }

  private void write() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private boolean isWhole() {
    if (headEnd < 0) {
      headEnd = endOfHead();
      if (headEnd < 0) {
        return false;
      }
      bodyLength = length();
    }
    return bodyLength >= 0 ? filled >= headEnd + bodyLength : endsWithLastChunk();
  }

  private int endOfHead() {
    for (int i = 3; i < filled; i++) {
      if (in[i] == '\n' && in[i - 1] == '\r' && in[i - 2] == '\n' && in[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Negative where the body comes in chunks. */
  private int length() {
    String head = new String(in, 0, headEnd, ISO_8859_1).toLowerCase(Locale.ROOT);
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      return -1;
    }
    return Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
  }

  private boolean endsWithLastChunk() {
    int from = filled - LAST_CHUNK.length;
    return from >= headEnd && Arrays.equals(in, from, filled, LAST_CHUNK, 0, LAST_CHUNK.length);
  }

  private int status() {
    return Integer.parseInt(new String(in, 9, 3, ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
