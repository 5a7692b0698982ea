package io.tradewind.server.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before several brokers as a load balancer does: each connection goes to the next one that
 * takes it, and breaks when that one dies.
 */
public final class Balancer implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;

  private final ServerSocket door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final List<Integer> ports;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param ports of the brokers, on the loopback address
   */
  public Balancer(List<Integer> ports) throws IOException {
    this.ports = List.copyOf(ports);
    spawn("balancer", this::serve);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Optional<Socket> broker = broker();
        if (broker.isEmpty()) {
          close(client);
          continue;
        }
        open.add(broker.get());
        spawn("balancer-in", () -> pipe(client, broker.get()));
        spawn("balancer-out", () -> pipe(broker.get(), client));
      } catch (IOException e) {
        // The door was closed, or a client left while it was let in.
      }
    }
  }

  private Optional<Socket> broker() {
    for (int tries = 0; tries < ports.size(); tries++) {
      int port = ports.get(Math.floorMod(next.getAndIncrement(), ports.size()));
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        return Optional.of(socket);
      } catch (IOException e) {
        close(socket);
      }
    }
    return Optional.empty();
  }

  private void pipe(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // One side is gone; the other is closed below.
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  private static void spawn(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    List.copyOf(open).forEach(this::close);
  }
}
