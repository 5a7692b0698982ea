package io.tradewind.server.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends HTTP/1.1 requests at the moments of a plan, whether or not earlier ones have been answered.
 * A request that has to wait for a free connection is timed from when it was due, so that a server
 * which stands still for a while is charged for everybody who came meanwhile. One thread sends and
 * reads; a selector waits for whole milliseconds at least, so another wakes it when each begins.
 * The requests of a millisecond come together.
 */
final class OpenLoop implements AutoCloseable {
  private static final long TICK_NANOS = 1_000_000;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Selector selector = Selector.open();
  private final Thread pacer = new Thread(this::pace, "pacer");
  private final List<Connection> connections = new ArrayList<>();
  private final ArrayDeque<Connection> free = new ArrayDeque<>();

  OpenLoop(InetSocketAddress server, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Connection connection = new Connection(server, selector);
      connections.add(connection);
      free.add(connection);
    }
    pacer.setDaemon(true);
    pacer.start();
  }

  private void pace() {
    while (selector.isOpen()) {
      LockSupport.parkNanos(TICK_NANOS - System.nanoTime() % TICK_NANOS);
      selector.wakeup();
    }
  }

  /**
   * What came of a plan.
   *
   * @param statuses how many answers had which status; 0 stands for none within ten seconds
   * @param nanos from when each answered request was due to its last byte, in ascending order
   * @param seconds from the first request to the last answer
   * @param bytes of all answers
   */
  record Outcome(TreeMap<Integer, Integer> statuses, long[] nanos, double seconds, long bytes) {
    double millis(double quantile) {
      return nanos[(int) Math.min(nanos.length - 1L, Math.round(quantile * nanos.length))] / 1e6;
    }

    double perSecond() {
      return nanos.length / seconds;
    }

    /** Answers that were not what a user hoped for. */
    int bad() {
      return statuses.entrySet().stream()
          .filter(entry -> entry.getKey() < 200 || entry.getKey() >= 300)
          .mapToInt(java.util.Map.Entry::getValue)
          .sum();
    }
  }

  /** Requests in turn, {@code perSecond} of them for {@code seconds}. */
  Outcome run(List<byte[]> requests, double perSecond, double seconds) throws IOException {
    int total = (int) (perSecond * seconds);
    long[] nanos = new long[total];
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    long began = System.nanoTime() / TICK_NANOS * TICK_NANOS;
    int begun = 0;
    int ended = 0;
    long lastAnswer = began;
    long bytes = 0;
    ArrayDeque<Integer> waiting = new ArrayDeque<>();
    while (ended < total) {
      long now = System.nanoTime();
      for (; begun < total && dueAt(began, begun, perSecond) <= now; begun++) {
        waiting.add(begun);
      }
      while (!waiting.isEmpty() && !free.isEmpty()) {
        int number = waiting.remove();
        free.remove().send(requests.get(number % requests.size()), dueAt(began, number, perSecond));
      }
      if (selector.select() > 0) {
        for (var key : selector.selectedKeys()) {
          Connection connection = (Connection) key.attachment();
          int status = connection.move();
          if (status > 0) {
            lastAnswer = System.nanoTime();
            nanos[ended++] = lastAnswer - connection.due();
            bytes += connection.bytes();
            statuses.merge(status, 1, Integer::sum);
            free.add(connection);
          }
        }
        selector.selectedKeys().clear();
      }
      if (now - lastAnswer > PATIENCE_NANOS) {
        statuses.put(0, total - ended);
        break;
      }
    }
    long[] answered = Arrays.copyOf(nanos, ended);
    Arrays.sort(answered);
    return new Outcome(statuses, answered, (lastAnswer - began) / 1e9, bytes);
  }

  private static long dueAt(long began, int number, double perSecond) {
    long tick = (long) (number * 1_000.0 / perSecond);
    return began + tick * TICK_NANOS;
  }

  static byte[] get(String host, String path, String token) {
    return """
           GET %s HTTP/1.1\r
           Host: %s\r
           Authorization: Bearer %s\r
           Accept: text/event-stream\r
           \r
           """
        .formatted(path, host, token)
        .getBytes(ISO_8859_1);
  }

  /** With its head, ready to be sent. */
  static byte[] post(String host, String path, String token, String type, String body) {
    byte[] content = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] head =
        """
        POST %s HTTP/1.1\r
        Host: %s\r
        Authorization: Bearer %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(path, host, token, type, content.length)
            .getBytes(ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, request, head.length, content.length);
    return request;
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
