package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a stream of server-sent events to its end, over broken connections: each time it goes on
 * behind the last event that it has seen, so that none is missed and none comes twice.
 */
final class EventStream {
  private static final int MOST_TRIES = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Broker broker;
  private final String path;
  private Optional<String> last = Optional.empty();
  private int failures;

  EventStream(Broker broker, String path) {
    this.broker = broker;
    this.path = path;
  }

  /**
   * @param event hears of each event's data
   * @throws UnreachableException when the broker stays away
   */
  void read(Consumer<JsonNode> event) {
    while (true) {
      try {
        if (readOnce(event)) {
          return;
        }
        throw new IOException("The stream broke off.");
      } catch (IOException e) {
        failures++;
        if (failures > MOST_TRIES || Thread.currentThread().isInterrupted()) {
          throw broker.unreachable(e);
        }
        pause(e);
      }
    }
  }

  /** Whether it came to its end. */
  private boolean readOnce(Consumer<JsonNode> event) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(broker.follow(path, last), StandardCharsets.UTF_8))) {
      String name = "";
      String id = "";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (name.equals("end")) {
            return true;
          }
          if (data.length() > 0) {
            event.accept(Broker.tree(data.toString().getBytes(StandardCharsets.UTF_8)));
            last = id.isEmpty() ? last : Optional.of(id);
            failures = 0;
          }
          name = "";
          data.setLength(0);
        } else if (line.startsWith("event:")) {
          name = line.substring("event:".length()).strip();
        } else if (line.startsWith("id:")) {
          id = line.substring("id:".length()).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring("data:".length()));
        }
      }
      return name.equals("end");
    }
  }

  private void pause(IOException cause) {
    long millis =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(10, failures - 1));
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broker.unreachable(cause);
    }
  }
}
