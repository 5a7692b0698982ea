package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Architecture;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasTest {
  @ParameterizedTest
  @CsvSource({
    "p5.48xlarge, ON_DEMAND, L-417A185B",
    "p4d.24xlarge, SPOT, L-7212CCBC",
    "p5en.48xlarge, SPOT, L-C4BD4855",
    "g6f.large, ON_DEMAND, L-DB2E81BA",
    "gr6.8xlarge, SPOT, L-3819A6DF",
    "trn2.48xlarge, ON_DEMAND, L-2C3B7624",
    "inf2.xlarge, ON_DEMAND, L-1945791B",
    "f2.6xlarge, SPOT, L-88CF9481",
    "m7i.large, ON_DEMAND, L-1216C47A",
    "c7g.large, SPOT, L-34B43A08"
  })
  void everyFamilyHasItsOwnQuota(String type, CapacityType capacity, String code) {
    assertThat(new Quotas(Map.of(code, 0.0)).forbids(machine(type), capacity)).isTrue();
    assertThat(new Quotas(Map.of("L-OTHER", 0.0)).forbids(machine(type), capacity)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "95, true", "96, false", "960, false"})
  void theQuotaHasToHoldOneMachine(double limit, boolean forbidden) {
    Quotas quotas = new Quotas(Map.of("L-417A185B", limit));
    assertThat(quotas.forbids(machine("p4d.24xlarge"), CapacityType.ON_DEMAND))
        .isEqualTo(forbidden);
  }

  @ParameterizedTest
  @CsvSource({"p5.48xlarge, RESERVED", "p6-b200.48xlarge, SPOT", "u7i-12tb.224xlarge, ON_DEMAND"})
  void whatIsUnderNoKnownQuotaIsNotForbidden(String type, CapacityType capacity) {
    Quotas none = new Quotas(Map.of("L-417A185B", 0.0, "L-7212CCBC", 0.0, "L-C4BD4855", 0.0));
    assertThat(none.forbids(machine(type), capacity)).isFalse();
  }

  private static InstanceType machine(String name) {
    return new InstanceType(
        name,
        Optional.empty(),
        96,
        Memory.ofGibibytes(1152),
        Architecture.X86_64,
        Interconnect.UNKNOWN);
  }
}
