package io.tradewind.server.testing;

import static io.tradewind.server.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A reader of server-sent events that keeps what came. */
public final class Stream implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Item> items = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> done;
  private volatile boolean closed;
  private volatile @Nullable InputStream body;
  private String id = "";
  private String event = "";
  private String data = "";

  private Stream(HttpRequest request) {
    done =
        HttpClient.newHttpClient()
            .sendAsync(request, BodyHandlers.ofInputStream())
            .thenAcceptAsync(this::read);
  }

  private void read(HttpResponse<InputStream> response) {
    body = response.body();
    try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      lines.lines().takeWhile(line -> !closed).forEach(this::line);
    } catch (IOException | UncheckedIOException e) {
      if (!closed) {
        throw new IllegalStateException("The stream broke off.", e);
      }
    }
  }

  /** Hangs up. */
  @Override
  public void close() {
    closed = true;
    done.cancel(true);
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    return open(request.build());
  }

  public static Stream open(HttpRequest request) {
    return new Stream(request);
  }

  public List<Item> items() {
    return List.copyOf(items);
  }

  /** What comes in so long a time; less where the server closes the stream before. */
  public List<Item> heardWithin(Duration time) {
    try {
      done.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillOpen) {
      return items();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The stream broke.", e.getCause());
    }
    return items();
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
