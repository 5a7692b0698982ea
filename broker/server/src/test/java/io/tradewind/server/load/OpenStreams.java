package io.tradewind.server.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many listeners to one stream of events, all on one thread, that only wait. */
final class OpenStreams implements AutoCloseable {
  private static final int AT_A_TIME = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Selector selector = Selector.open();
  private final List<Listener> listeners = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);

  /** Returns when each of them was answered, or when nothing more comes for two minutes. */
  OpenStreams(InetSocketAddress server, int count, byte[] request) throws IOException {
    long began = System.nanoTime();
    int answered = 0;
    while (answered < count && System.nanoTime() - began < PATIENCE_NANOS) {
      while (listeners.size() < count && listeners.size() - answered < AT_A_TIME) {
        listeners.add(new Listener(server, request));
      }
      for (Listener listener : moved()) {
        answered += listener.hasNews("HTTP/1.1 200") ? 1 : 0;
      }
    }
  }

  int answered() {
    return (int) listeners.stream().filter(listener -> listener.hasHeard).count();
  }

  /**
   * From when something was done until each listener had heard of it, in ascending order.
   *
   * @param sign what is in the event, and in none before
   */
  long[] heard(Runnable cause, String sign) throws IOException {
    listeners.forEach(listener -> listener.hasHeard = false);
    long began = System.nanoTime();
    cause.run();
    long[] nanos = new long[listeners.size()];
    int heard = 0;
    while (heard < nanos.length && System.nanoTime() - began < PATIENCE_NANOS) {
      for (Listener listener : moved()) {
        if (listener.hasNews(sign)) {
          nanos[heard++] = System.nanoTime() - began;
        }
      }
    }
    return Arrays.copyOf(nanos, heard);
  }

  private List<Listener> moved() throws IOException {
    List<Listener> moved = new ArrayList<>();
    selector.select(100);
    for (SelectionKey key : selector.selectedKeys()) {
      Listener listener = (Listener) key.attachment();
      listener.move(key);
      moved.add(listener);
    }
    selector.selectedKeys().clear();
    return moved;
  }

  @Override
  public void close() throws IOException {
    for (Listener listener : listeners) {
      listener.channel.close();
    }
    selector.close();
  }

  private final class Listener {
    private final SocketChannel channel = SocketChannel.open();
    private final byte[] request;
    private final StringBuilder text = new StringBuilder();
    private boolean hasHeard;

    Listener(InetSocketAddress server, byte[] request) throws IOException {
      this.request = request;
      channel.configureBlocking(false);
      channel.connect(server);
      channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    void move(SelectionKey key) throws IOException {
      if (key.isConnectable()) {
        channel.finishConnect();
        channel.write(ByteBuffer.wrap(request));
        key.interestOps(SelectionKey.OP_READ);
      } else if (channel.read(buffer.clear()) < 0) {
        key.cancel();
      } else {
        text.append(ISO_8859_1.decode(buffer.flip()));
      }
    }

    /** The first time only. What was heard is forgotten then. */
    boolean hasNews(String sign) {
      if (hasHeard || text.indexOf(sign) < 0) {
        return false;
      }
      text.setLength(0);
      hasHeard = true;
      return true;
    }
  }
}
