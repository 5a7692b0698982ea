package io.tradewind.server.boot;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where machines elsewhere reach this broker: https, or http on this very machine, without a path.
 */
public record BrokerAddress(URI uri) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Pattern PLAIN = Pattern.compile("[a-z]+://[A-Za-z0-9.\\[\\]:-]+/?");

  public BrokerAddress {
    String text = uri.toString();
    boolean http = "http".equals(uri.getScheme());
    if (!PLAIN.matcher(text).matches()
        || uri.getHost() == null
        || !(http || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "tradewind.agent.broker-url is '%s'. Write https://host[:port], without a path."
              .formatted(text));
    }
    if (http && !LOOPBACK.contains(uri.getHost())) {
      throw new IllegalArgumentException(
          "tradewind.agent.broker-url is '%s': machines would send their tokens in plain text. Use https."
              .formatted(text));
    }
    uri = URI.create(text.endsWith("/") ? text : text + "/");
  }

  /**
   * @param set {@code tradewind.agent.broker-url}
   */
  static BrokerAddress required(Optional<URI> set) {
    return new BrokerAddress(
        set.orElseThrow(
            () ->
                new IllegalStateException(
                    "No machine can be started: set tradewind.agent.broker-url to the https address"
                        + " at which machines reach this broker.")));
  }
}
