package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.agent.hardware.HardwareProbe;
import io.tradewind.agent.hardware.HardwarePrograms;
import io.tradewind.api.Secret;
import io.tradewind.api.agent.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void whatIsNotSaidHasItsPreset() throws Settings.WrongException {
    Settings settings = parse("--broker", "https://broker.example", "--state", "s");

    assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.poll()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.executors()).isEmpty();
    assertThat(settings.keepRunningOnExit()).isFalse();
    assertThat(settings.token()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--broker http://example.org --state s, plain text",
    "--broker ftp://example.org --state s, no http or https",
    "--broker https:// --state s, no address",
    "--state s, --broker is missing",
    "--broker https://b --state, needs a value",
    "--broker https://b --state s --executor docker, no executor 'docker'",
    "--broker https://b --state s --heartbeat-seconds 0, expected 1 to 300",
    "--broker https://b --state s --colour red, no option '--colour'",
    "--broker https://b --state s --token-file /does/not/exist, cannot be read"
  })
  void wrongArgumentsAreExplained(String arguments, String explanation) {
    assertThatThrownBy(() -> parse(arguments.split(" ")))
        .isInstanceOf(Settings.WrongException.class)
        .hasMessageContaining(explanation);
  }

  @Test
  void plainHttpIsFineOnThisMachineOrWhenAllowed() throws Settings.WrongException {
    assertThat(parse("--broker", "http://127.0.0.1:8080", "--state", "s").broker())
        .hasToString("http://127.0.0.1:8080/");
    assertThat(
            parse("--broker", "http://example.org", "--state", "s", "--allow-plain-http").broker())
        .hasToString("http://example.org/");
  }

  @Test
  void theTokenComesFromTheFileOrTheEnvironmentAndIsNotShown(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "from-file\n");
    List<String> bare = List.of("--broker", "https://b", "--state", "s");
    Map<String, String> environment = Map.of(Settings.TOKEN_VARIABLE, "from-environment");

    Settings withVariable = Settings.parse(bare, environment);
    Settings withFile =
        parse("--broker", "https://b", "--state", "s", "--token-file", file.toString());

    assertThat(withVariable.token().map(Secret::reveal)).contains("from-environment");
    assertThat(withFile.token().map(Secret::reveal)).contains("from-file");
    assertThat(withVariable.toString()).doesNotContain("from-environment");
  }

  @Test
  void pausesDoubleUpToTheLongestAndHeedTheBroker() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), new Random(1));

    assertThat(backoff.next(Optional.empty())).isBetween(millis(125), millis(250));
    assertThat(backoff.next(Optional.empty())).isBetween(millis(250), millis(500));
    assertThat(backoff.next(Optional.empty())).isBetween(millis(500), millis(1000));
    assertThat(backoff.next(Optional.empty())).isBetween(millis(1000), millis(2000));
    assertThat(backoff.next(Optional.empty())).isBetween(millis(1000), millis(2000));
    assertThat(backoff.next(Optional.of(millis(7000)))).isEqualTo(millis(7000));
    assertThat(backoff.next(Optional.of(Duration.ofDays(1)))).isEqualTo(Duration.ofSeconds(10));
    backoff.reset();
    assertThat(backoff.next(Optional.empty())).isBetween(millis(125), millis(250));
  }

  @Test
  void aClockThatIsFarOffIsCorrectedAndANearOneIsNot() {
    Instant machine = Instant.parse("2026-11-20T10:00:00Z");
    SteeredClock clock = new SteeredClock(Clock.fixed(machine, ZoneOffset.UTC));

    clock.hear(machine.plusSeconds(5));
    assertThat(clock.instant()).isEqualTo(machine);
    clock.hear(machine.plusSeconds(3600));
    assertThat(clock.instant()).isEqualTo(machine.plusSeconds(3600));
    clock.hear(machine.plusSeconds(1));
    assertThat(clock.instant()).isEqualTo(machine);
  }

  @Test
  void devicesAreThoseThatTheDriverNames(@TempDir Path folder) throws Exception {
    HardwarePrograms driver =
        command ->
            command.get(0).equals("nvidia-smi")
                ? Optional.of("NVIDIA H100 80GB HBM3, 81559, 550.54.15, GPU-1\nrubbish\n")
                : Optional.empty();
    Discovery discovery = discovery(folder, driver);

    Inventory inventory = discovery.inventory();

    assertThat(inventory.accelerators())
        .containsExactly(
            new Inventory.Device("NVIDIA H100 80GB HBM3", 81_559, "nvidia 550.54.15", "GPU-1"));
    assertThat(inventory.memoryMib()).isEqualTo(2048);
    assertThat(inventory.hash()).hasSize(64).isEqualTo(discovery.inventory().hash());
  }

  @Test
  void aMachineWithoutDriverHasNoDevices(@TempDir Path folder) throws Exception {
    assertThat(discovery(folder, command -> Optional.empty()).inventory().accelerators()).isEmpty();
  }

  private static Discovery discovery(Path folder, HardwarePrograms programs) throws IOException {
    Path root = machine(folder);
    return new Discovery(
        root, folder, List.of("process"), new HardwareProbe(root, programs, () -> 0));
  }

  /** 16 GiB, of which a control group allows 2. */
  private static Path machine(Path folder) throws IOException {
    Path root = folder.resolve("root");
    Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(root.resolve("sys/fs/cgroup"));
    Files.writeString(root.resolve("proc/meminfo"), "MemTotal:       16777216 kB\n");
    Files.writeString(root.resolve("sys/fs/cgroup/memory.max"), "2147483648\n");
    return root;
  }

  private static Settings parse(String... arguments) throws Settings.WrongException {
    return Settings.parse(List.of(arguments), Map.of());
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
