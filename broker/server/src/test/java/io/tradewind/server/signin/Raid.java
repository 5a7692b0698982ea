package io.tradewind.server.signin;

import io.restassured.RestAssured;
import io.tradewind.server.signin.Crowd.Tenant;
import io.tradewind.server.testing.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Random requests of one tenant for what is another's. */
final class Raid {
  private static final int AT_A_TIME = 8;
  private static final int PATIENCE_HOURS = 1;
  private static final String STREAM = "/stream";
  private static final Duration ATTENTION = Duration.ofMillis(1_500);
  private static final String OF_NOBODY = "{\"name\":\"mine now\"}";

  /** Where the id of theirs belongs in the body, or a body is needed to come far enough. */
  private static final Map<String, String> BODIES =
      Map.of(
          "POST /api/v1/members", "{\"person\":\"%s\",\"roles\":[\"viewer\"]}",
          "PUT /api/v1/secrets/{name}", "{\"value\":\"mine now\"}",
          "PUT /api/v1/accounts/{id}", "{\"name\":\"mine now\",\"settings\":{}}",
          "PUT /api/v1/commitments", "{\"items\":[]}",
          "PUT /api/v1/price-overrides", "{\"items\":[]}");

  private static final List<String> QUESTIONS =
      List.of("", "?workload=%s", "?organization=%s", "?project=%s", "?q=%s", "?person=%s");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;
  private final Tenant theirs;
  private final List<String> endpoints;

  Raid(String token, Tenant theirs, List<String> endpoints) {
    this.token = token;
    this.theirs = theirs;
    this.endpoints = endpoints;
  }

  /** The endpoints that showed something of theirs. */
  Set<String> run(int attempts, long seed) {
    var random = new Random(seed);
    Set<String> through = new ConcurrentSkipListSet<>();
    ExecutorService raiders = Executors.newFixedThreadPool(AT_A_TIME);
    for (int i = 0; i < attempts; i++) {
      String endpoint = endpoints.get(random.nextInt(endpoints.size()));
      HttpRequest request = request(endpoint, random);
      raiders.execute(() -> send(endpoint, request, through));
    }
    raiders.shutdown();
    try {
      if (!raiders.awaitTermination(PATIENCE_HOURS, TimeUnit.HOURS)) {
        through.add("they have not come to an end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      through.add("they were interrupted");
    }
    return new TreeSet<>(through);
  }

  private void send(String endpoint, HttpRequest request, Set<String> through) {
    if (endpoint.endsWith(STREAM)) {
      listen(endpoint, request, through);
      return;
    }
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 401) {
        through.add("the caller is not known any more");
      }
      // A problem repeats the path that was asked for, so only answers are looked into.
      if (answer.statusCode() < 400 && showsTheirs(answer.body())) {
        through.add(endpoint + " " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A stream has no end; what it has to tell of what is there it tells at once. */
  private void listen(String endpoint, HttpRequest request, Set<String> through) {
    try (Stream stream = Stream.open(request)) {
      if (stream.heardWithin(ATTENTION).stream().anyMatch(it -> showsTheirs(it.data()))) {
        through.add(endpoint + " 200");
      }
    }
  }

  private boolean showsTheirs(String body) {
    return body.contains(theirs.mark()) || body.contains(theirs.id().toString());
  }

  private HttpRequest request(String endpoint, Random random) {
    String method = endpoint.substring(0, endpoint.indexOf(' '));
    String path = endpoint.substring(method.length() + 1);
    boolean writes = method.equals("POST") || method.equals("PUT");
    String named = method.equals("PUT") ? "taken" : theirs.mark();
    String filled =
        path.replace("{name}", named).replaceAll("\\{[^}]*}", theirs.id().toString())
            + (writes ? "" : question(random));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + filled))
            .header("Authorization", "Bearer " + token)
            .header(
                "Accept",
                endpoint.endsWith(STREAM) ? "text/event-stream" : "application/json, */*;q=0.1")
            .method(
                method, writes ? BodyPublishers.ofString(body(endpoint)) : BodyPublishers.noBody());
    if (writes) {
      request.header("Content-Type", "application/json");
    }
    if (random.nextBoolean()) {
      request.header("Tradewind-Organization", theirs.id().toString());
    }
    if (random.nextInt(4) == 0) {
      request.header("Tradewind-Project", theirs.id().toString());
    }
    return request.build();
  }

  private String question(Random random) {
    return QUESTIONS.get(random.nextInt(QUESTIONS.size())).formatted(theirs.id());
  }

  private String body(String endpoint) {
    return BODIES.getOrDefault(endpoint, OF_NOBODY).formatted(theirs.id());
  }
}
