package io.tradewind.testkit.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SealingKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * The broker's side of the agent protocol, in memory, over real HTTP. It holds to the protocol's
 * rules as the server does, and can be made to lose replies, refuse, repeat itself and go away.
 */
public final class FakeBroker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeBook book;
  private final Faults faults = new Faults();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool(FakeBroker::daemon);
  private final int port;
  private HttpServer server;

  private FakeBroker(Clock clock) throws IOException {
    this.book = new FakeBook(clock);
    this.server = listen(0);
    this.port = server.getAddress().getPort();
  }

  public static FakeBroker start() throws IOException {
    return new FakeBroker(Clock.systemUTC());
  }

  /**
   * @param clock the broker's, which may differ from the agent's
   */
  public static FakeBroker start(Clock clock) throws IOException {
    return new FakeBroker(clock);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A fresh token for one enrolment to a new site. */
  public String issueToken() {
    return book.issueToken();
  }

  /** What the agent should do now; replaces what was wanted of the lease before. */
  public FakeLease want(LeaseWork work) {
    return book.want(work);
  }

  /** The same for the agent of one site only. */
  public FakeLease want(String siteId, LeaseWork work) {
    FakeLease lease = book.prepare(work);
    lease.belongsTo(siteId);
    return book.want(work);
  }

  public FakeLease lease(String leaseId) {
    return book.lease(leaseId);
  }

  /** The site of the agent that enrolled last. */
  public String siteId() {
    return book.siteId();
  }

  /** The id of the agent that enrolled last. */
  public String agentId() {
    return book.agentId();
  }

  /** Its own key, as it enrolled with it. */
  public String agentKey() {
    return book.agentKey();
  }

  /** The key to which secrets for it are sealed, as its last heartbeat told. */
  public Optional<SealingKeys.Announced> sealingKey() {
    return book.sealingKey();
  }

  public int enrolments() {
    return book.enrolments();
  }

  public int heartbeats() {
    return book.heartbeats();
  }

  /** What was told of a site, once it was told. */
  public Optional<Inventory> inventory() {
    return book.inventory();
  }

  /**
   * From now on agents are to go on with this program.
   *
   * @param sha256 what they are told that it has
   */
  public void carry(byte[] program, String sha256) {
    book.carry(program, sha256);
  }

  /** What the agent that was heard last runs, as it told; empty when it told nothing. */
  public Optional<Heartbeat.Program> program() {
    return book.program();
  }

  /** Why an agent did not go on with what it was to; empty as long as none told so. */
  public String upgradeFault() {
    return book.upgradeFault();
  }

  /** Answers each request for work with everything, as if the cursor were always unknown. */
  public void repeatWork() {
    book.repeatWork();
  }

  /** Every bearer token given so far is worth nothing from now on. */
  public void expireBearers() {
    book.expireBearers();
  }

  /** A broker with a fresh database: it knows neither agents nor leases. */
  public void forgetEverything() {
    book.forgetEverything();
  }

  /** It knows no agent any more; tokens that were not spent are good still. */
  public void forgetAgents() {
    book.forgetAgents();
  }

  public void revokeAgents() {
    book.revokeAgents();
  }

  /** The next calls to the path are done, but their replies never arrive. */
  public void loseReplies(String pathPart, int times) {
    faults.add(times, new Faults.Fault(pathPart, 0, ""));
  }

  /** The next calls to the path are not done, but refused. */
  public void refuse(String pathPart, AgentRefusal refusal, int times) {
    faults.add(times, new Faults.Fault(pathPart, refusal.status(), refusal.code()));
  }

  /** The next call to the path is refused too, but not before something else has come to pass. */
  public void refuseOnce(String pathPart, AgentRefusal refusal, BooleanSupplier since) {
    faults.add(1, new Faults.Fault(pathPart, refusal.status(), refusal.code(), since));
  }

  /** The next calls to the path are answered by something that does not know the protocol. */
  public void answerInstead(String pathPart, int status, int times) {
    faults.add(times, new Faults.Fault(pathPart, status, ""));
  }

  public void forgetFaults() {
    faults.clear();
  }

  public boolean areFaultsUsedUp() {
    return faults.isUsedUp();
  }

  /** Method and path of every call, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Stops listening. What is known is kept. */
  public synchronized void goAway() {
    server.stop(0);
  }

  /** Listens again, on the same address. */
  public synchronized void comeBack() throws IOException {
    server = listen(port);
  }

  /** Waits until the condition holds; each call of an agent is a reason to look again. */
  public void await(String what, BooleanSupplier condition) {
    if (!book.await(condition, PATIENCE)) {
      throw new AssertionError(
          "Not within %s: %s. Known: %s".formatted(PATIENCE, what, book.describe()));
    }
  }

  @Override
  public synchronized void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private HttpServer listen(int atPort) throws IOException {
    HttpServer created =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
    created.setExecutor(workers);
    created.createContext("/", this::serve);
    created.start();
    return created;
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    calls.add(exchange.getRequestMethod() + " " + path);
    var fault = faults.next(path);
    try {
      if (fault.isPresent() && fault.get().status() > 0) {
        book.await(fault.get().since(), PATIENCE);
        answerFault(exchange, fault.get());
        return;
      }
      FakeBook.Answer answer = dispatch(exchange, path, body);
      if (fault.isEmpty()) {
        answer(exchange, answer.status(), "application/json", answer.body());
      }
    } catch (RefusedException e) {
      problem(exchange, e.refusal().status(), e.refusal().code(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
      book.changed();
    }
  }

  private FakeBook.Answer dispatch(HttpExchange exchange, String path, byte[] body)
      throws RefusedException, InterruptedException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    FakeBook.Call call =
        new FakeBook.Call(
            exchange.getRequestMethod(),
            List.of(path.substring(1).split("/")),
            String.valueOf(exchange.getRequestURI().getQuery()),
            header == null ? "" : header,
            body);
    return book.answer(call);
  }

  private void answerFault(HttpExchange exchange, Faults.Fault fault) throws IOException {
    if (fault.status() == 429 || fault.status() == 503) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    if (fault.code().isEmpty()) {
      answer(
          exchange,
          fault.status(),
          "text/html",
          "<html>no</html>".getBytes(StandardCharsets.UTF_8));
    } else {
      problem(exchange, fault.status(), fault.code(), "as the test wants it");
    }
  }

  private void problem(HttpExchange exchange, int status, String code, String detail)
      throws IOException {
    byte[] body =
        AgentJson.write(
            Map.of("status", status, "code", code, "detail", detail, "brokerTime", book.now()));
    answer(exchange, status, "application/problem+json", body);
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-broker");
    thread.setDaemon(true);
    return thread;
  }
}
