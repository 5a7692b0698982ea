package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Optional;

/** A cluster's API server, as far as jobs need it: plain JSON over HTTP. */
final class KubernetesApi {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param token a file, read for each call since clusters renew it; none where a proxy signs in
   * @param certificate of the API server's authority; none for the usual ones
   */
  record Options(
      Optional<URI> server,
      Optional<Path> token,
      Optional<Path> certificate,
      String namespace,
      Optional<String> queue) {}

  /** The cluster has said no; it need not be asked again. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private final Options options;
  private final HttpClient http;

  KubernetesApi(Options options) throws IOException {
    this.options = options;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (options.certificate().isPresent()) {
      builder.sslContext(BrokerTrust.in(options.certificate().get()));
    }
    this.http = builder.build();
  }

  /** Makes an object; one of its name that is there already is left as it is. */
  void create(String group, String kind, JsonNode object) throws IOException {
    HttpRequest.Builder request =
        request(path(group, kind, ""))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(object)));
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 409) {
      check(response);
    }
  }

  Optional<JsonNode> find(String group, String kind, String name) throws IOException {
    HttpResponse<String> response = send(request(path(group, kind, "/" + name)).GET());
    return response.statusCode() == 404
        ? Optional.empty()
        : Optional.of(JSON.readTree(check(response).body()));
  }

  JsonNode list(String group, String kind, String label, String value) throws IOException {
    String query = label.isEmpty() ? "" : "?labelSelector=" + label + "%3D" + value;
    return JSON.readTree(check(send(request(path(group, kind, query)).GET())).body()).path("items");
  }

  /** Of the whole cluster, not of the namespace. */
  JsonNode nodes() throws IOException {
    return JSON.readTree(check(send(request("api/v1/nodes").GET())).body()).path("items");
  }

  /** What a pod wrote, each line after its time. */
  String log(String pod, Optional<String> since) throws IOException {
    String from = since.map(time -> "&sinceTime=" + time).orElse("");
    String path = path("api/v1", "pods", "/" + pod + "/log?timestamps=true" + from);
    HttpResponse<String> response = send(request(path).GET());
    // A container that is not there yet, or no more, has nothing to say.
    return response.statusCode() / 100 == 4 ? "" : check(response).body();
  }

  /** Deletes what is below it too; what is not there is deleted. */
  void delete(String group, String kind, String name, int graceSeconds) throws IOException {
    String query = "?propagationPolicy=Background&gracePeriodSeconds=" + graceSeconds;
    HttpResponse<String> response = send(request(path(group, kind, "/" + name + query)).DELETE());
    if (response.statusCode() != 404) {
      check(response);
    }
  }

  /** Merges members into an object. */
  void patch(String group, String kind, String name, JsonNode members) throws IOException {
    check(
        send(
            request(path(group, kind, "/" + name))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(members)))));
  }

  private String path(String group, String kind, String rest) {
    return "%s/namespaces/%s/%s%s".formatted(group, options.namespace(), kind, rest);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    URI server = options.server().orElseThrow(() -> new IOException("No cluster is named."));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/" + path)).timeout(PATIENCE);
    if (options.token().isPresent()) {
      request.header("Authorization", "Bearer " + Files.readString(options.token().get()).strip());
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static HttpResponse<String> check(HttpResponse<String> response) throws IOException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response;
    }
    String message = message(response.body());
    if (status == 400 || status == 403 || status == 422) {
      throw new RefusedException("The cluster refuses it: " + message);
    }
    throw new IOException("The cluster answers %d: %s".formatted(status, message));
  }

  private static String message(String body) {
    try {
      return JSON.readTree(body).path("message").asText();
    } catch (IOException e) {
      return "no word of its own";
    }
  }
}
