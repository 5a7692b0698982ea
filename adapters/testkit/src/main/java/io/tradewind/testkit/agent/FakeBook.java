package io.tradewind.testkit.agent;

import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Assertion;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SealingKeys;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a broker knows of agents and leases, and how it answers their calls. */
final class FakeBook {
  /**
   * @param path its parts, without slashes
   */
  record Call(String method, List<String> path, String query, String authorization, byte[] body) {}

  record Answer(int status, byte[] body) {
    static Answer nothing() {
      return new Answer(204, new byte[0]);
    }

    static Answer of(int status, Object message) {
      return new Answer(status, AgentJson.write(message));
    }
  }

  private record Agent(String siteId, String agentId, String publicKey) {}

  private final Clock clock;
  private final Map<String, Optional<Agent>> tokens = new HashMap<>();
  private final Map<String, Agent> agents = new HashMap<>();
  private final Map<String, Agent> bearers = new HashMap<>();
  private final Set<String> spentAssertions = new HashSet<>();
  private final Map<String, FakeLease> leases = new HashMap<>();
  private final Map<String, Heartbeat> lastHeartbeats = new HashMap<>();
  private final List<Enrolment.Reply> enrolments = new ArrayList<>();
  private final Map<String, Inventory> inventories = new HashMap<>();
  private int heartbeats;
  private long version = 1;
  private boolean repeatsWork;
  private boolean revoked;
  private byte[] carried = new byte[0];
  private Optional<String> wanted = Optional.empty();
  private String upgradeFault = "";
  private Optional<Heartbeat.Program> program = Optional.empty();

  FakeBook(Clock clock) {
    this.clock = clock;
  }

  Answer answer(Call call) throws RefusedException, InterruptedException {
    try {
      return switch (call.path().get(2)) {
        case "enrolments" -> enrol(AgentJson.read(call.body(), Enrolment.Request.class));
        case "agent.jar" -> carried();
        case "tokens" -> token(AgentJson.read(call.body(), Enrolment.TokenRequest.class));
        case "sites" -> site(call, authenticate(call));
        case "leases" -> lease(call, authenticate(call));
        default -> throw malformed("There is no such path.");
      };
    } catch (UncheckedIOException | IndexOutOfBoundsException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private synchronized Answer enrol(Enrolment.Request request) throws RefusedException {
    AgentKeys.decode(request.publicKey());
    Optional<Agent> spent = tokens.get(request.token());
    if (spent == null) {
      throw new RefusedException(AgentRefusal.TOKEN_REFUSED, "The token is unknown.");
    }
    if (spent.isPresent()) {
      if (!spent.get().publicKey().equals(request.publicKey())) {
        throw new RefusedException(AgentRefusal.TOKEN_SPENT, "Another key spent the token.");
      }
      return Answer.of(200, new Enrolment.Reply(spent.get().siteId(), spent.get().agentId()));
    }
    Agent agent =
        new Agent(UUID.randomUUID().toString(), UUID.randomUUID().toString(), request.publicKey());
    tokens.put(request.token(), Optional.of(agent));
    agents.put(agent.agentId(), agent);
    Enrolment.Reply reply = new Enrolment.Reply(agent.siteId(), agent.agentId());
    enrolments.add(reply);
    return Answer.of(201, reply);
  }

  private synchronized Answer token(Enrolment.TokenRequest request) throws RefusedException {
    Assertion assertion = Assertion.read(request.assertion(), AgentJson::object);
    Agent agent = agents.get(assertion.agentId());
    if (agent == null) {
      throw new RefusedException(AgentRefusal.AGENT_UNKNOWN, "Nobody enrolled under this id.");
    }
    assertion.verify(AgentKeys.decode(agent.publicKey()), clock.instant());
    if (!spentAssertions.add(assertion.id())) {
      throw new RefusedException(AgentRefusal.ASSERTION_REFUSED, "It was used before.");
    }
    if (revoked) {
      throw new RefusedException(AgentRefusal.AGENT_REVOKED, "It is no longer wanted.");
    }
    String bearer = UUID.randomUUID().toString();
    bearers.put("Bearer " + bearer, agent);
    return Answer.of(200, new Enrolment.TokenReply(bearer, 300));
  }

  private synchronized Agent authenticate(Call call) throws RefusedException {
    Agent agent = bearers.get(call.authorization());
    if (agent == null) {
      throw new RefusedException(AgentRefusal.BEARER_REFUSED, "The bearer token is no good.");
    }
    return agent;
  }

  private Answer site(Call call, Agent agent) throws RefusedException, InterruptedException {
    if (!call.path().get(3).equals(agent.siteId())) {
      throw new RefusedException(AgentRefusal.NOT_YOURS, "The site is another agent's.");
    }
    return switch (call.path().get(4)) {
      case "heartbeat" -> heartbeat(agent, AgentJson.read(call.body(), Heartbeat.class));
      case "inventory" -> inventory(agent, AgentJson.read(call.body(), Inventory.class));
      case "leases" -> work(agent, call.query());
      default -> throw malformed("There is no such path.");
    };
  }

  private synchronized Answer heartbeat(Agent agent, Heartbeat heartbeat) throws RefusedException {
    Heartbeat last = lastHeartbeats.get(agent.agentId());
    if (last != null
        && last.bootId().equals(heartbeat.bootId())
        && last.sequence() >= heartbeat.sequence()) {
      throw new RefusedException(AgentRefusal.STALE_HEARTBEAT, "A newer one came first.");
    }
    lastHeartbeats.put(agent.agentId(), heartbeat);
    heartbeats++;
    Inventory known = inventories.get(agent.siteId());
    boolean isWanted = known == null || !known.hash().equals(heartbeat.inventoryHash());
    program = Optional.ofNullable(heartbeat.program());
    return Answer.of(
        200,
        new Heartbeat.Reply(clock.instant(), 1, isWanted, null, wantedOf(heartbeat.program())));
  }

  private @Nullable String wantedOf(Heartbeat.@Nullable Program told) {
    if (told == null) {
      return null;
    }
    if (wanted.isPresent() && wanted.get().equals(told.failed())) {
      upgradeFault = String.valueOf(told.reason());
      wanted = Optional.empty();
    }
    return wanted.filter(it -> !it.equals(told.sha256())).orElse(null);
  }

  synchronized String upgradeFault() {
    return upgradeFault;
  }

  private synchronized Answer carried() {
    return new Answer(200, carried);
  }

  synchronized void carry(byte[] bytes, String sha256) {
    carried = bytes;
    wanted = Optional.of(sha256);
  }

  synchronized Optional<Heartbeat.Program> program() {
    return program;
  }

  private synchronized Answer inventory(Agent agent, Inventory told) {
    inventories.put(agent.siteId(), told);
    return Answer.nothing();
  }

  private Answer work(Agent agent, String query) throws InterruptedException {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], parts.length < 2 ? "" : parts[1]);
    }
    String cursor = parameters.getOrDefault("after", "");
    return work(agent, cursor, Long.parseLong(parameters.getOrDefault("wait", "0")));
  }

  private synchronized Answer work(Agent agent, String cursor, long seconds)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (cursor.equals(cursor()) && !repeatsWork && System.nanoTime() < end) {
      wait(100);
    }
    // Who asked may be dead by now, and forgotten: it must not be the first to ask for a lease.
    boolean isForgotten = !agents.containsKey(agent.agentId());
    boolean nothingNew = isForgotten || (cursor.equals(cursor()) && !repeatsWork);
    List<LeaseWork> items =
        nothingNew
            ? List.of()
            : leases.values().stream()
                .filter(lease -> lease.belongsTo(agent.siteId()))
                .filter(lease -> repeatsWork || !lease.isOver())
                .map(FakeLease::work)
                .toList();
    return Answer.of(200, new LeaseWork.Page(cursor(), items));
  }

  private Answer lease(Call call, Agent agent) throws RefusedException {
    FakeLease lease = known(call.path().get(3));
    if (!lease.belongsTo(agent.siteId())) {
      throw new RefusedException(AgentRefusal.NOT_YOURS, "The lease is another site's.");
    }
    switch (call.path().get(4)) {
      case "status" -> lease.status(AgentJson.read(call.body(), LeaseReport.Status.class));
      case "usage" ->
          lease.usage(AgentJson.read(call.body(), LeaseReport.Usage.class), clock.instant());
      case "reclaim" -> lease.reclaim(AgentJson.read(call.body(), LeaseReport.Reclaim.class));
      case "logs" -> {
        long next = lease.logs(AgentJson.read(call.body(), LeaseReport.Logs.class));
        return Answer.of(200, new LeaseReport.LogsReply(next));
      }
      default -> throw malformed("There is no such path.");
    }
    return Answer.nothing();
  }

  private synchronized FakeLease known(String leaseId) throws RefusedException {
    FakeLease lease = leases.get(leaseId);
    if (lease == null) {
      throw new RefusedException(AgentRefusal.LEASE_UNKNOWN, "There is no such lease.");
    }
    return lease;
  }

  synchronized String issueToken() {
    String token = "enrol-" + UUID.randomUUID();
    tokens.put(token, Optional.empty());
    return token;
  }

  /** A lease that nobody is told of yet. */
  synchronized FakeLease prepare(LeaseWork work) {
    return leases.computeIfAbsent(work.leaseId(), id -> new FakeLease(work, clock.instant()));
  }

  synchronized FakeLease want(LeaseWork work) {
    FakeLease lease = prepare(work);
    lease.want(work);
    version++;
    notifyAll();
    return lease;
  }

  synchronized FakeLease lease(String leaseId) {
    FakeLease lease = leases.get(leaseId);
    if (lease == null) {
      throw new AssertionError("There is no lease " + leaseId);
    }
    return lease;
  }

  synchronized String siteId() {
    return enrolments.get(enrolments.size() - 1).siteId();
  }

  /** The id under which an agent enrolled last, and its own key. */
  synchronized String agentId() {
    return enrolments.get(enrolments.size() - 1).agentId();
  }

  synchronized String agentKey() {
    Agent agent = agents.get(agentId());
    if (agent == null) {
      throw new AssertionError("No agent has enrolled.");
    }
    return agent.publicKey();
  }

  /** What it told last. */
  synchronized Optional<SealingKeys.Announced> sealingKey() {
    return enrolments.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(lastHeartbeats.get(agentId())).map(Heartbeat::sealing);
  }

  synchronized int enrolments() {
    return enrolments.size();
  }

  synchronized int heartbeats() {
    return heartbeats;
  }

  synchronized Optional<Inventory> inventory() {
    return inventories.values().stream().findFirst();
  }

  synchronized void repeatWork() {
    repeatsWork = true;
  }

  synchronized void expireBearers() {
    bearers.clear();
  }

  synchronized void revokeAgents() {
    revoked = true;
    bearers.clear();
  }

  synchronized void forgetEverything() {
    forgetAgents();
    tokens.clear();
    leases.clear();
    inventories.clear();
    version++;
  }

  synchronized void forgetAgents() {
    bearers.clear();
    agents.clear();
  }

  synchronized void changed() {
    notifyAll();
  }

  /**
   * Waits until the condition holds or the time is over; each call of an agent is a reason to look.
   */
  synchronized boolean await(BooleanSupplier condition, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > end) {
          return false;
        }
        wait(50);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting.", e);
    }
  }

  Instant now() {
    return clock.instant();
  }

  synchronized String describe() {
    return leases.toString();
  }

  private String cursor() {
    return "v" + version;
  }

  private static RefusedException malformed(String detail) {
    return new RefusedException(AgentRefusal.MALFORMED, detail);
  }
}
