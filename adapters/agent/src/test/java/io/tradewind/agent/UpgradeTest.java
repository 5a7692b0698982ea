package io.tradewind.agent;

import static io.tradewind.agent.RunningAgent.newLease;
import static io.tradewind.agent.RunningAgent.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.testkit.agent.FakeBroker;
import io.tradewind.testkit.agent.FakeLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker wants another program of an installed agent. */
class UpgradeTest {
  private Path folder;
  private FakeBroker broker;
  private RunningAgent agent;
  private BuiltProgram installed;
  private Path jar;

  @BeforeEach
  void install(@TempDir Path temporary) throws IOException {
    folder = temporary;
    broker = FakeBroker.start();
    agent = new RunningAgent(broker, folder);
    installed = BuiltProgram.agent("installed");
    jar = installed.in(folder.resolve("agent.jar"));
    agent.startProgram(jar, "--probation-seconds", "2");
    await(installed);
  }

  @AfterEach
  void stopBoth() throws InterruptedException {
    agent.close();
    broker.close();
  }

  @Test
  void anAgentGoesOnWithWhatItsBrokerWantsAndIsStillItself() throws Exception {
    byte[] identity = Files.readAllBytes(agent.state().resolve("identity.json"));
    byte[] key = Files.readAllBytes(agent.state().resolve("agent.key"));
    BuiltProgram next = BuiltProgram.agent("next");
    BuiltProgram last = BuiltProgram.agent("last");

    carry(next);
    await(next);
    carry(last);
    await(last);

    assertThat(broker.enrolments()).isEqualTo(1);
    assertThat(agent.state().resolve("identity.json")).hasBinaryContent(identity);
    assertThat(agent.state().resolve("agent.key")).hasBinaryContent(key);
    assertThat(finished("echo done").text("stdout")).containsExactly("done");
    agent.kill();
    int heartbeats = broker.heartbeats();
    agent.startProgram(jar);
    broker.await("a heartbeat", () -> broker.heartbeats() > heartbeats);
    assertThat(runningProgram()).as("after a new start").contains(last.sha256());
    assertThat(jar).as("what is installed").hasBinaryContent(installed.bytes());
  }

  @Test
  void whatRunsIsNotDisturbed() throws Exception {
    Path gate = folder.resolve("gate");
    BuiltProgram next = BuiltProgram.agent("next");
    FakeLease lease =
        broker.want(
            run(
                newLease(),
                "i=0; while [ ! -e %s ]; do echo line $i; i=$((i+1)); sleep 0.02; done; exit 7"
                    .formatted(gate)));
    broker.await("some lines", () -> lease.lines().size() > 5);

    carry(next);
    int heartbeats = broker.heartbeats();
    broker.await("several heartbeats", () -> broker.heartbeats() > heartbeats + 3);
    assertThat(runningProgram()).contains(installed.sha256());
    Files.createFile(gate);
    await(next);

    assertThat(lease.lastStatus().exitCode()).isEqualTo(7);
    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.range(0, lease.lines().size()).mapToObj(i -> "line " + i).toList());
  }

  @Test
  void aProgramWithAnotherChecksumThanWasToldIsNotTaken() throws Exception {
    BuiltProgram told = BuiltProgram.agent("told");

    broker.carry(BuiltProgram.agent("sent").bytes(), told.sha256());

    assertThat(fault()).isEqualTo("What the broker sent has another checksum than it told.");
    await(installed);
    assertThat(agent.state().resolve("program").resolve(told.sha256() + ".jar")).doesNotExist();
  }

  @Test
  void aBrokerOfAnotherVersionThatDoesNotCarryItIsAskedAgain() throws Exception {
    BuiltProgram next = BuiltProgram.agent("next");
    broker.answerInstead("/agent.jar", 412, 3);

    carry(next);

    await(next);
    assertThat(broker.areFaultsUsedUp()).isTrue();
    assertThat(broker.upgradeFault()).isEmpty();
  }

  @Test
  void aProgramThatDoesNotStartIsLeftForTheOneBefore() throws Exception {
    BuiltProgram next = BuiltProgram.agent("next");
    carry(next);
    await(next);

    carry(
        new BuiltProgram("This is no program.".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(fault()).startsWith("It does not run here: java.lang.ClassNotFoundException");
    await(next);
    carry(BuiltProgram.of(folder, "return 2;"));
    broker.await("its fault", () -> broker.upgradeFault().contains("code 2"));
    assertThat(fault()).isEqualTo("It ended with code 2 before its first heartbeat.");
    await(next);
    assertThat(finished("echo done").text("stdout")).containsExactly("done");
    assertThat(broker.enrolments()).isEqualTo(1);
  }

  @Test
  void aProgramThatIsNeverHeardIsLeftWithTheNextStart() throws Exception {
    carry(BuiltProgram.of(folder, "new java.util.concurrent.CountDownLatch(1).await(); return 0;"));

    assertThat(agent.exitCode()).as("a service manager starts it again").isEqualTo(1);
    agent.startProgram(jar);

    assertThat(fault()).isEqualTo("It did not come to its first heartbeat.");
    await(installed);
  }

  @Test
  void whatIsInstalledAnewComesBeforeWhatWasWantedOnce() throws Exception {
    BuiltProgram next = BuiltProgram.agent("next");
    carry(next);
    await(next);
    agent.kill();
    BuiltProgram anew = BuiltProgram.agent("anew");
    broker.carry(anew.bytes(), anew.sha256());

    agent.startProgram(anew.in(jar));

    await(anew);
    assertThat(agent.state().resolve("program").resolve(next.sha256() + ".jar")).doesNotExist();
  }

  private void carry(BuiltProgram program) {
    broker.carry(program.bytes(), program.sha256());
  }

  private void await(BuiltProgram program) {
    broker.await(
        "its program", () -> runningProgram().filter(program.sha256()::equals).isPresent());
  }

  private Optional<String> runningProgram() {
    return broker.program().map(program -> String.valueOf(program.sha256()));
  }

  private String fault() {
    broker.await("its fault", () -> !broker.upgradeFault().isEmpty());
    return broker.upgradeFault();
  }

  private FakeLease finished(String command) {
    FakeLease lease = broker.want(run(newLease(), command));
    broker.await("its end", lease::isOver);
    return lease;
  }
}
