package io.tradewind.adapters.runpod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.RestCloudContract;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that pods can be started with. */
class PodsContractTest extends RestCloudContract {
  private final RunPodCloud cloud = new RunPodCloud();

  @Override
  protected RunPodCloud cloud() {
    return cloud;
  }

  @Test
  void aPodIsAskedForInItsDataCentreAndNobodyCallsIn() throws ProviderException {
    JsonNode asked = asked(start(1));
    assertThat(asked.path("cloudType").asText()).isEqualTo("SECURE");
    assertThat(asked.path("dataCenterIds").toString()).isEqualTo("[\"EU-RO-1\"]");
    assertThat(asked.path("gpuTypeIds").toString()).isEqualTo("[\"NVIDIA H100 80GB HBM3\"]");
    assertThat(asked.path("gpuCount").asInt()).isEqualTo(1);
    assertThat(asked.path("interruptible").asBoolean()).isFalse();
    assertThat(asked.path("ports")).isEmpty();
    assertThat(asked.path("volumeInGb").asInt()).isZero();
    assertThat(asked.path("imageName").asText()).startsWith("nvidia/cuda:");
  }

  @Test
  void aPodOfTheCommunityIsAskedForInItsCountry() throws ProviderException {
    Instance started = start(1, first(it -> !Site.isSecure(it)));
    assertThat(asked(started).path("cloudType").asText()).isEqualTo("COMMUNITY");
    assertThat(asked(started).path("countryCodes").toString()).isEqualTo("[\"SE\"]");
    assertThat(asked(started).has("dataCenterIds")).isFalse();
    assertThat(provisioner().find(lease(1)).orElseThrow().region()).isEqualTo(started.region());
  }

  @Test
  void spotIsInterruptible() throws ProviderException {
    Offer spot = first(it -> it.capacityType() == CapacityType.SPOT);
    assertThat(asked(start(1, spot)).path("interruptible").asBoolean()).isTrue();
  }

  @Test
  void aWorkloadsImageIsThePodsAndTheAgentKnowsIt() throws ProviderException {
    Instance started = startOf("ghcr.io/org/train:1", offer("1x-MI300X"));
    assertThat(asked(started).path("imageName").asText()).isEqualTo("ghcr.io/org/train:1");
    assertThat(asked(started).path("env").path("TRADEWIND_IMAGE").asText())
        .isEqualTo("ghcr.io/org/train:1");
  }

  @Test
  void aCardOfAnotherMakerNeedsAnImage() throws ProviderException {
    Offer amd = offer("1x-MI300X");
    assertThat(failure(() -> start(1, amd)).fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(cloud.boxes()).isEmpty();
  }

  @Test
  void aPodEndsItselfAtItsSellers() throws ProviderException {
    assertThat(asked(start(1)).path("dockerStartCmd").path(0).asText())
        .contains("runpodctl remove pod \"$RUNPOD_POD_ID\"");
  }

  @Test
  void aPodThatEndedOrWasTakenBackIsGoneAndIsEnded() throws ProviderException {
    cloud.machine(start(1).nativeId()).become("EXITED");
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("its disk is paid for").hasSize(1);
    provisioner().stop(lease(1));
    assertThat(cloud.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "500, There are no longer any instances available with the requested specifications, NO_CAPACITY",
    "500, This machine does not have the resources to deploy your pod, NO_CAPACITY",
    "500, Your account balance is too low, QUOTA_EXCEEDED",
    "400, name: too long, UNEXPECTED",
    "401, Unauthorized, CREDENTIALS_REFUSED",
    "502, Bad Gateway, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String words, Fault fault) {
    assertThat(faultOf(RunPodCloud.error(status, words))).isEqualTo(fault);
  }

  private Offer first(Predicate<Offer> such) throws ProviderException {
    return provider().offers().offers().stream().filter(such).findFirst().orElseThrow();
  }

  private JsonNode asked(Instance started) {
    return cloud.machine(started.nativeId()).asked();
  }
}
