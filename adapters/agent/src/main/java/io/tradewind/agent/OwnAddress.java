package io.tradewind.agent;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** Where other machines of the same network reach this one. */
final class OwnAddress {
  private static final int ANY_PORT = 9;

  private OwnAddress() {}

  /**
   * The address from which this machine would call the broker. Nothing is sent. Empty where there
   * is no way to it.
   */
  static Optional<String> towards(URI broker) {
    try (DatagramSocket socket = new DatagramSocket()) {
      int port = broker.getPort() > 0 ? broker.getPort() : ANY_PORT;
      socket.connect(new InetSocketAddress(InetAddress.getByName(broker.getHost()), port));
      InetAddress own = socket.getLocalAddress();
      return own.isAnyLocalAddress() ? Optional.empty() : Optional.of(own.getHostAddress());
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
