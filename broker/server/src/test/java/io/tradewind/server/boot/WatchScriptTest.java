package io.tradewind.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.server.testing.MachineRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dead-man's switch as the document has it, on a machine whose uptime the test tells. */
class WatchScriptTest {
  private MachineRoot machine;

  @BeforeEach
  void unpack(@TempDir Path folder) throws IOException {
    machine = MachineRoot.unpack(folder, BootDocumentTest.document(Optional.empty()).text());
    machine.write("/run/tradewind/since", "0\n");
    uptime(600);
    heard(590);
    machine.write("/run/tradewind/started", "");
    agentIs("active");
    boot("boot-1");
  }

  @Test
  void aMachineThatIsLedGoesOn() throws Exception {
    assertThat(machine.run("/opt/tradewind/watch.sh").code()).isZero();
    assertThat(machine.isShutDown()).isFalse();
  }

  @Test
  void withoutWordFromTheBrokerItEnds() throws Exception {
    uptime(590 + 1801);

    MachineRoot.Outcome outcome = machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isTrue();
    assertThat(outcome.text()).contains("the broker was not heard for 1801 seconds");
  }

  @Test
  void atTheLimitItStillGoesOn() throws Exception {
    uptime(590 + 1800);
    machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isFalse();
  }

  @Test
  void whoNeverHeardTheBrokerCountsFromWhenItWasArmed() throws Exception {
    machine.remove("/run/tradewind/heard");
    machine.remove("/run/tradewind/started");
    machine.remove("/run/tradewind/since");
    uptime(5000);
    machine.run("/opt/tradewind/watch.sh");
    uptime(5000 + 1800);
    machine.run("/opt/tradewind/watch.sh");
    assertThat(machine.isShutDown()).isFalse();

    uptime(5000 + 1801);
    machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isTrue();
  }

  @Test
  void rubbishInTheFileIsNoWordFromTheBroker() throws Exception {
    machine.write("/run/tradewind/heard", "yesterday\n");
    uptime(1801);
    machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isTrue();
  }

  @Test
  void whenItsAgentHasEndedItEnds() throws Exception {
    agentIs("failed");

    MachineRoot.Outcome outcome = machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isTrue();
    assertThat(outcome.text()).contains("its agent has ended");
  }

  @Test
  void anAgentThatSystemdStartsAgainHasNotEnded() throws Exception {
    agentIs("activating");
    machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isFalse();
  }

  @Test
  void anAgentThatIsNotYetToRunHasNotEnded() throws Exception {
    machine.remove("/run/tradewind/started");
    agentIs("inactive");
    machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isFalse();
  }

  @Test
  void afterTheLeasesLongestTimeItEnds() throws Exception {
    long longest = Duration.ofHours(2).toSeconds();
    heard(longest);
    uptime(longest);
    machine.run("/opt/tradewind/watch.sh");
    assertThat(machine.isShutDown()).isFalse();

    uptime(longest + 1);
    machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isTrue();
  }

  @Test
  void theLongestTimeGoesOnOverARestartOfTheMachine() throws Exception {
    heard(7000);
    uptime(7000);
    machine.run("/opt/tradewind/watch.sh");
    boot("boot-2");
    heard(200);
    uptime(200);
    machine.run("/opt/tradewind/watch.sh");
    assertThat(machine.isShutDown()).isFalse();

    uptime(201);
    machine.run("/opt/tradewind/watch.sh");

    assertThat(machine.isShutDown()).isTrue();
  }

  private void uptime(long seconds) throws IOException {
    machine.write("/proc/uptime", seconds + ".25 1.00\n");
  }

  private void heard(long seconds) throws IOException {
    machine.write("/run/tradewind/heard", seconds + "\n");
  }

  private void boot(String id) throws IOException {
    machine.write("/proc/sys/kernel/random/boot_id", id + "\n");
  }

  private void agentIs(String state) throws IOException {
    Files.writeString(machine.path("/agent.state"), state + "\n");
  }
}
