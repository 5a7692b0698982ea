package io.tradewind.agent;

import static io.tradewind.agent.RunningAgent.newLease;
import static io.tradewind.agent.RunningAgent.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.agent.FakeBroker;
import io.tradewind.testkit.agent.FakeLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent of a machine that is there for one lease. */
class EphemeralAgentTest {
  private static final ApiReply NO_NOTICE = ApiReply.status(404, "");

  private final AtomicReference<ApiReply> notice = new AtomicReference<>(NO_NOTICE);
  private Path folder;
  private FakeBroker broker;
  private LoopbackApi cloud;
  private RunningAgent agent;

  @BeforeEach
  void startAll(@TempDir Path temporary) throws IOException {
    folder = temporary;
    broker = FakeBroker.start();
    cloud =
        LoopbackApi.start()
            .on("PUT", "/latest/api/token", ApiReply.status(200, "a-token"))
            .on("GET", "/latest/meta-data/spot/instance-action", request -> notice.get());
    agent = new RunningAgent(broker, folder);
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    agent.close();
    cloud.close();
    broker.close();
  }

  @Test
  void itEndsWhenItsLeaseIsToldWholeAndSaysWhenItHeardTheBroker() throws Exception {
    start();
    FakeLease lease = broker.want(run(newLease(), "echo done"));

    assertThat(agent.exitCode()).isZero();
    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.ENDED);
    assertThat(lease.text("stdout")).containsExactly("done");
    long heard = Long.parseLong(Files.readString(heardFile()).strip());
    assertThat(Duration.ofSeconds(uptimeSeconds() - heard)).isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void whatItIsStartedAgainForAfterItsLeaseIsNothing() throws Exception {
    start();
    broker.want(run(newLease(), "true"));
    assertThat(agent.exitCode()).isZero();

    start();

    assertThat(agent.exitCode()).isZero();
  }

  @Test
  void whenTheCloudTakesTheMachineBackTheWorkloadSavesItselfAndTheBrokerIsTold() throws Exception {
    start();
    Instant goneAt = Clock.systemUTC().instant().plusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
    FakeLease lease = broker.want(running("while :; do sleep 0.1; done", "echo saved; echo $WHO"));
    broker.await("it runs", () -> lease.phase().equals(Optional.of(Phase.RUNNING)));

    takeBack(goneAt);

    assertThat(agent.exitCode()).isZero();
    assertThat(lease.reclaims()).hasSize(1);
    LeaseReport.Reclaim told = lease.reclaims().get(0);
    assertThat(told.at()).isEqualTo(goneAt);
    assertThat(told.reason()).isEqualTo("spot instance-action terminate");
    assertThat(lease.text("stdout")).containsExactly("saved", "it");
    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason())
        .isEqualTo(
            "The provider takes the machine back at %s: spot instance-action terminate."
                .formatted(goneAt));
    assertThat(cloud.requests())
        .filteredOn(request -> request.path().endsWith("/instance-action"))
        .allMatch(request -> "a-token".equals(request.headers().get("x-aws-ec2-metadata-token")));
  }

  @Test
  void withoutAHookTheWorkloadHearsTermAndHasTheTimeThatIsLeft() throws Exception {
    start();
    Instant goneAt = Clock.systemUTC().instant().plusSeconds(90);
    FakeLease lease =
        broker.want(
            running(
                "trap 'sleep 12; echo saved by hand; exit 0' TERM; while :; do sleep 0.1; done",
                ""));
    broker.await("it runs", () -> lease.phase().equals(Optional.of(Phase.RUNNING)));

    takeBack(goneAt);

    assertThat(agent.exitCode()).isZero();
    assertThat(lease.text("stdout")).containsExactly("saved by hand");
    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
  }

  private void start() throws IOException {
    agent.start("--ephemeral", "--heard-file", heardFile().toString(), "--metadata", cloud.url());
  }

  private void takeBack(Instant at) {
    notice.set(ApiReply.json("{\"action\": \"terminate\", \"time\": \"%s\"}".formatted(at)));
  }

  private static LeaseWork running(String command, String checkpoint) {
    return run(
        newLease(), command, "", Map.of("TRADEWIND_CHECKPOINT", checkpoint, "WHO", "it"), 0, 60);
  }

  private Path heardFile() {
    return folder.resolve("heard");
  }

  private static long uptimeSeconds() throws IOException {
    return (long) Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
  }
}
