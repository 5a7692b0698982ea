package io.tradewind.adapters.hyperstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.testkit.RestCloudContract;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a key that machines can be started with. */
class HyperstackMachinesContractTest extends RestCloudContract {
  private final HyperstackCloud cloud = new HyperstackCloud();

  @Override
  protected HyperstackCloud cloud() {
    return cloud;
  }

  @Test
  void aMachineIsMadeInItsRegionsEnvironmentFromTheNewestImageWithADriver()
      throws ProviderException {
    JsonNode asked = asked(start(1));
    assertThat(asked.path("environment_name").asText()).isEqualTo("default-CANADA-1");
    assertThat(asked.path("image_name").asText())
        .isEqualTo("Ubuntu Server 24.04 LTS R570 CUDA 12.8 with Docker");
    assertThat(asked.path("key_name").asText()).isEqualTo("tradewind");
    assertThat(asked.path("flavor_name").asText()).isEqualTo("n3-A100x1");
    assertThat(asked.path("security_rules")).as("nobody calls in").isEmpty();
  }

  @Test
  void spotIsAnotherFlavor() throws ProviderException {
    Offer spot =
        provider().offers().offers().stream()
            .filter(it -> it.capacityType() == CapacityType.SPOT)
            .findFirst()
            .orElseThrow();
    assertThat(asked(start(1, spot)).path("flavor_name").asText()).isEqualTo("n3-A100x1-spot");
  }

  @Test
  void whereNoImageHasADriverThereIsNoCapacity() throws ProviderException {
    Offer elsewhere =
        provider().offers().offers().stream()
            .filter(it -> it.region().name().equals("US-1"))
            .findFirst()
            .orElseThrow();
    assertThat(failure(() -> start(1, elsewhere)).fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(cloud.boxes()).isEmpty();
  }

  @Test
  void aNameThatWouldBeTooLongIsShortenedAndStillTheLeases() throws ProviderException {
    Map<String, String> longer = new HashMap<>(settings());
    longer.put("broker", "tradewind-0123abcd");
    try (Provider other = factory().create(TestContext.of(factory(), longer)).get(0)) {
      Provisioner machines = other.provisioner().orElseThrow();
      Instance started = start(machines, 1, offer("n3-A100x1"));
      String name = asked(started).path("name").asText();
      assertThat(name).startsWith("tradewind-0123abcd-").hasSizeLessThanOrEqualTo(50);
      assertThat(machines.owned()).extracting(Instance::lease).containsExactly(lease(1));
      assertThat(start(machines, 1, offer("n3-A100x1")).nativeId()).isEqualTo(started.nativeId());
      assertThat(provisioner().owned()).as("the other broker's").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHUTOFF", "HIBERNATED", "ERROR"})
  void aMachineThatStandsStillIsGoneAndIsEnded(String status) throws ProviderException {
    cloud.machine(start(1).nativeId()).become(status);
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("it is paid for").hasSize(1);
    provisioner().stop(lease(1));
    cloud.settle();
    assertThat(cloud.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, Not enough stock available for this flavor, NO_CAPACITY",
    "409, No valid host was found, NO_CAPACITY",
    "400, Quota exceeded for GPUs: requested 8, QUOTA_EXCEEDED",
    "402, Insufficient balance to create the resource, QUOTA_EXCEEDED",
    "404, Environment default-CANADA-1 does not exist, UNEXPECTED",
    "401, Unauthorized, CREDENTIALS_REFUSED",
    "500, Internal Server Error, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String words, Fault fault) {
    assertThat(faultOf(HyperstackCloud.error(status, words))).isEqualTo(fault);
  }

  private JsonNode asked(Instance started) {
    return cloud.machine(started.nativeId()).asked();
  }
}
