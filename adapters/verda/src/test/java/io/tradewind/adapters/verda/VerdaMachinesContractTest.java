package io.tradewind.adapters.verda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.FakeCloud.Call;
import io.tradewind.testkit.RestCloudContract;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With credentials that machines can be started with. */
class VerdaMachinesContractTest extends RestCloudContract {
  private final VerdaCloud cloud = new VerdaCloud();

  @Override
  protected VerdaCloud cloud() {
    return cloud;
  }

  @ParameterizedTest
  @CsvSource({
    "1H100.80S.30V, ubuntu-24.04-cuda-13.0-open-docker",
    "1V100.6V, ubuntu-22.04-cuda-12.0-docker",
    "CPU.120V.480G, ubuntu-24.04"
  })
  void aMachineBootsTheNewestImageWhoseDriverItsCardCanUse(String type, String image)
      throws ProviderException {
    JsonNode asked = asked(start(1, type));
    assertThat(asked.path("image").asText()).isEqualTo(image);
    assertThat(asked.path("hostname").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("location_code").asText()).isEqualTo("FIN-01");
    assertThat(asked.path("is_spot").asBoolean()).isFalse();
  }

  @Test
  void spotIsAskedForAsSuch() throws ProviderException {
    Offer spot =
        provider().offers().offers().stream()
            .filter(it -> it.capacityType() == CapacityType.SPOT)
            .findFirst()
            .orElseThrow();
    JsonNode asked = asked(start(1, spot));
    assertThat(asked.path("is_spot").asBoolean()).isTrue();
    assertThat(asked.path("contract").asText()).isEqualTo("SPOT");
  }

  @Test
  void theScriptOfAStartWhoseReplyWasLostGoesWithItsMachine() throws ProviderException {
    cloud.loseNextStartReply();
    assertThat(failure(() -> start(1)).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(cloud.leftOver()).as("a machine and its script").hasSize(2);
    provisioner().stop(lease(1));
    cloud.settle();
    assertThat(cloud.leftOver()).isEmpty();
  }

  @Test
  void aTokenThatIsRefusedEarlyIsTradedAnew() throws ProviderException {
    start(1);
    cloud.verda.forgetsItsTokens();
    assertThat(provisioner().find(lease(1))).isPresent();
    cloud.verda.forgetsItsTokens();
    provisioner().stop(lease(1));
    assertThat(cloud.boxes()).noneMatch(box -> box.runs());
  }

  @Test
  void whatIsBeingMadeIsEndedLater() throws ProviderException {
    start(1);
    cloud.failNext(
        Call.STOP,
        VerdaCloud.error(400, "invalid_request", "Can't discontinue a provisioning instance"));
    assertThat(failure(() -> provisioner().stop(lease(1))).fault()).isEqualTo(Fault.UNREACHABLE);
    provisioner().stop(lease(1));
    cloud.settle();
    assertThat(cloud.leftOver()).isEmpty();
  }

  @Test
  void whatEndedMeanwhileIsGone() throws ProviderException {
    start(1);
    cloud.failNext(
        Call.STOP,
        VerdaCloud.error(400, "invalid_request", "Can't discontinue a discontinued instance"));
    provisioner().stop(lease(1));
  }

  @Test
  void aMachineThatShutItselfDownIsGoneAndIsEnded() throws ProviderException {
    cloud.machine(start(1).nativeId()).become("offline");
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("it is paid for").hasSize(1);
    provisioner().stop(lease(1));
    cloud.settle();
    assertThat(cloud.leftOver()).isEmpty();
  }

  @Test
  void whereItIsSwitchedOffMachinesAreOnlyListed() {
    Map<String, String> off = new HashMap<>(settings());
    off.put("provision", "off");
    try (Provider other = factory().create(TestContext.of(factory(), off)).get(0)) {
      assertThat(other.provisioner()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request, Instance type is not available in this location, NO_CAPACITY",
    "503, service_unavailable, Not enough resources, NO_CAPACITY",
    "400, invalid_request, Operating system is not valid for this instance type, NO_CAPACITY",
    "402, insufficient_funds, Please top up, QUOTA_EXCEEDED",
    "400, invalid_request, Invalid hostname, UNEXPECTED",
    "500, server_error, Internal error, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String code, String words, Fault fault) {
    ApiReply refusal = VerdaCloud.error(status, code, words);
    assertThat(faultOf(refusal)).isEqualTo(fault);
  }

  private JsonNode asked(Instance started) {
    return cloud.machine(started.nativeId()).asked();
  }
}
