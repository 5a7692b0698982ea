package io.tradewind.adapters.nebius;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.FakeCloud.Call;
import io.tradewind.testkit.RestCloudContract;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a service account that machines can be started with. */
class NebiusMachinesContractTest extends RestCloudContract {
  private final NebiusCloud cloud = new NebiusCloud();

  @Override
  protected NebiusCloud cloud() {
    return cloud;
  }

  @Test
  void aMachineIsInOurProjectWithoutAnAddressAndStaysOffWhenItShutsItselfDown()
      throws ProviderException {
    JsonNode asked = asked(start(1));
    assertThat(asked.path("project").asText()).isEqualTo(NebiusCloud.OURS);
    assertThat(asked.path("name").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("hasPublicAddress").asBoolean()).isFalse();
    assertThat(asked.path("recovery").asInt()).as("FAIL").isEqualTo(1);
    assertThat(asked.path("reservations").asInt()).as("FORBID").isEqualTo(1);
    assertThat(asked.path("isSpot").asBoolean()).isFalse();
  }

  @Test
  void theNewestImageWithADriverIsBooted() throws ProviderException {
    JsonNode asked = asked(start(1));
    assertThat(asked.path("image").asText()).isEqualTo("newest");
    assertThat(asked.path("gibibytes").asInt()).isEqualTo(100);
  }

  @Test
  void whatIsRecommendedForAPlatformIsBootedThereAndHasItsRoom() throws ProviderException {
    cloud.images.recommends("theirs", "ubuntu22.04-cuda12.8", "gpu-h100-sxm", 120);
    JsonNode asked = asked(start(1));
    assertThat(asked.path("image").asText()).isEqualTo("theirs");
    assertThat(asked.path("gibibytes").asInt()).isGreaterThanOrEqualTo(120);
  }

  @Test
  void withoutAnImageThereIsNoCapacity() {
    cloud.images.hasNone();
    assertThat(failure(() -> start(1)).fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(cloud.boxes()).isEmpty();
  }

  @Test
  void spotIsAskedForAsSuch() throws ProviderException {
    assertThat(asked(start(1, offer("eu-north1", CapacityType.SPOT))).path("isSpot").asBoolean())
        .isTrue();
  }

  @Test
  void whereNoProjectHasTheNameNothingIsStarted() throws ProviderException {
    cloud
        .nebius
        .hasProject("project-u00theirs", "us-central1")
        .sells("us-central1", NebiusCloud.PLATFORM, 80, false, NebiusCloud.SIZE);
    Offer elsewhere = offer("us-central1", CapacityType.ON_DEMAND);
    assertThat(failure(() -> start(1, elsewhere)))
        .hasMessageContaining("no project named 'tradewind' in us-central1")
        .extracting(ProviderException::fault)
        .isEqualTo(Fault.NO_CAPACITY);
    assertThat(cloud.boxes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"STOPPED", "ERROR"})
  void aMachineThatIsOffIsGoneAndIsEnded(String state) throws ProviderException {
    cloud.machine(start(1).nativeId()).become(state);
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("its disk is paid for").hasSize(1);
    provisioner().stop(lease(1));
    cloud.settle();
    assertThat(cloud.leftOver()).isEmpty();
  }

  @Test
  void aNameThatIsTakenIsLookedUp() throws ProviderException {
    cloud.lag(true);
    Instance first = start(1);
    try (Provider another = factory().create(TestContext.of(factory(), settings())).get(0)) {
      var machines = another.provisioner().orElseThrow();
      Offer offer = offer("eu-north1", CapacityType.ON_DEMAND);
      assertThat(failure(() -> start(machines, 1, offer)).fault()).isEqualTo(Fault.UNREACHABLE);
      cloud.lag(false);
      assertThat(start(machines, 1, offer).nativeId()).isEqualTo(first.nativeId());
    }
    assertThat(cloud.boxes()).hasSize(1);
  }

  @Test
  void whatCannotBeEndedNowIsEndedLater() throws ProviderException {
    start(1);
    cloud.failNext(Call.STOP, NebiusCloud.error(Status.Code.FAILED_PRECONDITION, 0));
    assertThat(failure(() -> provisioner().stop(lease(1))).fault()).isEqualTo(Fault.UNREACHABLE);
    provisioner().stop(lease(1));
    cloud.settle();
    assertThat(cloud.leftOver()).isEmpty();
  }

  @Test
  void aTokenThatIsRefusedEarlyIsTradedAnew() throws ProviderException {
    start(1);
    cloud.nebius.forgetsItsTokens();
    assertThat(provisioner().find(lease(1))).isPresent();
    cloud.nebius.forgetsItsTokens();
    provisioner().stop(lease(1));
    assertThat(cloud.boxes()).noneMatch(box -> box.runs());
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
    "RESOURCE_EXHAUSTED, 142, NO_CAPACITY",
    "FAILED_PRECONDITION, 142, NO_CAPACITY",
    "RESOURCE_EXHAUSTED, 141, QUOTA_EXCEEDED",
    "RESOURCE_EXHAUSTED, 140, THROTTLED",
    "RESOURCE_EXHAUSTED, 0, THROTTLED",
    "INVALID_ARGUMENT, 100, UNEXPECTED",
    "UNKNOWN, 0, UNREACHABLE",
    "INTERNAL, 999, UNREACHABLE",
    "PERMISSION_DENIED, 120, CREDENTIALS_REFUSED"
  })
  void aRefusedStartIsNamedByTheNextMove(Status.Code code, int detail, Fault fault) {
    if (fault == Fault.CREDENTIALS_REFUSED) {
      // Asked once more with another token.
      cloud.failNext(Call.START, NebiusCloud.error(code, detail));
    }
    assertThat(faultOf(NebiusCloud.error(code, detail))).isEqualTo(fault);
  }

  private Offer offer(String region, CapacityType capacity) throws ProviderException {
    return provider().offers().offers().stream()
        .filter(it -> it.region().name().equals(region) && it.capacityType() == capacity)
        .findFirst()
        .orElseThrow();
  }

  private JsonNode asked(Instance started) {
    return cloud.machine(started.nativeId()).asked();
  }
}
