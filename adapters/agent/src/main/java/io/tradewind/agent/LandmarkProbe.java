package io.tradewind.agent;

import io.tradewind.api.agent.Heartbeat.Landmark;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How far it is to places that the broker names: the time in which a connection is made is one
 * round trip. Nothing is sent over it. Who does not answer is left out.
 */
final class LandmarkProbe {
  private static final int LOOKS = 5;
  private static final int MOST = 16;
  private static final int PATIENCE_MILLISECONDS = 3_000;

  private LandmarkProbe() {}

  /** For the program that measures: a word for each. */
  static String argument(List<Landmark> landmarks) {
    return landmarks.stream()
        .limit(MOST)
        .map(it -> "%s=%s:%d".formatted(it.name(), it.host(), it.port()))
        .collect(Collectors.joining(" "));
  }

  static List<Measurement> measure(String argument) {
    List<Measurement> measured = new ArrayList<>();
    for (String word : argument.strip().split(" +")) {
      if (!word.isEmpty()) {
        Landmark landmark = read(word);
        best(landmark)
            .map(
                milliseconds ->
                    new Measurement(
                        "network.landmark." + landmark.name(),
                        milliseconds,
                        "ms",
                        "the best of five TCP connections to %s:%d"
                            .formatted(landmark.host(), landmark.port())))
            .ifPresent(measured::add);
      }
    }
    return measured;
  }

  private static Landmark read(String word) {
    int equals = word.indexOf('=');
    int colon = word.lastIndexOf(':');
    return new Landmark(
        word.substring(0, equals),
        word.substring(equals + 1, colon),
        Integer.parseInt(word.substring(colon + 1)));
  }

  /** Its name is looked up once, beforehand: that is no part of the way. */
  private static Optional<Double> best(Landmark landmark) {
    OptionalDouble best = OptionalDouble.empty();
    try {
      InetAddress address = InetAddress.getByName(landmark.host());
      for (int look = 0; look < LOOKS; look++) {
        double one = connect(new InetSocketAddress(address, landmark.port()));
        best = OptionalDouble.of(Math.min(one, best.orElse(one)));
      }
    } catch (IOException e) {
      // One that answers sometimes has told enough.
    }
    return best.isPresent() ? Optional.of(best.getAsDouble()) : Optional.empty();
  }

  private static double connect(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      long began = System.nanoTime();
      socket.connect(address, PATIENCE_MILLISECONDS);
      return (System.nanoTime() - began) / 1e6;
    }
  }
}
