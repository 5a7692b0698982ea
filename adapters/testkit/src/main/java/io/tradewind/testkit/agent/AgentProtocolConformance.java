package io.tradewind.testkit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a broker must do on its side of the agent protocol. Extend it and say where the broker is
 * and how it comes by work; every call is made over HTTP, as an agent would, and as one would that
 * lies.
 */
public abstract class AgentProtocolConformance {
  private static final Clock CLOCK = Clock.systemUTC();

  private AgentCaller agent;

  protected abstract URI broker();

  /** A fresh token for one enrolment, to a site of its own. */
  protected abstract String enrolmentToken();

  /** Makes the broker want a task run on the site, and returns the lease. */
  protected abstract String startLease(String siteId);

  /** Makes the broker want the lease's task ended. */
  protected abstract void cancelLease(String leaseId);

  @BeforeEach
  final void enrolAnAgent() {
    agent = AgentCaller.enrolled(broker(), enrolmentToken(), CLOCK);
    tellInventory(agent);
  }

  @Test
  void anEnrolmentIsAnsweredTheSameAgain() {
    String token = enrolmentToken();
    AgentCaller fresh = new AgentCaller(broker(), CLOCK);

    AgentCaller.Reply first = fresh.enrol(token);
    String agentId = fresh.agentId();
    AgentCaller.Reply second = fresh.enrol(token);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(fresh.agentId()).isEqualTo(agentId);
  }

  @Test
  void aSpentTokenIsNoGoodToAnotherKey() {
    String token = enrolmentToken();
    new AgentCaller(broker(), CLOCK).enrol(token);

    assertRefused(new AgentCaller(broker(), CLOCK).enrol(token), AgentRefusal.TOKEN_SPENT);
  }

  @Test
  void anInventedTokenIsRefused() {
    assertRefused(
        new AgentCaller(broker(), CLOCK).enrol("enrol-invented"), AgentRefusal.TOKEN_REFUSED);
  }

  @Test
  void anAssertionIsGoodOnce() {
    String assertion = agent.assertion();

    assertThat(agent.trade(assertion).status()).isEqualTo(200);
    assertRefused(agent.trade(assertion), AgentRefusal.ASSERTION_REFUSED);
  }

  @Test
  void anotherKeyCannotSpeakForAnAgent() {
    String forged = new AgentCaller(broker(), CLOCK).assertion(agent.agentId());

    assertRefused(agent.trade(forged), AgentRefusal.ASSERTION_REFUSED);
  }

  @Test
  void anUnsignedAssertionIsRefused() {
    // {"alg":"none"}
    String claims = agent.assertion().split("\\.")[1];

    assertRefused(
        agent.trade("eyJhbGciOiJub25lIn0." + claims + "."), AgentRefusal.ASSERTION_REFUSED);
  }

  @Test
  void anAgentThatNeverEnrolledIsUnknown() {
    String assertion = new AgentCaller(broker(), CLOCK).assertion(UUID.randomUUID().toString());

    assertRefused(agent.trade(assertion), AgentRefusal.AGENT_UNKNOWN);
  }

  @Test
  void nothingIsAnsweredWithoutABearerToken() {
    String leaseId = startLease(agent.siteId());
    agent.useNoBearer();
    assertRefused(heartbeat(1, "boot-1"), AgentRefusal.BEARER_REFUSED);
    agent.use("invented");
    assertRefused(agent.work("", 0), AgentRefusal.BEARER_REFUSED);
    assertRefused(status(leaseId, 1, Phase.RUNNING, null), AgentRefusal.BEARER_REFUSED);
  }

  @Test
  void anotherSitesPathsAreNotYours() {
    AgentCaller other = AgentCaller.enrolled(broker(), enrolmentToken(), CLOCK);
    String leaseId = takenLease().leaseId();

    assertRefused(
        other.send("PUT", "sites/%s/inventory".formatted(agent.siteId()), inventory("stolen")),
        AgentRefusal.NOT_YOURS);
    assertRefused(
        other.onLease("PUT", leaseId, "status", status(1, Phase.RUNNING, null)),
        AgentRefusal.NOT_YOURS);
    assertRefused(
        other.onLease("POST", leaseId, "logs", logs(1, 0, "planted")), AgentRefusal.NOT_YOURS);
    assertRefused(
        other.onLease("POST", leaseId, "usage", new LeaseReport.Usage(1, List.of())),
        AgentRefusal.NOT_YOURS);
  }

  @Test
  void theInventoryIsWantedUntilItIsKnown() {
    AgentCaller fresh = AgentCaller.enrolled(broker(), enrolmentToken(), CLOCK);
    assertThat(wantsInventory(fresh, 1, "hash-of-" + fresh.siteId())).isTrue();

    fresh.onSite("PUT", "inventory", inventory("hash-of-" + fresh.siteId()));

    assertThat(wantsInventory(fresh, 2, "hash-of-" + fresh.siteId())).isFalse();
    assertThat(wantsInventory(fresh, 3, "another-hash")).isTrue();
  }

  @Test
  void anOldHeartbeatIsRefusedAndANewBootStartsOver() {
    assertThat(heartbeat(5, "boot-1").status()).isEqualTo(200);
    assertRefused(heartbeat(5, "boot-1"), AgentRefusal.STALE_HEARTBEAT);
    assertRefused(heartbeat(4, "boot-1"), AgentRefusal.STALE_HEARTBEAT);
    assertThat(heartbeat(6, "boot-1").status()).isEqualTo(200);
    assertThat(heartbeat(1, "boot-2").status()).isEqualTo(200);
  }

  @Test
  void workIsToldAgainToWhoHasNoCursor() {
    LeaseWork work = takenLease();

    assertThat(work.action()).isEqualTo(LeaseWork.Action.RUN);
    assertThat(work.run()).isNotNull();
    assertThat(work.timeToLiveSeconds()).isPositive();
    assertThat(items("")).extracting(LeaseWork::leaseId).contains(work.leaseId());
    assertThat(items("never-heard-of")).extracting(LeaseWork::leaseId).contains(work.leaseId());
  }

  @Test
  void aWaitingRequestHearsOfNewWork() {
    String cursor = page("", 0).cursor();
    CompletableFuture<LeaseWork.Page> waiting =
        CompletableFuture.supplyAsync(() -> page(cursor, 20));

    String leaseId = startLease(agent.siteId());

    assertThat(waiting.join().items()).extracting(LeaseWork::leaseId).contains(leaseId);
  }

  @Test
  void aWaitThatBringsNothingKeepsTheCursor() {
    String cursor = page("", 0).cursor();

    LeaseWork.Page page = page(cursor, 1);

    assertThat(page.items()).isEmpty();
    assertThat(page.cursor()).isEqualTo(cursor);
  }

  @Test
  void aCancelIsToldUntilItIsDone() {
    LeaseWork work = takenLease();
    status(work.leaseId(), work.generation(), Phase.RUNNING, null);

    cancelLease(work.leaseId());

    assertThat(itemOf(work.leaseId()).action()).isEqualTo(LeaseWork.Action.STOP);
    status(work.leaseId(), work.generation(), Phase.STOPPED, null);
    assertThat(items("")).extracting(LeaseWork::leaseId).doesNotContain(work.leaseId());
  }

  @Test
  void phasesMayBeRepeatedAndComeLate() {
    LeaseWork work = takenLease();

    for (Phase phase : List.of(Phase.ACCEPTED, Phase.RUNNING, Phase.RUNNING, Phase.PREPARING)) {
      assertThat(status(work.leaseId(), work.generation(), phase, null).status()).isEqualTo(204);
    }
    assertThat(status(work.leaseId(), work.generation(), Phase.ENDED, 0).status()).isEqualTo(204);
    assertThat(status(work.leaseId(), work.generation(), Phase.ENDED, 0).status())
        .isIn(204, AgentRefusal.LEASE_CLOSED.status());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, 1000})
  void aReportOfAnotherGenerationIsFenced(long difference) {
    LeaseWork work = takenLease();
    long other = work.generation() + difference;
    String leaseId = work.leaseId();

    assertRefused(status(leaseId, other, Phase.RUNNING, null), AgentRefusal.STALE_GENERATION);
    assertRefused(
        agent.onLease("POST", leaseId, "logs", logs(other, 0, "x")), AgentRefusal.STALE_GENERATION);
    assertRefused(usage(leaseId, other, List.of()), AgentRefusal.STALE_GENERATION);
  }

  @Test
  void anInventedLeaseIsUnknown() {
    assertRefused(
        status(UUID.randomUUID().toString(), 1, Phase.RUNNING, null), AgentRefusal.LEASE_UNKNOWN);
  }

  @Test
  void linesAreTakenOnceAndGapsAreNot() {
    LeaseWork work = takenLease();

    assertThat(log(work, 0, "a", "b", "c")).isEqualTo(3);
    assertThat(log(work, 0, "a", "b", "c")).isEqualTo(3);
    assertThat(log(work, 1, "b", "c", "d")).isEqualTo(4);
    assertThat(log(work, 6, "g")).isEqualTo(4);
    assertThat(log(work, 4, "e")).isEqualTo(5);
  }

  @Test
  void usageIsTakenOnceAndMustFollow() {
    LeaseWork work = takenLease();
    Instant start = CLOCK.instant().truncatedTo(ChronoUnit.MICROS);
    List<LeaseReport.Interval> first = List.of(interval(start, 0, 5), interval(start, 5, 10));
    status(work.leaseId(), work.generation(), Phase.RUNNING, null);

    assertThat(usage(work, first).status()).isEqualTo(204);
    assertThat(usage(work, first).status()).isEqualTo(204);
    assertThat(usage(work, List.of(interval(start, 10, 15))).status()).isEqualTo(204);
    assertRefused(usage(work, List.of(interval(start, 16, 20))), AgentRefusal.USAGE_REFUSED);
    assertRefused(usage(work, List.of(interval(start, 14, 20))), AgentRefusal.USAGE_REFUSED);
    assertRefused(usage(work, List.of(interval(start, 15, 76))), AgentRefusal.USAGE_REFUSED);
    assertRefused(
        usage(work, List.of(interval(start.plusSeconds(3600), 0, 5))), AgentRefusal.USAGE_REFUSED);
  }

  private LeaseWork takenLease() {
    String leaseId = startLease(agent.siteId());
    String cursor = "";
    for (int tries = 0; tries < 20; tries++) {
      LeaseWork.Page page = page(cursor, 2);
      for (LeaseWork item : page.items()) {
        if (item.leaseId().equals(leaseId)) {
          return item;
        }
      }
      cursor = page.cursor();
    }
    throw new AssertionError("The lease %s was not told.".formatted(leaseId));
  }

  private LeaseWork itemOf(String leaseId) {
    return items("").stream()
        .filter(item -> item.leaseId().equals(leaseId))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The lease %s was not told.".formatted(leaseId)));
  }

  private List<LeaseWork> items(String cursor) {
    return page(cursor, 0).items();
  }

  private LeaseWork.Page page(String cursor, int waitSeconds) {
    AgentCaller.Reply reply = agent.work(cursor, waitSeconds);
    assertThat(reply.status()).isEqualTo(200);
    return reply.as(LeaseWork.Page.class);
  }

  private AgentCaller.Reply heartbeat(long sequence, String bootId) {
    return agent.onSite(
        "POST", "heartbeat", new Heartbeat(sequence, bootId, "hash", CLOCK.instant(), List.of()));
  }

  private static boolean wantsInventory(AgentCaller caller, long sequence, String hash) {
    Heartbeat heartbeat = new Heartbeat(sequence, "boot-1", hash, CLOCK.instant(), List.of());
    AgentCaller.Reply reply = caller.onSite("POST", "heartbeat", heartbeat);
    assertThat(reply.status()).isEqualTo(200);
    return reply.as(Heartbeat.Reply.class).inventoryWanted();
  }

  private static void tellInventory(AgentCaller caller) {
    assertThat(caller.onSite("PUT", "inventory", inventory("hash")).status()).isEqualTo(204);
    wantsInventory(caller, 1, "hash");
  }

  private static Inventory inventory(String hash) {
    return new Inventory(
        hash, "amd64", "Linux", 64, 262_144, 1_000_000, List.of(), List.of("process"));
  }

  private AgentCaller.Reply status(
      String leaseId, long generation, Phase phase, @Nullable Integer exitCode) {
    return agent.onLease("PUT", leaseId, "status", status(generation, phase, exitCode));
  }

  private static LeaseReport.Status status(
      long generation, Phase phase, @Nullable Integer exitCode) {
    return new LeaseReport.Status(
        generation, phase, CLOCK.instant().truncatedTo(ChronoUnit.MICROS), exitCode, null);
  }

  private long log(LeaseWork work, long first, String... texts) {
    AgentCaller.Reply reply =
        agent.onLease("POST", work.leaseId(), "logs", logs(work.generation(), first, texts));
    assertThat(reply.status()).isEqualTo(200);
    return reply.as(LeaseReport.LogsReply.class).nextSequence();
  }

  private static LeaseReport.Logs logs(long generation, long first, String... texts) {
    Instant now = CLOCK.instant().truncatedTo(ChronoUnit.MICROS);
    List<LeaseReport.Line> lines =
        IntStream.range(0, texts.length)
            .mapToObj(i -> new LeaseReport.Line(now, "stdout", texts[i]))
            .toList();
    return new LeaseReport.Logs(generation, first, lines);
  }

  private AgentCaller.Reply usage(LeaseWork work, List<LeaseReport.Interval> intervals) {
    return usage(work.leaseId(), work.generation(), intervals);
  }

  private AgentCaller.Reply usage(
      String leaseId, long generation, List<LeaseReport.Interval> intervals) {
    return agent.onLease("POST", leaseId, "usage", new LeaseReport.Usage(generation, intervals));
  }

  private static LeaseReport.Interval interval(Instant start, long from, long to) {
    return new LeaseReport.Interval(start.plusSeconds(from), start.plusSeconds(to), 0.5);
  }

  private static void assertRefused(AgentCaller.Reply reply, AgentRefusal refusal) {
    assertThat(reply.code()).isEqualTo(refusal.code());
    assertThat(reply.status()).isEqualTo(refusal.status());
  }
}
