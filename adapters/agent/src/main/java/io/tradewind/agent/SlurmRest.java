package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Slurm through its REST daemon, over the network or a socket of this machine, signed in by a JSON
 * Web Token, or by who asks at a socket. What the daemon speaks is looked up in its own description
 * at the first call; the newest schema known here is taken.
 */
final class SlurmRest implements Slurm {
  /**
   * @param server {@code unix:/path} for a socket
   * @param token a file, read for each call since sites renew it; not needed at a socket
   */
  record Options(URI server, Optional<Path> token) {
    Optional<Path> socket() {
      return "unix".equals(server.getScheme())
          ? Optional.of(Path.of(server.getSchemeSpecificPart()))
          : Optional.empty();
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int INVALID_JOB_ID = 2017;
  private static final Pattern VERSION = Pattern.compile("/slurm/v0\\.0\\.(\\d{2})/job/submit");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Options options;
  private final String user;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private volatile @Nullable SlurmSchema schema;

  /**
   * @param user whose token it is, if it is not this agent's own user
   */
  SlurmRest(Options options, Optional<String> user) {
    this.options = options;
    this.user = user.orElseGet(() -> System.getProperty("user.name"));
  }

  @Override
  public Optional<String> obstacle() {
    return options
        .token()
        .filter(file -> !Files.isReadable(file))
        .map("The slurm executor cannot read its token, the file %s."::formatted);
  }

  @Override
  public long submit(SlurmSubmission job, List<String> script) throws IOException {
    SlurmSchema spoken = schema();
    Answer answer =
        call("POST", spoken.path("job/submit"), JSON.writeValueAsString(spoken.body(job, script)));
    long number = answer.json().path("job_id").asLong();
    if (answer.status() / 100 == 2 && number > 0) {
      return number;
    }
    if (answer.errors().isEmpty()) {
      throw answer.failure();
    }
    throw new RefusedException("Slurm does not take the job: " + answer.errors());
  }

  @Override
  public Optional<Long> find(String name) throws IOException {
    return all("jobs").stream()
        .filter(job -> job.path("name").asText().equals(name))
        .map(job -> job.path("job_id").asLong())
        .max(Long::compare);
  }

  @Override
  public Map<Long, SlurmJob> jobs(Collection<Long> ids) throws IOException {
    Map<Long, SlurmJob> jobs = new HashMap<>();
    for (long id : ids) {
      Answer answer = call("GET", schema().path("job/" + id), null);
      if (!answer.knowsNoSuchJob()) {
        for (JsonNode job : answer.good().path("jobs")) {
          jobs.put(id, SlurmSchema.job(job));
        }
      }
    }
    return jobs;
  }

  /** Before 23.11 it sends all signals to all processes of a job. */
  @Override
  public boolean reachesScripts() {
    return false;
  }

  @Override
  public boolean signal(long job, String signal) throws IOException {
    return call("DELETE", schema().path("job/" + job + "?signal=" + signal), null).isGood();
  }

  @Override
  public boolean end(long job) throws IOException {
    return signal(job, "KILL");
  }

  @Override
  public List<SlurmNode> nodes() throws IOException {
    return all("nodes").stream().map(SlurmSchema::node).toList();
  }

  @Override
  public List<SlurmHolding> running(String partition) throws IOException {
    return all("jobs").stream()
        .filter(job -> job.path("partition").asText().equals(partition))
        .filter(job -> SlurmSchema.job(job).isRunning())
        .map(SlurmSchema::holding)
        .toList();
  }

  private List<JsonNode> all(String kind) throws IOException {
    JsonNode answer = call("GET", schema().path(kind + "/"), null).good();
    return StreamSupport.stream(answer.path(kind).spliterator(), false).toList();
  }

  private SlurmSchema schema() throws IOException {
    SlurmSchema known = schema;
    if (known == null) {
      JsonNode paths = call("GET", "openapi/v3", null).good().path("paths");
      known = SlurmSchema.newestOf(versions(paths));
      schema = known;
    }
    return known;
  }

  private static List<Integer> versions(JsonNode paths) {
    List<Integer> versions = new ArrayList<>();
    paths
        .fieldNames()
        .forEachRemaining(
            path -> {
              Matcher matcher = VERSION.matcher(path);
              if (matcher.matches()) {
                versions.add(Integer.parseInt(matcher.group(1)));
              }
            });
    return versions;
  }

  private Answer call(String method, String path, @Nullable String body) throws IOException {
    Map<String, String> headers = headers(body != null);
    Optional<Path> socket = options.socket();
    if (socket.isPresent()) {
      UnixHttp.Response response =
          new UnixHttp(socket.get(), PATIENCE)
              .send(method, "/" + path, headers, body == null ? "" : body);
      return new Answer(response.status(), json(response.body()));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.server().resolve("/" + path)).timeout(PATIENCE);
    headers.forEach(request::header);
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), json(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Map<String, String> headers(boolean hasBody) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    if (options.token().isPresent()) {
      headers.put("X-SLURM-USER-NAME", user);
      headers.put("X-SLURM-USER-TOKEN", token(options.token().get()));
    }
    if (hasBody) {
      headers.put("Content-Type", "application/json");
    }
    return headers;
  }

  /** As {@code scontrol token} writes it, its name before it or not. */
  private static String token(Path file) throws IOException {
    String text = Files.readString(file).strip();
    return text.substring(text.indexOf('=') + 1);
  }

  private static JsonNode json(String text) {
    try {
      JsonNode read = JSON.readTree(text);
      return read == null ? MissingNode.getInstance() : read;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** What the daemon says; of errors that it names, the number too. */
  private record Answer(int status, JsonNode json) {
    boolean isGood() {
      return status / 100 == 2 && errors().isEmpty();
    }

    JsonNode good() throws IOException {
      if (!isGood()) {
        throw failure();
      }
      return json;
    }

    IOException failure() {
      return new IOException(
          "Slurm's REST daemon answers %d: %s"
              .formatted(status, errors().isEmpty() ? "no word of its own" : errors()));
    }

    String errors() {
      return String.join(
          "; ",
          StreamSupport.stream(json.path("errors").spliterator(), false)
              .map(error -> error.path("description").asText(error.path("error").asText()))
              .toList());
    }

    boolean knowsNoSuchJob() {
      OptionalInt number =
          StreamSupport.stream(json.path("errors").spliterator(), false)
              .mapToInt(error -> error.path("error_number").asInt())
              .filter(it -> it == INVALID_JOB_ID)
              .findFirst();
      return number.isPresent();
    }
  }
}
