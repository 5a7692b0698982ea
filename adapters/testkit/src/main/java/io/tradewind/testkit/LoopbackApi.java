package io.tradewind.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradewind.api.ProviderException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A fake HTTP API on this machine, at a port of its own: routes that answer, replies that are
 * scripted to come before them, and a record of what was asked. Thread-safe.
 */
public final class LoopbackApi implements AutoCloseable {
  private final Map<String, Function<ApiRequest, ApiReply>> routes = new LinkedHashMap<>();
  private final Deque<ApiReply> script = new ArrayDeque<>();
  private final List<ApiRequest> requests = new ArrayList<>();
  private Function<ApiRequest, ApiReply> otherwise =
      request -> ApiReply.status(404, "no route %s %s".formatted(request.method(), request.path()));
  private volatile Consumer<ApiRequest> asked = request -> {};
  private volatile Consumer<ApiRequest> answered = request -> {};
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService workers = Executors.newCachedThreadPool(LoopbackApi::daemon);
  private final HttpServer server;

  private LoopbackApi(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(workers);
    server.start();
  }

  public static LoopbackApi start() {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new LoopbackApi(HttpServer.create(anyPort, 0));
    } catch (IOException e) {
      throw new UncheckedIOException("No port of this machine can be listened at.", e);
    }
  }

  /** Without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers a method and path, whatever its query. A later route of the same name replaces it. */
  public synchronized LoopbackApi on(
      String method, String path, Function<ApiRequest, ApiReply> answer) {
    routes.put(method + " " + path, answer);
    return this;
  }

  public LoopbackApi on(String method, String path, ApiReply answer) {
    return on(method, path, request -> answer);
  }

  /** Answers what no route names, such as resources whose names are not known before. */
  public synchronized LoopbackApi otherwise(Function<ApiRequest, ApiReply> answer) {
    otherwise = answer;
    return this;
  }

  /** Answers the next requests with these, in order and once each, whatever they ask for. */
  public synchronized LoopbackApi next(ApiReply... replies) {
    script.addAll(List.of(replies));
    return this;
  }

  /**
   * Called before each request does what it asks for, and after it has and before its caller hears
   * of it; other requests go on meanwhile. Nothing by default.
   */
  public LoopbackApi watched(Consumer<ApiRequest> before, Consumer<ApiRequest> after) {
    asked = before;
    answered = after;
    return this;
  }

  /** Everything that was asked since the start, or since it was forgotten, in order. */
  public synchronized List<ApiRequest> requests() {
    return List.copyOf(requests);
  }

  /** Nobody asks any more what was asked before. */
  public synchronized LoopbackApi forget() {
    requests.clear();
    return this;
  }

  /** For {@link ProviderContract#faults}. */
  public OfferFaults faults() {
    return fault -> next(reply(fault));
  }

  /** As if it had come over HTTP: for what stands before this API and speaks otherwise. */
  public ApiReply ask(ApiRequest request) {
    asked.accept(request);
    ApiReply reply = answer(request);
    answered.accept(request);
    return reply;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, ask(read(exchange)));
    }
  }

  private static ApiRequest read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new ApiRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        ApiRequest.parameters(Optional.ofNullable(exchange.getRequestURI().getRawQuery())),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private synchronized ApiReply answer(ApiRequest request) {
    requests.add(request);
    ApiReply scripted = script.poll();
    if (scripted != null) {
      return scripted;
    }
    String route = request.method() + " " + request.path();
    return routes.getOrDefault(route, otherwise).apply(request);
  }

  private void send(HttpExchange exchange, ApiReply reply) throws IOException {
    // One connection a request: a reused one would hide a reset behind a silent retry.
    exchange.getResponseHeaders().set("Connection", "close");
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    switch (reply.delivery()) {
      case WHOLE -> {
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      }
      case CUT -> {
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
      }
      case RESET -> exchange.close();
      case SILENCE -> awaitClosing();
    }
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "loopback-api");
    thread.setDaemon(true);
    return thread;
  }

  /** Each fault as an API would show it. */
  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
      // Not a reset, which the JDK's client repeats by itself where a request may be repeated.
      case UNREACHABLE -> ApiReply.json(" ".repeat(100)).cut();
      case CREDENTIALS_REFUSED -> ApiReply.status(401, "{\"error\":\"unauthorized\"}");
      case NO_CAPACITY, QUOTA_EXCEEDED -> ApiReply.status(409, "{\"error\":\"sold out\"}");
      case UNEXPECTED -> ApiReply.json("<html>");
    };
  }
}
