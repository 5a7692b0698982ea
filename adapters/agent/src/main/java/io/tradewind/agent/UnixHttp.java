package io.tradewind.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP/1.1 over a socket of this machine's file system, which Java's own client cannot speak: a
 * connection for each call.
 */
final class UnixHttp {
  private static final int MOST_BYTES = 256 * 1024 * 1024;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private static final String LAST_CHUNK = "0" + END_OF_HEAD;

  private final Path socket;
  private final Duration patience;

  UnixHttp(Path socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  record Response(int status, String body) {}

  /**
   * @param path with its query
   * @param body empty for none
   */
  Response send(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
        throw new IOException("%s takes no more calls now".formatted(socket));
      }
      SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer request = ByteBuffer.wrap(request(method, path, headers, body));
      while (request.hasRemaining()) {
        await(selector, end);
        channel.write(request);
      }
      key.interestOps(SelectionKey.OP_READ);
      return read(channel, selector, end);
    }
  }

  private void await(Selector selector, long end) throws IOException {
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException("%s gives no answer within %s".formatted(socket, patience));
    }
    selector.selectedKeys().clear();
  }

  private static byte[] request(
      String method, String path, Map<String, String> headers, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(content.length).append("\r\n");
    head.append("Connection: close").append(END_OF_HEAD);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private Response read(SocketChannel channel, Selector selector, long end) throws IOException {
    Seen seen = new Seen();
    ByteBuffer part = ByteBuffer.allocate(16 * 1024);
    while (!seen.isWhole()) {
      await(selector, end);
      if (channel.read(part) < 0) {
        break;
      }
      seen.add(part);
      if (seen.bytes.size() > MOST_BYTES) {
        throw new IOException("The answer of %s is too long.".formatted(socket));
      }
    }
    return response(seen.bytes.toByteArray());
  }

  /** An answer as far as it has come. */
  private static final class Seen {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String last = "";
    private int head = -1;
    private Map<String, String> headers = Map.of();

    void add(ByteBuffer part) {
      bytes.write(part.array(), 0, part.position());
      String text = new String(part.array(), 0, part.position(), StandardCharsets.ISO_8859_1);
      part.clear();
      last =
          (last + text).substring(Math.max(0, last.length() + text.length() - LAST_CHUNK.length()));
      if (head < 0) {
        String all = bytes.toString(StandardCharsets.ISO_8859_1);
        head = all.indexOf(END_OF_HEAD);
        headers = head < 0 ? Map.of() : headers(all.substring(0, head));
      }
    }

    /** Where its length is told, the other side may leave the connection open. */
    boolean isWhole() {
      String length = headers.getOrDefault("content-length", "");
      return isChunked(headers)
          ? last.equals(LAST_CHUNK)
          : length.matches("\\d{1,9}")
              && bytes.size() - head - END_OF_HEAD.length() >= Integer.parseInt(length);
    }
  }

  private Response response(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int head = text.indexOf(END_OF_HEAD);
    String[] words = text.split(" ", 3);
    if (head < 0 || words.length < 3 || !words[1].matches("\\d{3}")) {
      throw new IOException("%s does not answer in HTTP.".formatted(socket));
    }
    byte[] body = text.substring(head + END_OF_HEAD.length()).getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = isChunked(headers(text.substring(0, head))) ? joined(body) : body;
    return new Response(Integer.parseInt(words[1]), new String(whole, StandardCharsets.UTF_8));
  }

  private static boolean isChunked(Map<String, String> headers) {
    return headers.getOrDefault("transfer-encoding", "").contains("chunked");
  }

  private static Map<String, String> headers(String head) {
    Map<String, String> headers = new TreeMap<>();
    for (String line : head.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static byte[] joined(byte[] chunks) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(chunks);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).split(";")[0].strip(), 16);
      if (size == 0) {
        return whole.toByteArray();
      }
      whole.writeBytes(in.readNBytes(size));
      line(in);
    }
  }

  private static String line(ByteArrayInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The answer breaks off.");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
