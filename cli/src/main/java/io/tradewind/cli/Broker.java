package io.tradewind.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A broker's REST API. Money and numbers stay as exact as they were sent. */
final class Broker {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 500;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final URI address;
  private final Optional<String> token;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  Broker(URI address, Optional<String> token) {
    this.address = address;
    this.token = token;
  }

  /** A reply of the broker: its status and what is in it. */
  record Reply(int status, JsonNode body) {}

  /** Whether it goes there as somebody. */
  boolean isSignedIn() {
    return token.isPresent();
  }

  JsonNode get(String path, Map<String, String> query) {
    return send(request(path, query).GET()).body();
  }

  JsonNode get(String path) {
    return get(path, Map.of());
  }

  /**
   * The items of a list, page by page.
   *
   * @param most of them
   */
  List<JsonNode> list(String path, Map<String, String> query, int most) {
    List<JsonNode> items = new ArrayList<>();
    Map<String, String> asked = new TreeMap<>(query);
    while (items.size() < most) {
      asked.put("limit", Integer.toString(Math.min(PAGE, most - items.size())));
      JsonNode page = get(path, asked);
      page.path("items").forEach(items::add);
      if (!page.hasNonNull("nextCursor")) {
        break;
      }
      asked.put("cursor", page.path("nextCursor").asText());
    }
    return items;
  }

  Reply post(String path, Map<String, String> headers, String contentType, String body) {
    HttpRequest.Builder request = request(path, Map.of()).header("Content-Type", contentType);
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofString(body)));
  }

  /** A change without a body. */
  Reply change(String method, String path) {
    BodyPublisher nothing = BodyPublishers.noBody();
    return send(request(path, Map.of()).method(method, nothing));
  }

  JsonNode postJson(String path, Map<String, ?> body) throws IOException {
    return post(path, Map.of(), "application/json", JSON.writeValueAsString(body)).body();
  }

  /**
   * An event stream from the one after {@code last}. The caller closes it.
   *
   * @throws IOException when the connection breaks; it can be opened again
   */
  InputStream follow(String path, Optional<String> last) throws IOException {
    HttpRequest.Builder request = builder(path, Map.of()).header("Accept", "text/event-stream");
    last.ifPresent(id -> request.header("Last-Event-ID", id));
    try {
      HttpResponse<InputStream> response =
          client.send(request.GET().build(), BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response.body();
      }
      try (InputStream refusal = response.body()) {
        throw RefusedException.of(response.statusCode(), tree(refusal.readAllBytes()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  UnreachableException unreachable(IOException e) {
    return new UnreachableException(address, e);
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    return builder(path, query).timeout(PATIENCE).header("Accept", "application/json");
  }

  private HttpRequest.Builder builder(String path, Map<String, String> query) {
    String asked =
        new TreeMap<>(query)
            .entrySet().stream()
                .map(
                    it ->
                        it.getKey()
                            + "="
                            + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    String base = address.toString().replaceAll("/+$", "");
    URI whole = URI.create(base + "/api/v1/" + path + (asked.isEmpty() ? "" : "?" + asked));
    HttpRequest.Builder request = HttpRequest.newBuilder(whole);
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return request;
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      JsonNode body = tree(response.body());
      if (response.statusCode() >= 300) {
        throw RefusedException.of(response.statusCode(), body);
      }
      return new Reply(response.statusCode(), body);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(address, e);
    }
  }

  static JsonNode tree(byte[] body) {
    try {
      JsonNode read = JSON.readTree(body);
      return read == null ? MissingNode.getInstance() : read;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
