package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.workload.Area;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
  private static final UUID ID = new UUID(0, 1);

  @Test
  void rulesAreReadInTheWordsOfWorkloadFiles() {
    Bounds bounds =
        rules(
                Map.of(
                    "providers", Map.of("allow", List.of("aws"), "deny", List.of("gcp")),
                    "residency", List.of("EU", "CH"),
                    "accelerators", Map.of("deny", List.of("H100")),
                    "capacity", List.of("on_demand"),
                    "max_price_accelerator_hour", "2.50 USD",
                    "max_duration", "24h",
                    "max_nodes", 8,
                    "hours", Map.of("zone", "Europe/Berlin", "from", "08:00", "to", "18:00")))
            .bounds()
            .orElseThrow();

    assertThat(bounds.providersAllowed()).containsExactly(ProviderId.of("aws"));
    assertThat(bounds.residency()).containsExactly(new Area.Bloc("EU"), new Area.Country("CH"));
    assertThat(bounds.capacity()).containsExactly(CapacityType.ON_DEMAND);
    assertThat(bounds.mostPerAcceleratorHour()).contains(Money.usd("2.50"));
    assertThat(bounds.longest()).contains(Duration.ofHours(24));
    assertThat(bounds.mostNodes()).hasValue(8);
    assertThat(bounds.hours().orElseThrow().text())
        .isEqualTo("mon, tue, wed, thu, fri 08:00 to 18:00 Europe/Berlin");
    assertThat(bounds.text()).isEqualTo("policy 'EU only' (version 3)");
  }

  @Test
  void aChipIsEveryFormOfIt() {
    Bounds bounds =
        rules(Map.of("accelerators", Map.of("deny", List.of("H100")))).bounds().orElseThrow();

    assertThat(bounds.allowsAccelerator("H100")).isFalse();
    assertThat(bounds.allowsAccelerator("H100-NVL")).isFalse();
    assertThat(bounds.allowsAccelerator("H1000")).isTrue();
    assertThat(bounds.allowsAccelerator("A100-80GB")).isTrue();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    List<Problem> problems =
        rules(
                Map.of(
                    "residency", List.of("Narnia"),
                    "accelerators", List.of("Z9000"),
                    "max_price_hour", "much",
                    "capacity", List.of("stolen"),
                    "colour", "red",
                    "hours", Map.of("zone", "Mars/Olympus", "from", "25:00", "to", "18:00")))
            .problems();

    assertThat(problems)
        .extracting(Problem::field)
        .contains(
            "residency[0]",
            "accelerators[0]",
            "max_price_hour",
            "capacity[0]",
            "colour",
            "hours.zone",
            "hours.from");
  }

  private static PolicyReader.Rules rules(Map<String, ?> rules) {
    return PolicyReader.read(rules, ID, "EU only", 3, Vocabulary.bundled());
  }
}
