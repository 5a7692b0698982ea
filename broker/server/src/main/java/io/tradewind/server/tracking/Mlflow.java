package io.tradewind.server.tracking;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.WebhookQuestion;
import io.tradewind.server.alert.WebhookQuestion.Answer;
import io.tradewind.server.alert.WebhookQuestion.UnansweredException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * MLflow's REST API 2.0, as far as one run needs it. Every step may be repeated: a run is found
 * again by its tag, and the same figures at the same time are one figure.
 *
 * @see <a href="https://mlflow.org/docs/latest/rest-api.html">MLflow REST API</a>
 */
final class Mlflow {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ROOT = "/api/2.0/mlflow/";
  private static final String DEFAULT_EXPERIMENT = "0";
  private static final int NOT_FOUND = 404;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final WebhookQuestion calls;
  private final Tracker tracker;

  Mlflow(WebhookQuestion calls, Tracker tracker) {
    this.calls = calls;
    this.tracker = tracker;
  }

  /** Why a tracker was not told, as the end of a sentence; never what it said. */
  static final class NotToldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean hopeless;

    NotToldException(String why, boolean hopeless) {
      super(why);
      this.hopeless = hopeless;
    }

    /** Whether no repetition helps. */
    boolean isHopeless() {
      return hopeless;
    }
  }

  /**
   * @return the tracker's id of the run; fails with {@link NotToldException}
   */
  Uni<String> tell(RunFigures figures) {
    Optional<String> owned = tracker.run();
    if (owned.isPresent()) {
      return post("runs/log-batch", figures.batch(id(owned.get()))).replaceWith(owned.get());
    }
    return experiment()
        .chain(experiment -> run(experiment, figures))
        .call(run -> post("runs/log-batch", figures.batch(run)))
        .call(run -> post("runs/update", figures.end(run)));
  }

  private Uni<String> experiment() {
    if (tracker.experimentId().isPresent() || tracker.experiment().isEmpty()) {
      return Uni.createFrom().item(id(tracker.experimentId().orElse(DEFAULT_EXPERIMENT)));
    }
    String name = tracker.experiment().get();
    return named(name)
        .chain(found -> found.map(Uni.createFrom()::item).orElseGet(() -> made(name)));
  }

  private Uni<Optional<String>> named(String name) {
    String query = "experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return call(HttpMethod.GET, "experiments/get-by-name?" + query, "")
        .map(
            answer ->
                answer.status() == NOT_FOUND
                    ? Optional.empty()
                    : Optional.of(id(read(answer).getJsonObject("experiment"), "experiment_id")));
  }

  private Uni<String> made(String name) {
    return post("experiments/create", new JsonObject().put("name", name))
        .map(made -> id(made, "experiment_id"));
  }

  private Uni<String> run(String experiment, RunFigures figures) {
    JsonObject search =
        new JsonObject()
            .put("experiment_ids", new JsonArray().add(experiment))
            .put("filter", figures.filter())
            .put("max_results", 1);
    return post("runs/search", search)
        .chain(
            found -> {
              JsonArray runs = found.getJsonArray("runs", new JsonArray());
              return runs.isEmpty()
                  ? post("runs/create", figures.creation(experiment))
                      .map(made -> runOf(made.getJsonObject("run")))
                  : Uni.createFrom().item(runOf(runs.getJsonObject(0)));
            });
  }

  private static String runOf(JsonObject run) {
    return id(run.getJsonObject("info"), "run_id");
  }

  private Uni<JsonObject> post(String method, JsonObject body) {
    return call(HttpMethod.POST, method, body.encode()).map(Mlflow::read);
  }

  private Uni<Answer> call(HttpMethod method, String path, String body) {
    Map<String, String> headers =
        tracker.authorization().map(it -> Map.of("Authorization", it)).orElse(Map.of());
    return calls
        .call(method, tracker.uri() + ROOT + path, headers, body, LIMIT)
        .onFailure(UnansweredException.class)
        .transform(failure -> new NotToldException(String.valueOf(failure.getMessage()), false));
  }

  /** What was answered, where it is no refusal. */
  private static JsonObject read(Answer answer) {
    int status = answer.status();
    if (status < 200 || status >= 300) {
      boolean hopeless = status < 500 && status != 408 && status != 429;
      throw new NotToldException("it answered %d".formatted(status), hopeless);
    }
    try {
      return answer.body().isBlank() ? new JsonObject() : new JsonObject(answer.body());
    } catch (DecodeException e) {
      throw new NotToldException("what answers there is no MLflow", true);
    }
  }

  private static String id(JsonObject of, String name) {
    return id(of == null ? "" : of.getString(name, ""));
  }

  private static String id(String text) {
    if (!ID.matcher(text).matches()) {
      throw new NotToldException("an id that it goes by is none of MLflow's", true);
    }
    return text;
  }
}
