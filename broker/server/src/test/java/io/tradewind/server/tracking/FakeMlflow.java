package io.tradewind.server.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What MLflow's REST API 2.0 keeps and refuses: experiments by name, runs with tags, parameters
 * that are written once, metrics by time. After its published documentation.
 */
final class FakeMlflow implements AutoCloseable {
  private static final Pattern TAG = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");

  private final HttpServer server;
  private final Map<String, String> experiments = new LinkedHashMap<>(Map.of("Default", "0"));
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private int refusals;
  private int refusal;

  /** A run and everything that is known of it. */
  record Run(
      String experiment,
      String name,
      Map<String, String> tags,
      Map<String, String> params,
      Map<String, Double> metrics,
      Map<String, Object> info) {}

  FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/2.0/mlflow/", this::serve);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers so many requests with a refusal. */
  synchronized void refuse(int times, int status) {
    refusals = times;
    refusal = status;
  }

  synchronized Map<String, Run> runs() {
    return Map.copyOf(runs);
  }

  synchronized Run run(String id) {
    return Objects.requireNonNull(runs.get(id));
  }

  synchronized Map<String, String> experiments() {
    return Map.copyOf(experiments);
  }

  List<String> authorizations() {
    return authorizations;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    authorizations.add(
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse(""));
    String method = exchange.getRequestURI().getPath().substring("/api/2.0/mlflow/".length());
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer =
        answer(method, exchange, sent.isEmpty() ? new JsonObject() : new JsonObject(sent));
    byte[] body = answer.body().encode().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private record Answer(int status, JsonObject body) {
    static Answer ok(JsonObject body) {
      return new Answer(200, body);
    }

    static Answer error(int status, String code) {
      return new Answer(
          status, new JsonObject().put("error_code", code).put("message", "secret of the tracker"));
    }
  }

  private synchronized Answer answer(String method, HttpExchange exchange, JsonObject sent) {
    if (refusals > 0) {
      refusals--;
      return Answer.error(refusal, "TEMPORARILY_UNAVAILABLE");
    }
    return switch (exchange.getRequestMethod() + " " + method) {
      case "GET experiments/get-by-name" -> byName(exchange.getRequestURI().getRawQuery());
      case "POST experiments/create" -> make(sent.getString("name"));
      case "POST runs/search" -> search(sent);
      case "POST runs/create" -> create(sent);
      case "POST runs/log-batch" -> log(sent);
      case "POST runs/update" -> update(sent);
      default -> Answer.error(404, "ENDPOINT_NOT_FOUND");
    };
  }

  private Answer byName(String query) {
    String name =
        URLDecoder.decode(query.substring("experiment_name=".length()), StandardCharsets.UTF_8);
    String id = experiments.get(name);
    return id == null
        ? Answer.error(404, "RESOURCE_DOES_NOT_EXIST")
        : Answer.ok(
            new JsonObject()
                .put("experiment", new JsonObject().put("experiment_id", id).put("name", name)));
  }

  private Answer make(String name) {
    String id = String.valueOf(experiments.size());
    return experiments.putIfAbsent(name, id) == null
        ? Answer.ok(new JsonObject().put("experiment_id", id))
        : Answer.error(400, "RESOURCE_ALREADY_EXISTS");
  }

  private Answer search(JsonObject sent) {
    Matcher tag = TAG.matcher(sent.getString("filter"));
    if (!tag.matches()) {
      return Answer.error(400, "INVALID_PARAMETER_VALUE");
    }
    JsonArray found = new JsonArray();
    runs.forEach(
        (id, run) -> {
          if (sent.getJsonArray("experiment_ids").contains(run.experiment())
              && tag.group(2).equals(run.tags().get(tag.group(1)))) {
            found.add(new JsonObject().put("info", new JsonObject().put("run_id", id)));
          }
        });
    // As protobuf's JSON has it: an empty list is left out.
    return Answer.ok(found.isEmpty() ? new JsonObject() : new JsonObject().put("runs", found));
  }

  private Answer create(JsonObject sent) {
    if (!experiments.containsValue(sent.getString("experiment_id"))) {
      return Answer.error(404, "RESOURCE_DOES_NOT_EXIST");
    }
    String id = "%032x".formatted(runs.size() + 1);
    Run run =
        new Run(
            sent.getString("experiment_id"),
            sent.getString("run_name"),
            pairs(sent, "tags"),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(
                Map.of("status", "RUNNING", "start_time", sent.getLong("start_time"))));
    runs.put(id, run);
    return Answer.ok(
        new JsonObject()
            .put(
                "run",
                new JsonObject()
                    .put("info", new JsonObject().put("run_id", id).put("status", "RUNNING"))));
  }

  private Answer log(JsonObject sent) {
    Run run = runs.get(sent.getString("run_id"));
    if (run == null) {
      return Answer.error(404, "RESOURCE_DOES_NOT_EXIST");
    }
    Map<String, String> params = pairs(sent, "params");
    if (params.entrySet().stream()
        .anyMatch(
            it -> !run.params().getOrDefault(it.getKey(), it.getValue()).equals(it.getValue()))) {
      return Answer.error(400, "INVALID_PARAMETER_VALUE");
    }
    run.params().putAll(params);
    run.tags().putAll(pairs(sent, "tags"));
    for (Object each : sent.getJsonArray("metrics", new JsonArray())) {
      JsonObject metric = (JsonObject) each;
      if (metric.getLong("timestamp") == null || metric.getLong("step") == null) {
        return Answer.error(400, "INVALID_PARAMETER_VALUE");
      }
      run.metrics().put(metric.getString("key"), metric.getDouble("value"));
    }
    return Answer.ok(new JsonObject());
  }

  private Answer update(JsonObject sent) {
    Run run = runs.get(sent.getString("run_id"));
    if (run == null
        || !List.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")
            .contains(sent.getString("status"))) {
      return Answer.error(400, "INVALID_PARAMETER_VALUE");
    }
    run.info().put("status", sent.getString("status"));
    run.info().put("end_time", sent.getLong("end_time"));
    return Answer.ok(new JsonObject().put("run_info", new JsonObject()));
  }

  private static Map<String, String> pairs(JsonObject sent, String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Object each : sent.getJsonArray(name, new JsonArray())) {
      JsonObject pair = (JsonObject) each;
      pairs.put(pair.getString("key"), pair.getString("value"));
    }
    return pairs;
  }

  /** A run that somebody else made. */
  synchronized String given(String experiment) {
    experiments.putIfAbsent(experiment, String.valueOf(experiments.size()));
    JsonObject made =
        create(
                new JsonObject()
                    .put("experiment_id", experiments.get(experiment))
                    .put("run_name", "of its owner")
                    .put("start_time", 1L))
            .body();
    return made.getJsonObject("run").getJsonObject("info").getString("run_id");
  }
}
