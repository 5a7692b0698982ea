package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a cluster that the executor meets: an API server that keeps objects and refuses what
 * a real one refuses, a job controller that makes pods of jobs, and a kubelet that really runs
 * them, each in a sandbox of this machine.
 */
final class FakeCluster implements AutoCloseable {
  static final String TOKEN = "token-of-the-cluster";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile("/(api/v1|apis/batch/v1)/namespaces/market/(\\w+)(?:/([^/]+))?(/log)?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path folder;
  private final Map<String, JsonNode> secrets = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> jobs = new ConcurrentHashMap<>();
  private final Map<String, FakePod> pods = new ConcurrentHashMap<>();

  private FakeCluster(HttpServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  static FakeCluster start(Path folder) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeCluster cluster = new FakeCluster(server, folder);
    server.createContext("/", cluster::serve);
    server.setExecutor(cluster.threads);
    server.start();
    return cluster;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  boolean knows(String text) {
    return (secrets.keySet() + " " + jobs.keySet() + " " + pods.keySet()).contains(text);
  }

  Optional<JsonNode> job(String leaseId) {
    return jobs.entrySet().stream()
        .filter(job -> job.getKey().contains(leaseId))
        .<JsonNode>map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public void close() {
    pods.values().forEach(FakePod::kill);
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String bearer = exchange.getRequestHeaders().getFirst("Authorization");
      if (!("Bearer " + TOKEN).equals(bearer)) {
        answer(exchange, 401, status("Unauthorized"));
      } else if (exchange.getRequestURI().getPath().equals("/api/v1/nodes")) {
        answer(exchange, 200, nodes());
      } else {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (path.matches()) {
          serve(exchange, path.group(2), path.group(3), path.group(4) != null);
        } else {
          answer(exchange, 404, status("not found"));
        }
      }
    }
  }

  private synchronized void serve(HttpExchange exchange, String kind, String name, boolean log)
      throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    if (log) {
      FakePod pod = pods.get(name);
      answer(exchange, pod == null ? 404 : 200, pod == null ? "" : pod.log(since(query)));
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "POST" -> create(exchange, kind);
      case "GET" -> get(exchange, kind, name, query);
      case "PATCH" -> patch(exchange, name);
      case "DELETE" -> delete(exchange, kind, name, query);
      default -> answer(exchange, 405, status("not allowed"));
    }
  }

  private void create(HttpExchange exchange, String kind) throws IOException {
    ObjectNode object = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    String name = object.path("metadata").path("name").asText();
    boolean known = kind.equals("jobs") ? jobs.containsKey(name) : secrets.containsKey(name);
    if (!NAME.matcher(name).matches()) {
      answer(exchange, 422, status("metadata.name: Invalid value: " + name));
    } else if (known) {
      answer(exchange, 409, status(name + " already exists"));
    } else if (kind.equals("secrets")) {
      secrets.put(name, object);
      answer(exchange, 201, object.toString());
    } else {
      object.putObject("status").put("startTime", FakePod.seconds(Clock.systemUTC().instant()));
      jobs.put(name, object);
      for (int index = 0; index < object.path("spec").path("completions").asInt(); index++) {
        FakePod pod = FakePod.run(object, index, secrets, folder.resolve(name + "-" + index));
        pods.put(pod.name(), pod);
      }
      answer(exchange, 201, object.toString());
    }
  }

  private void get(HttpExchange exchange, String kind, String name, String query)
      throws IOException {
    if (kind.equals("pods")) {
      ObjectNode list = JSON.createObjectNode();
      ArrayNode items = list.putArray("items");
      String wanted = query.substring(query.indexOf('=', "labelSelector=".length()) + 1);
      pods.values().stream()
          .filter(pod -> pod.name().startsWith(wanted))
          .forEach(pod -> items.add(pod.describe()));
      answer(exchange, 200, list.toString());
    } else {
      JsonNode job = jobs.get(name);
      answer(exchange, job == null ? 404 : 200, job == null ? status("gone") : job.toString());
    }
  }

  private void patch(HttpExchange exchange, String name) throws IOException {
    ObjectNode job = jobs.get(name);
    JsonNode members = JSON.readTree(exchange.getRequestBody());
    if (job != null) {
      ((ObjectNode) job.path("spec")).setAll((ObjectNode) members.path("spec"));
    }
    answer(exchange, job == null ? 404 : 200, "{}");
  }

  private void delete(HttpExchange exchange, String kind, String name, String query)
      throws IOException {
    if (kind.equals("secrets")) {
      secrets.remove(name);
    } else if (kind.equals("pods")) {
      Optional.ofNullable(pods.remove(name)).ifPresent(FakePod::kill);
    } else if (jobs.remove(name) != null) {
      boolean atOnce = query.contains("gracePeriodSeconds=0");
      pods.values().stream()
          .filter(pod -> pod.name().startsWith(name))
          .forEach(pod -> threads.execute(() -> remove(pod, atOnce)));
    }
    answer(exchange, 200, "{}");
  }

  /** TERM, the grace that the pod asks for, KILL; a moment later nobody can read its log. */
  private void remove(FakePod pod, boolean atOnce) {
    try {
      pod.end(atOnce);
      pods.remove(pod.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String since(String query) {
    int at = query.indexOf("sinceTime=");
    return at < 0 ? "" : query.substring(at + "sinceTime=".length());
  }

  private static String nodes() {
    String node =
        """
        {"metadata": {"name": "%s", "labels": {"nvidia.com/gpu.product": "H100"}},
         "spec": {"unschedulable": %s},
         "status": {"allocatable": {"cpu": "15500m", "memory": "64Gi", "nvidia.com/gpu": "4"},
          "nodeInfo": {"architecture": "amd64"},
          "conditions": [{"type": "Ready", "status": "True"}]}}
        """;
    return "{\"items\": [%s, %s, %s]}"
        .formatted(
            node.formatted("n1", false), node.formatted("n2", false), node.formatted("n3", true));
  }

  private static String status(String message) {
    return JSON.createObjectNode().put("kind", "Status").put("message", message).toString();
  }

  private static void answer(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
