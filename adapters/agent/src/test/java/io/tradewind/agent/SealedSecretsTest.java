package io.tradewind.agent;

import static io.tradewind.agent.RunningAgent.newLease;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Secret;
import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.LeaseSeal;
import io.tradewind.api.agent.LeaseSeal.Place;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.api.agent.SealingKeys;
import io.tradewind.testkit.agent.FakeBroker;
import io.tradewind.testkit.agent.FakeLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real agent is sent secrets that only it can read. */
class SealedSecretsTest {
  private static final String TEXT = "hf_qz81-the text\nof the secret";

  private FakeBroker broker;
  private RunningAgent agent;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    broker = FakeBroker.start();
    agent = new RunningAgent(broker, folder).start();
    broker.await("its key", () -> broker.sealingKey().isPresent());
  }

  @AfterEach
  void stopBoth() throws InterruptedException {
    agent.close();
    broker.close();
  }

  @Test
  void aWorkloadSeesWhatWasSealedToItsAgent() throws Exception {
    String lease = newLease();

    FakeLease ended =
        finished(
            lease,
            "printf '%s' \"$TOKEN\" | tr a-z A-Z; echo; echo $PLAIN",
            new Place(lease, 1, agentId()));

    assertThat(ended.text("stdout")).containsExactly("HF_QZ81-THE TEXT", "OF THE SECRET", "seen");
    assertThat(agent.output()).doesNotContain(TEXT);
    broker.await("nothing of it on disk", () -> isNowhere(TEXT));
  }

  private boolean isNowhere(String text) {
    try {
      for (Path file : agent.filesOfState()) {
        if (Files.exists(file)
            && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(text)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      // It is tidied up meanwhile.
      return false;
    }
  }

  @Test
  void whatWasSealedForAnotherLeaseOrGenerationOrAgentIsNotOpened() throws Exception {
    List<UnaryOperator<Place>> others =
        List.of(
            place -> new Place(newLease(), place.generation(), place.agentId()),
            place -> new Place(place.leaseId(), 2, place.agentId()),
            place -> new Place(place.leaseId(), place.generation(), newLease()));
    for (UnaryOperator<Place> other : others) {
      String lease = newLease();

      FakeLease ended = finished(lease, "echo never", other.apply(new Place(lease, 1, agentId())));

      assertThat(ended.lastStatus().phase()).isEqualTo(Phase.FAILED);
      assertThat(ended.lastStatus().reason())
          .isEqualTo(
              "Not started: The secrets are not sealed to this agent and generation of the lease,"
                  + " or were changed on their way.");
      assertThat(ended.lines()).isEmpty();
    }
  }

  @Test
  void aKeyThatHasServedItsTimeIsReplacedAndOpensWhatWasOnItsWay() throws Exception {
    SealingKeys.Announced first = broker.sealingKey().orElseThrow();
    agent.kill();
    Path file = agent.state().resolve("seal.key");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
    SealKeys keys = SealKeys.load(agent.state(), Identity.load(agent.state()));

    assertThat(keys.renewIfDue(Instant.now())).isTrue();
    assertThat(keys.renewIfDue(Instant.now())).as("once").isFalse();

    assertThat(keys.announced().publicKey()).isNotEqualTo(first.publicKey());
    String lease = newLease();
    LeaseWork.Run sealed = sealed("true", new Place(lease, 1, agentId()), first);
    assertThat(SealKeys.load(agent.state(), Identity.load(agent.state())).open(lease, 1, sealed))
        .satisfies(
            run -> {
              assertThat(run.environment()).containsEntry("TOKEN", TEXT);
              assertThat(run.sealed()).isNull();
            });
  }

  @Test
  void itsKeyIsNamedByTheAgentItself() throws Exception {
    SealingKeys.Announced told = broker.sealingKey().orElseThrow();

    assertThat(SealingKeys.isNamedBy(AgentKeys.decode(broker.agentKey()), agentId(), told))
        .isTrue();
    assertThat(
            SealingKeys.isNamedBy(
                AgentKeys.decode(broker.agentKey()),
                agentId(),
                new SealingKeys.Announced(
                    SealingKeys.encode(SealingKeys.generate().getPublic()), told.signature())))
        .isFalse();
  }

  private String agentId() {
    return broker.agentId();
  }

  private FakeLease finished(String leaseId, String command, Place place) throws Exception {
    LeaseWork.Run run = sealed(command, place, broker.sealingKey().orElseThrow());
    FakeLease lease = broker.want(new LeaseWork(leaseId, 1, LeaseWork.Action.RUN, run, 60));
    broker.await("its end", lease::isOver);
    return lease;
  }

  private static LeaseWork.Run sealed(String command, Place place, SealingKeys.Announced key)
      throws Exception {
    LeaseSeal.Sealed secrets =
        LeaseSeal.seal(
            SealingKeys.decode(key.publicKey()), place, Map.of("TOKEN", new Secret(TEXT)));
    return new LeaseWork.Run(
        "workload-1",
        "sample",
        null,
        "",
        command,
        Map.of("PLAIN", "seen"),
        1,
        256,
        0,
        1,
        null,
        "",
        true,
        null,
        secrets);
  }
}
