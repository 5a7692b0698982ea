package io.tradewind.agent;

import static io.tradewind.agent.RunningAgent.newLease;
import static io.tradewind.agent.RunningAgent.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.agent.FakeBroker;
import io.tradewind.testkit.agent.FakeLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker is away, refuses, loses replies, or is another one. */
class AgentOutageTest {
  private Path folder;
  private FakeBroker broker;
  private RunningAgent agent;

  @BeforeEach
  void startBroker(@TempDir Path temporary) throws IOException {
    folder = temporary;
    broker = FakeBroker.start();
    agent = new RunningAgent(broker, folder);
  }

  @AfterEach
  void stopBoth() throws InterruptedException {
    agent.close();
    broker.close();
  }

  @Test
  void aLostEnrolmentReplyMakesNoSecondAgent() throws Exception {
    broker.loseReplies("/enrolments", 2);

    agent.start();
    broker.await("heartbeats", () -> broker.heartbeats() > 0);

    assertThat(broker.enrolments()).isEqualTo(1);
  }

  @Test
  void anEnrolmentOutlivesAKillBetweenCallAndReply() throws Exception {
    String token = broker.issueToken();
    broker.loseReplies("/enrolments", 1000);
    agent.startWithToken(token);
    broker.await("it enrolled", () -> broker.enrolments() == 1);
    agent.kill();

    broker.forgetFaults();
    agent.startWithToken(token);
    broker.await("heartbeats", () -> broker.heartbeats() > 0);

    assertThat(broker.enrolments()).isEqualTo(1);
  }

  @Test
  void aRefusedTokenEndsTheAgent() throws Exception {
    agent.startWithToken("enrol-wrong");

    assertThat(agent.exitCode()).isEqualTo(4);
    assertThat(agent.output()).contains("token_refused").doesNotContain("enrol-wrong");
  }

  @Test
  void aRevokedAgentEndsItsWorkloadsAndItself() throws Exception {
    String leaseId = newLease();
    agent.start();
    FakeLease lease = broker.want(run(leaseId, "echo ready; sleep 60"));
    broker.await("ready", () -> lease.text("").contains("ready"));

    broker.revokeAgents();

    assertThat(agent.exitCode()).isEqualTo(4);
    assertThat(RunningAgent.anythingRuns(leaseId)).isFalse();
  }

  @Test
  void aBrokerWithAFreshDatabaseIsEnrolledWithAnew() throws Exception {
    agent.start();
    broker.await("heartbeats", () -> broker.heartbeats() > 0);
    agent.kill();

    broker.forgetEverything();
    agent.start();
    broker.await("a second enrolment", () -> broker.enrolments() == 2);
    FakeLease lease = broker.want(run(newLease(), "echo again"));
    broker.await("its end", lease::isOver);

    assertThat(lease.text("stdout")).containsExactly("again");
  }

  @Test
  void aCallThatBeganBeforeItEnrolledAnewDoesNotEndItByItsRefusal() throws Exception {
    agent.start();
    broker.await("heartbeats", () -> broker.heartbeats() > 0);
    agent.kill();
    String before = "/sites/" + broker.siteId() + "/leases";
    int asked = broker.calls().size();
    broker.refuseOnce(before, AgentRefusal.NOT_YOURS, () -> broker.enrolments() == 2);
    agent.start();
    broker.await(
        "it asks for work under its old site's path",
        () ->
            broker
                .calls()
                .subList(asked, broker.calls().size())
                .contains("GET /agent/v1" + before));

    broker.forgetAgents();
    broker.await("a second enrolment", () -> broker.enrolments() == 2);
    FakeLease lease = broker.want(run(newLease(), "echo again"));
    broker.await("its end", lease::isOver);

    assertThat(broker.areFaultsUsedUp()).isTrue();
    assertThat(lease.text("stdout")).containsExactly("again");
    assertThat(agent.isAlive()).isTrue();
  }

  @Test
  void anUnknownAgentWithoutAFreshTokenEnds() throws Exception {
    String token = broker.issueToken();
    agent.startWithToken(token);
    broker.await("heartbeats", () -> broker.heartbeats() > 0);

    broker.forgetEverything();

    assertThat(agent.exitCode()).isEqualTo(4);
  }

  @Test
  void aWorkloadGoesOnWhileTheBrokerIsAway() throws Exception {
    agent.start();
    Path gate = folder.resolve("gate");
    Path alive = folder.resolve("alive");
    String command =
        "i=0; while [ ! -e %s ]; do echo line $i; i=$((i+1)); sleep 0.02; done; touch %s; exit 5"
            .formatted(gate, alive);
    FakeLease lease = broker.want(run(newLease(), command));
    broker.await("some lines", () -> lease.lines().size() > 5);

    broker.goAway();
    Files.createFile(gate);
    broker.await("its end without a broker", () -> Files.exists(alive));
    broker.comeBack();
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().exitCode()).isEqualTo(5);
    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.range(0, lease.lines().size()).mapToObj(i -> "line " + i).toList());
    assertThat(lease.intervals().get(lease.intervals().size() - 1).to())
        .isEqualTo(lease.lastStatus().at());
  }

  @Test
  void theTimeToLiveEndsAWorkloadThatTheBrokerCannotReach() throws Exception {
    agent.start();
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, "echo ready; sleep 60", "", Map.of(), 0, 3));
    broker.await("ready", () -> lease.text("").contains("ready"));

    broker.goAway();
    broker.await("the workload is gone", () -> !RunningAgent.anythingRuns(leaseId));
    broker.comeBack();
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("no word from the broker for 3 s");
    assertThat(lease.metered()).isLessThan(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/logs", "/usage", "/leases", "/heartbeat", "/tokens"})
  void lostRepliesLoseAndDoubleNothing(String path) throws Exception {
    broker.loseReplies(path, 3);
    agent.start();

    FakeLease lease = broker.want(run(newLease(), "seq 1 3000; sleep 1; seq 3001 4000"));
    broker.await("its end and every fault", () -> lease.isOver() && broker.areFaultsUsedUp());

    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.rangeClosed(1, 4000).mapToObj(Integer::toString).toList());
    assertThat(lease.lastStatus().exitCode()).isZero();
    assertThat(lease.wasReportedAfterItsEnd()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 409, 429, 500, 502, 503})
  void whatIsNoWordOfTheProtocolIsTriedAgain(int status) throws Exception {
    agent.start();
    broker.answerInstead("/leases", status, 3);
    broker.answerInstead("/heartbeat", status, 1);

    FakeLease lease = broker.want(run(newLease(), "echo done"));
    broker.await("its end and every fault", () -> lease.isOver() && broker.areFaultsUsedUp());

    assertThat(lease.lastStatus().exitCode()).isZero();
    assertThat(lease.text("stdout")).containsExactly("done");
  }

  @Test
  void anExpiredBearerTokenIsRenewed() throws Exception {
    agent.start();
    FakeLease lease = broker.want(run(newLease(), "echo one; sleep 1; echo two"));
    broker.await("the first line", () -> lease.lines().size() == 1);

    broker.expireBearers();
    broker.await("its end", lease::isOver);

    assertThat(lease.text("stdout")).containsExactly("one", "two");
  }

  @ParameterizedTest
  @EnumSource(
      value = AgentRefusal.class,
      names = {"NOT_YOURS", "LEASE_UNKNOWN", "STALE_GENERATION", "LEASE_CLOSED"})
  void aLeaseThatIsNoLongerOursIsEndedAndForgotten(AgentRefusal refusal) throws Exception {
    agent.start();
    String leaseId = newLease();
    String gate = folder.resolve("gate").toString();
    FakeLease lease =
        broker.want(
            run(
                leaseId,
                "echo a; while [ ! -e %s ]; do sleep 0.05; done; echo b; sleep 60"
                    .formatted(gate)));
    broker.await("the first line", () -> lease.lines().size() == 1);

    broker.refuse("/logs", refusal, 1);
    Files.createFile(Path.of(gate));
    broker.await("the workload is gone", () -> !RunningAgent.anythingRuns(leaseId));
    int heartbeats = broker.heartbeats();
    broker.await("two more heartbeats", () -> broker.heartbeats() > heartbeats + 1);

    assertThat(lease.isOver()).isFalse();
    assertThat(lease.text("")).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/logs", "/usage"})
  void aReportThatIsRefusedForGoodDoesNotHoldUpTheEnd(String path) throws Exception {
    agent.start();
    broker.refuse(path, AgentRefusal.MALFORMED, 1);

    FakeLease lease = broker.want(run(newLease(), "echo something; sleep 1"));
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().exitCode()).isZero();
    assertThat(agent.filesOfState())
        .filteredOn(file -> file.endsWith("refused.jsonl"))
        .singleElement()
        .satisfies(file -> assertThat(file).content().contains("malformed"));
  }

  @Test
  void aWrongClockIsCorrectedByTheBrokers() throws Exception {
    broker.close();
    broker = FakeBroker.start(Clock.offset(Clock.systemUTC(), Duration.ofHours(30)));
    agent = new RunningAgent(broker, folder);
    agent.start();

    FakeLease lease = broker.want(run(newLease(), "echo hello; sleep 1"));
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().exitCode()).isZero();
    assertThat(lease.metered()).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void anAgentThatMayNotRunProcessesSaysSo() throws Exception {
    agent.startBare(broker.issueToken(), List.of("--heartbeat-seconds", "1"));

    FakeLease lease = broker.want(run(newLease(), "echo never"));
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("--executor process");
    broker.await("the inventory", () -> broker.inventory().isPresent());
    assertThat(broker.inventory().orElseThrow().executors()).isEmpty();
  }

  @Test
  void logThatDoesNotFitIsDroppedWithAWord() throws Exception {
    agent.start("--log-buffer-mib", "1");
    Path gate = folder.resolve("gate");
    Path full = folder.resolve("full");
    String command =
        "echo first; while [ ! -e %s ]; do sleep 0.05; done; seq 1 200000; touch %s; sleep 2; echo last"
            .formatted(gate, full);
    FakeLease lease = broker.want(run(newLease(), command));
    broker.await("the first line", () -> lease.lines().size() == 1);

    broker.goAway();
    Files.createFile(gate);
    broker.await("more than fits", () -> Files.exists(full) && agent.isAlive());
    broker.await("it was read", () -> hasEnded());
    broker.comeBack();
    broker.await("its end", lease::isOver);

    assertThat(lease.text("system")).singleElement().asString().contains("were dropped here");
    assertThat(lease.text("stdout").size()).isBetween(1000, 150_000);
  }

  private boolean hasEnded() {
    try {
      return agent.filesOfState().stream().anyMatch(file -> file.endsWith("exit"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
