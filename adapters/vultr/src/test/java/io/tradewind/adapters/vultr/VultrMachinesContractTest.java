package io.tradewind.adapters.vultr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.RestCloud.Machine;
import io.tradewind.testkit.RestCloudContract;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class VultrMachinesContractTest extends RestCloudContract {
  private static final String A100 = "vcg-a100-12c-120g-80vram";

  private final VultrCloud cloud = new VultrCloud();

  @Override
  protected VultrCloud cloud() {
    return cloud;
  }

  @Test
  void aMachineIsNamedForItsLeaseAndBootsTheImageWithTheDriver() throws ProviderException {
    JsonNode asked = asked(start(1, A100));
    assertThat(asked.path("label").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("image_id").asText()).isEqualTo("with-the-driver");
    assertThat(asked.has("os_id")).isFalse();
  }

  @Test
  void aMachineWithoutACardBootsAPlainImage() throws ProviderException {
    JsonNode asked = asked(start(1, "vc2-12c-120g"));
    assertThat(asked.path("os_id").asInt()).isEqualTo(2284);
    assertThat(asked.has("image_id")).isFalse();
  }

  @Test
  void aCardThatNobodyNamedAnImageForIsNoCapacity() throws ProviderException {
    Map<String, String> without = new HashMap<>(settings());
    without.remove("accelerated-image");
    try (Provider other = factory().create(TestContext.of(factory(), without)).get(0)) {
      assertThat(failure(() -> start(other.provisioner().orElseThrow(), 1, offer(A100))))
          .hasMessageContaining("set tradewind.vultr.accelerated-image")
          .extracting(ProviderException::fault)
          .isEqualTo(Fault.NO_CAPACITY);
    }
    assertThat(cloud.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ON_DEMAND, bare machines", "SPOT, bare machines"})
  void whatIsOnlyListedIsNoCapacity(CapacityType capacity, String why) throws ProviderException {
    Offer offer =
        provider().offers().offers().stream()
            .filter(it -> it.instanceType().name().startsWith("vbm-"))
            .filter(it -> it.capacityType() == capacity)
            .findFirst()
            .orElseThrow();
    assertThat(failure(() -> start(1, offer)))
        .hasMessageContaining(why)
        .extracting(ProviderException::fault)
        .isEqualTo(Fault.NO_CAPACITY);
  }

  @Test
  void aMachineThatShutItselfDownIsGoneAndIsEnded() throws ProviderException {
    Machine machine = cloud.machine(start(1).nativeId());
    assertThat(provisioner().find(lease(1))).as("it is being installed").isPresent();
    machine.become("off");
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("it is paid for").hasSize(1);
    provisioner().stop(lease(1));
    assertThat(cloud.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, Plan is not available in the selected region., NO_CAPACITY",
    "400, This would exceed the monthly fee limit of your account, QUOTA_EXCEEDED",
    "400, Invalid user_data, UNEXPECTED",
    "401, Unauthorized IP address, CREDENTIALS_REFUSED",
    "503, Service Unavailable, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String words, Fault fault) {
    assertThat(faultOf(VultrCloud.error(status, words))).isEqualTo(fault);
  }

  private JsonNode asked(Instance started) {
    return cloud.machine(started.nativeId()).asked();
  }
}
