package io.tradewind.server.testing;

import static io.tradewind.server.testing.Eventually.eventually;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A reader of server-sent events that keeps what came. */
public final class Stream {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Item> items = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> done;
  private String id = "";
  private String event = "";
  private String data = "";

  private Stream(HttpRequest request) {
    done =
        HttpClient.newHttpClient()
            .sendAsync(request, BodyHandlers.ofLines())
            .thenAcceptAsync(response -> response.body().forEach(this::line));
  }

  /** One event. */
  public record Item(String id, String event, String data) {
    public JsonNode json() {
      try {
        return JSON.readTree(data);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * @param lastEventId empty for everything
   */
  public static Stream open(URI address, String token, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new Stream(request.build());
  }

  public List<Item> items() {
    return List.copyOf(items);
  }

  public boolean isOpen() {
    return !done.isDone();
  }

  /** Everything that came, once the server has closed the stream. */
  public List<Item> toItsEnd() {
    eventually(done::isDone, ended -> ended);
    return items();
  }

  private void line(String line) {
    if (line.isEmpty()) {
      if (!event.isEmpty()) {
        items.add(new Item(id, event, data));
      }
      event = "";
      data = "";
    } else if (line.startsWith("id:")) {
      id = line.substring(3).strip();
    } else if (line.startsWith("event:")) {
      event = line.substring(6).strip();
    } else if (line.startsWith("data:")) {
      data = line.substring(5).strip();
    }
  }
}
