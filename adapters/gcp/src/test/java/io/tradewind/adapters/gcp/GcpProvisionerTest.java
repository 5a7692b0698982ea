package io.tradewind.adapters.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import io.tradewind.testkit.ApiReply;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpProvisionerTest extends GcpScenario {
  private static final String DOCUMENT = "#cloud-config\n# enrol-51aa\n";
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret(DOCUMENT)));
  private static final LeaseId LEASE = lease(1);

  private final FakeGoogle google = market();
  private Provider provider = provider(google);

  @Test
  void aMachineIsNamedLabelledAndTakesItsDiskAlong() throws ProviderException {
    start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND);
    JsonNode asked = google.instances.boxes().get(0).asked;
    assertThat(asked.at("/name").asText()).isEqualTo("tradewind-" + LEASE);
    assertThat(asked.at("/labels/tradewind-lease").asText()).isEqualTo(LEASE.toString());
    assertThat(asked.at("/labels/tradewind-broker").asText()).isEqualTo("tradewind");
    assertThat(asked.at("/machineType").asText())
        .isEqualTo("zones/us-central1-a/machineTypes/g2-standard-4");
    assertThat(asked.at("/disks/0/autoDelete").asBoolean()).isTrue();
    assertThat(asked.at("/disks/0/boot").asBoolean()).isTrue();
    assertThat(asked.at("/disks/0/initializeParams/diskSizeGb").asInt()).isEqualTo(200);
    assertThat(asked.at("/disks/0/initializeParams/sourceImage").asText())
        .isEqualTo(
            "projects/ubuntu-os-accelerator-images/global/images/family/ubuntu-accelerator-2404-amd64-with-nvidia-580");
    assertThat(asked.at("/scheduling/onHostMaintenance").asText()).isEqualTo("TERMINATE");
    assertThat(asked.at("/scheduling/automaticRestart").asBoolean(true)).isFalse();
    assertThat(asked.at("/scheduling/provisioningModel").isMissingNode()).isTrue();
  }

  @Test
  void nobodyCanCallInAndNoAccountIsOnTheMachine() throws ProviderException {
    start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND);
    JsonNode asked = google.instances.boxes().get(0).asked;
    assertThat(asked.at("/networkInterfaces/0/network").asText())
        .isEqualTo("global/networks/tradewind");
    assertThat(asked.has("tags")).isFalse();
    assertThat(asked.has("serviceAccounts")).isFalse();
    assertThat(asked.at("/metadata/items/0/key").asText()).isEqualTo("user-data");
    assertThat(asked.at("/metadata/items/0/value").asText()).isEqualTo(DOCUMENT);
    assertThat(asked.at("/metadata/items/1/key").asText()).isEqualTo("block-project-ssh-keys");
  }

  @Test
  void aSpotMachineIsDeletedWhenItIsTakenBack() throws ProviderException {
    start(LEASE, "g2-standard-4", CapacityType.SPOT);
    JsonNode scheduling = google.instances.boxes().get(0).asked.at("/scheduling");
    assertThat(scheduling.at("/provisioningModel").asText()).isEqualTo("SPOT");
    assertThat(scheduling.at("/instanceTerminationAction").asText()).isEqualTo("DELETE");
    assertThat(scheduling.at("/onHostMaintenance").asText()).isEqualTo("TERMINATE");
  }

  @Test
  void anAcceleratorIsAddedWhereTheMachineHasNone() throws ProviderException {
    start(LEASE, "n1-standard-4", CapacityType.ON_DEMAND);
    JsonNode asked = google.instances.boxes().get(0).asked;
    assertThat(asked.at("/guestAccelerators/0/acceleratorType").asText())
        .isEqualTo("zones/us-central1-a/acceleratorTypes/nvidia-tesla-t4");
    assertThat(asked.at("/guestAccelerators/0/acceleratorCount").asInt()).isEqualTo(1);
  }

  @Test
  void aSliceOfOneHostIsAMachine() throws ProviderException {
    Instance started = start(LEASE, "tpu-v5litepod-8", CapacityType.SPOT);
    JsonNode asked = google.instances.boxes().get(0).asked;
    assertThat(started.state()).isEqualTo(Instance.State.RUNNING);
    assertThat(asked.at("/machineType").asText())
        .isEqualTo("zones/us-central1-a/machineTypes/ct5lp-hightpu-8t");
    assertThat(asked.at("/disks/0/initializeParams/sourceImage").asText())
        .endsWith("ubuntu-accel-2204-amd64-tpu-v5e-v5p-v6e");
    assertThat(asked.at("/scheduling/onHostMaintenance").asText()).isEqualTo("TERMINATE");
    assertThat(asked.has("guestAccelerators")).isFalse();
  }

  @Test
  void aSliceThatIsNoSingleMachineIsNotStarted() {
    assertThat(failure(() -> start(LEASE, "tpu-v4-32", CapacityType.ON_DEMAND)))
        .hasMessageContaining("no single machine is tpu-v4-32")
        .extracting(ProviderException::fault)
        .isEqualTo(Fault.NO_CAPACITY);
  }

  @Test
  void aPlainMachineMayBeMovedAndBootsAPlainImage() throws ProviderException {
    google.machine(Market.ZONE, "n4-standard-2", 2, 8192);
    google
        .sku(
            FakeGoogle.sku(
                "N4-1",
                "N4 Instance Core running in Americas",
                "OnDemand",
                "h",
                "0.03",
                Market.IOWA))
        .sku(
            FakeGoogle.sku(
                "N4-2",
                "N4 Instance Ram running in Americas",
                "OnDemand",
                "GiBy.h",
                "0.004",
                Market.IOWA));
    provider = provider(google, "families", "n4");
    start(LEASE, "n4-standard-2", CapacityType.ON_DEMAND);
    JsonNode asked = google.instances.boxes().get(0).asked;
    assertThat(asked.at("/scheduling/onHostMaintenance").isMissingNode()).isTrue();
    assertThat(asked.at("/disks/0/initializeParams/sourceImage").asText())
        .endsWith("ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-amd64");
    assertThat(asked.at("/disks/0/initializeParams/diskType").asText())
        .isEqualTo("zones/us-central1-a/diskTypes/hyperdisk-balanced");
  }

  @Test
  void aFailedOperationOfAnEarlierTryIsNotTheAnswerToThisOne() throws ProviderException {
    google.instances.failNextOperation("ZONE_RESOURCE_POOL_EXHAUSTED");
    assertThat(failure(() -> start(LEASE, "g2-standard-4", CapacityType.SPOT)).fault())
        .isEqualTo(Fault.NO_CAPACITY);
    start(LEASE, "g2-standard-4", CapacityType.SPOT);
    assertThat(google.instances.boxes()).hasSize(1);
  }

  @Test
  void aMachineThatShutItselfDownIsGoneAndIsEnded() throws ProviderException {
    start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND);
    google.instances.boxes().get(0).status = "TERMINATED";
    assertThat(provisioner().find(LEASE)).isEmpty();
    assertThat(provisioner().owned()).as("its disk is there").hasSize(1);
    assertThat(failure(() -> start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND)).fault())
        .isEqualTo(Fault.NO_CAPACITY);
    provisioner().stop(LEASE);
    google.instances.settle();
    assertThat(google.instances.boxes()).isEmpty();
  }

  @Test
  void aBrokerThatRemembersNothingFindsAndStops() throws ProviderException {
    Instance started = start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND);
    provider = provider(google);
    assertThat(provisioner().find(LEASE)).contains(started);
    provider = provider(google);
    provisioner().stop(LEASE);
    assertThat(google.instances.boxes().get(0).status).isEqualTo("STOPPING");
  }

  @Test
  void everythingOwnedIsFoundOverPages() throws ProviderException {
    for (int i = 1; i <= 5; i++) {
      start(lease(i), "g2-standard-4", CapacityType.ON_DEMAND);
    }
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .containsExactlyInAnyOrder(lease(1), lease(2), lease(3), lease(4), lease(5));
  }

  @Test
  void anotherBrokersMachinesAreLeftAlone() throws ProviderException {
    start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND);
    provider = provider(google, "broker", "other");
    assertThat(provisioner().owned()).isEmpty();
    assertThat(provisioner().find(LEASE)).isEmpty();
    provisioner().stop(LEASE);
    assertThat(google.instances.boxes().get(0).status).isEqualTo("RUNNING");
  }

  @Test
  void aZoneThatDoesNotAnswerMakesTheListIncomplete() {
    google.instances.silent("us-central1-b");
    assertThat(failure(() -> provisioner().owned()).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(failure(() -> provisioner().find(LEASE)).fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "ZONE_RESOURCE_POOL_EXHAUSTED, NO_CAPACITY",
    "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS, NO_CAPACITY",
    "STOCKOUT, NO_CAPACITY",
    "QUOTA_EXCEEDED, QUOTA_EXCEEDED",
    "RESOURCE_OPERATION_RATE_EXCEEDED, THROTTLED",
    "INTERNAL_ERROR, UNREACHABLE",
    "INVALID_FIELD_VALUE, UNEXPECTED"
  })
  void aFailedOperationIsNamedByTheNextMove(String code, Fault fault) {
    google.instances.failNextOperation(code);
    assertThat(failure(() -> start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND)))
        .hasMessageContaining(code)
        .extracting(ProviderException::fault)
        .isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "403, quotaExceeded, QUOTA_EXCEEDED",
    "403, rateLimitExceeded, THROTTLED",
    "403, forbidden, CREDENTIALS_REFUSED",
    "400, resourceNotReady, UNREACHABLE",
    "503, backendError, UNREACHABLE",
    "404, notFound, UNEXPECTED",
    "400, invalid, UNEXPECTED"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String reason, Fault fault) {
    google.instances.fail("insert", FakeInstances.error(status, reason, "told so by the fake"));
    assertThat(failure(() -> start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND)).fault())
        .isEqualTo(fault);
  }

  @Test
  void anAnswerThatCannotBeReadIsRepeated() throws ProviderException {
    google.instances.fail("insert", ApiReply.json("{\"status\": \"DO"));
    assertThat(failure(() -> start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND)).fault())
        .isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void aLongWaitIsAStartThatIsUnderWay() throws ProviderException {
    provider = provider(google, "time-limit", "PT0.5S");
    google.instances.fail("wait", ApiReply.silence());
    Instance started = start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND);
    assertThat(started.state()).isEqualTo(Instance.State.PENDING);
    assertThat(provisioner().find(LEASE)).contains(started);
  }

  @Test
  void whatAnAnswerQuotesOfTheDocumentIsNotShown() {
    String quoted = DOCUMENT.replace("\n", "\\n");
    google.instances.fail("insert", FakeInstances.error(400, "invalid", "user-data " + quoted));
    ProviderException failure =
        failure(() -> start(LEASE, "g2-standard-4", CapacityType.ON_DEMAND));
    assertThat(failure).hasMessageNotContaining("enrol-51aa").hasStackTraceContaining("invalid");
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void aMachineThatNobodyCouldReachIsNotStarted() throws ProviderException {
    Offer offer = offer("g2-standard-4", CapacityType.ON_DEMAND);
    Bootstrap nothing = Bootstrap.enrolled(URI.create("https://broker.example"));
    assertThat(failure(() -> provisioner().start(LEASE, offer, nothing)).fault())
        .isEqualTo(Fault.UNEXPECTED);
    assertThat(google.instances.boxes()).isEmpty();
  }

  @Test
  void nothingIsStartedWhereThatIsSwitchedOff() {
    assertThat(provider(google, "provision", "off").provisioner()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"broker, Big Broker", "network, -", "disk-gigabytes, 3", "provision, perhaps"})
  void aSettingThatCannotBeIsNamed(String key, String value) {
    assertThatThrownBy(() -> provider(google, key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tradewind.gcp." + key);
  }

  private Instance start(LeaseId lease, String type, CapacityType capacity)
      throws ProviderException {
    return provisioner().start(lease, offer(type, capacity), BOOTSTRAP);
  }

  private Offer offer(String type, CapacityType capacity) throws ProviderException {
    List<Offer> found = offers(provider.offers(), type, capacity);
    return found.get(0);
  }

  private Provisioner provisioner() {
    return provider.provisioner().orElseThrow();
  }

  private static ProviderException failure(ThrowingCallable call) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, call);
    return Optional.ofNullable(failure)
        .orElseThrow(() -> new AssertionError("The call should have failed."));
  }

  private static LeaseId lease(int number) {
    return new LeaseId(new UUID(7, number));
  }
}
