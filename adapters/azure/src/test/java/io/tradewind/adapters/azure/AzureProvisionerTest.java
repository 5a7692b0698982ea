package io.tradewind.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.adapters.azure.FakeRetailPrices.Item;
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
import io.tradewind.testkit.ApiRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureProvisionerTest extends AzureScenario {
  private static final String DOCUMENT = "#cloud-config\n# enrol-51aa\n";
  private static final String ENCODED =
      Base64.getEncoder().encodeToString(DOCUMENT.getBytes(StandardCharsets.UTF_8));
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret(DOCUMENT)));
  private static final LeaseId LEASE = lease(1);
  private static final String NETWORKS =
      "/subscriptions/%s/resourceGroups/tradewind/providers/Microsoft.Network/"
          .formatted(FakeAzure.SUBSCRIPTION);

  private Provider provider = provider(context());

  @AfterEach
  void closeTheProvider() {
    provider.close();
  }

  @Test
  void everythingThatIsMadeGoesWithTheMachine() throws ProviderException {
    start(LEASE, CapacityType.ON_DEMAND);
    JsonNode asked = azure.machines.boxes().get(0).asked;
    JsonNode nic =
        asked.at("/properties/networkProfile/networkInterfaceConfigurations/0/properties");
    assertThat(asked.at("/properties/storageProfile/osDisk/deleteOption").asText())
        .isEqualTo("Delete");
    assertThat(nic.at("/deleteOption").asText()).isEqualTo("Delete");
    assertThat(
            nic.at(
                    "/ipConfigurations/0/properties/publicIPAddressConfiguration/properties/deleteOption")
                .asText())
        .isEqualTo("Delete");
    assertThat(azure.machines.boxes().get(0).group).isEqualTo("tradewind");
  }

  @Test
  void aMachineBearsItsLeaseAndBootsTheDocument() throws ProviderException {
    Instance started = start(LEASE, CapacityType.ON_DEMAND);
    JsonNode asked = azure.machines.boxes().get(0).asked;
    assertThat(started.nativeId()).isEqualTo("tradewind-" + LEASE);
    assertThat(asked.at("/tags/tradewind-lease").asText()).isEqualTo(LEASE.toString());
    assertThat(asked.at("/location").asText()).isEqualTo("eastus");
    assertThat(asked.at("/zones/0").asText()).isEqualTo("1");
    assertThat(asked.at("/properties/hardwareProfile/vmSize").asText()).isEqualTo(Skus.A100);
    assertThat(asked.at("/properties/osProfile/customData").asText()).isEqualTo(ENCODED);
    assertThat(asked.at("/properties/storageProfile/osDisk/diskSizeGB").asInt()).isEqualTo(256);
    assertThat(asked.at("/properties/storageProfile/imageReference/offer").asText())
        .isEqualTo("ubuntu-hpc");
    assertThat(asked.at("/properties/priority").isMissingNode()).isTrue();
  }

  @Test
  void nobodyCanSignIn() throws ProviderException {
    start(LEASE, CapacityType.ON_DEMAND);
    JsonNode linux =
        azure.machines.boxes().get(0).asked.at("/properties/osProfile/linuxConfiguration");
    assertThat(linux.at("/disablePasswordAuthentication").asBoolean()).isTrue();
    String key = linux.at("/ssh/publicKeys/0/keyData").asText();
    assertThat(key).startsWith("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB");
    start(lease(2), CapacityType.ON_DEMAND);
    assertThat(azure.machines.boxes().get(1).asked.toString()).doesNotContain(key);
  }

  @Test
  void nobodyCanCallInNotEvenFromBeside() throws ProviderException {
    start(LEASE, CapacityType.ON_DEMAND);
    String closed = NETWORKS + "networkSecurityGroups/tradewind-no-inbound-eastus";
    JsonNode rules = azure.machines.network(closed).at("/properties/securityRules");
    assertThat(rules).hasSize(1);
    assertThat(rules.at("/0/properties/access").asText()).isEqualTo("Deny");
    assertThat(rules.at("/0/properties/sourceAddressPrefix").asText()).isEqualTo("*");
    assertThat(
            azure
                .machines
                .boxes()
                .get(0)
                .asked
                .at(
                    "/properties/networkProfile/networkInterfaceConfigurations/0/properties/networkSecurityGroup/id")
                .asText())
        .isEqualTo(closed);
  }

  @Test
  void theNetworkOfARegionIsMadeOnceAndNeverWrittenOver() throws ProviderException {
    start(LEASE, CapacityType.ON_DEMAND);
    start(lease(2), CapacityType.ON_DEMAND);
    provider.close();
    provider = provider(context());
    start(lease(3), CapacityType.ON_DEMAND);
    assertThat(azure.api.requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .extracting(ApiRequest::path)
        .filteredOn(path -> path.startsWith(NETWORKS))
        .containsExactly(
            NETWORKS + "networkSecurityGroups/tradewind-no-inbound-eastus",
            NETWORKS + "virtualNetworks/tradewind-eastus");
    assertThat(azure.machines.groups()).containsExactly("tradewind");
  }

  @Test
  void aSpotMachineIsDeletedWhenItIsTakenBack() throws ProviderException {
    start(LEASE, CapacityType.SPOT);
    JsonNode properties = azure.machines.boxes().get(0).asked.at("/properties");
    assertThat(properties.at("/priority").asText()).isEqualTo("Spot");
    assertThat(properties.at("/evictionPolicy").asText()).isEqualTo("Delete");
    assertThat(properties.at("/billingProfile/maxPrice").asDouble()).isEqualTo(-1.0);
  }

  @Test
  void aPlainMachineBootsAPlainImage() throws ProviderException {
    provider = provider(context("families", "d"));
    provisioner().start(LEASE, offer("Standard_D4s_v5", CapacityType.ON_DEMAND), BOOTSTRAP);
    JsonNode asked = azure.machines.boxes().get(0).asked;
    assertThat(asked.at("/properties/storageProfile/imageReference/publisher").asText())
        .isEqualTo("Canonical");
    assertThat(asked.has("zones")).as("a region without zones").isFalse();
  }

  @Test
  void aMachineWhoseDriverNoImageHasIsNotStarted() throws ProviderException {
    Offer share = offer(Skus.A10_SIXTH, CapacityType.ON_DEMAND);
    assertThat(failure(() -> provisioner().start(LEASE, share, BOOTSTRAP)))
        .hasMessageContaining("no public image has the driver")
        .extracting(ProviderException::fault)
        .isEqualTo(Fault.NO_CAPACITY);
    assertThat(azure.machines.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AllocationFailed, NO_CAPACITY",
    "ZonalAllocationFailed, NO_CAPACITY",
    "OverconstrainedZonalAllocationRequest, NO_CAPACITY",
    "QuotaExceeded, QUOTA_EXCEEDED",
    "OSProvisioningTimedOut, UNEXPECTED"
  })
  void aMachineThatFailsIsNamedByTheNextMoveAndDeleted(String code, Fault fault) {
    azure.machines.failNextMachine(code);
    assertThat(failure(() -> start(LEASE, CapacityType.ON_DEMAND)))
        .hasMessageContaining(code)
        .extracting(ProviderException::fault)
        .isEqualTo(fault);
    assertThat(azure.machines.boxes().get(0).provisioning).isEqualTo("Deleting");
  }

  @ParameterizedTest
  @CsvSource({
    "409, SkuNotAvailable, -, NO_CAPACITY",
    "409, OverconstrainedAllocationRequest, -, NO_CAPACITY",
    "409, OperationNotAllowed, exceeding approved standardNCADSA100v4Family Cores quota, QUOTA_EXCEEDED",
    "409, OperationNotAllowed, the disk is busy, UNEXPECTED",
    "403, AuthorizationFailed, -, CREDENTIALS_REFUSED",
    "500, InternalServerError, -, UNREACHABLE",
    "400, InvalidParameter, -, UNEXPECTED"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String code, String text, Fault fault) {
    azure.machines.fail("PUT", FakeMachines.error(status, code, text));
    assertThat(failure(() -> start(LEASE, CapacityType.ON_DEMAND)).fault()).isEqualTo(fault);
  }

  @Test
  void aStartWaitsUntilItIsHeardWhetherThereIsRoom() throws ProviderException {
    Instance started = start(LEASE, CapacityType.ON_DEMAND);
    assertThat(started.state()).isEqualTo(Instance.State.RUNNING);
    assertThat(azure.pauses).hasSize(1);
  }

  @Test
  void aMachineThatShutItselfDownIsGoneAndIsEnded() throws ProviderException {
    start(LEASE, CapacityType.ON_DEMAND);
    azure.machines.boxes().get(0).power = "stopped";
    assertThat(provisioner().find(LEASE)).isEmpty();
    assertThat(provisioner().owned()).as("it is paid for").hasSize(1);
    assertThat(failure(() -> start(LEASE, CapacityType.ON_DEMAND)).fault())
        .isEqualTo(Fault.NO_CAPACITY);
    provisioner().stop(LEASE);
    azure.machines.settle();
    assertThat(azure.machines.boxes()).isEmpty();
  }

  @Test
  void everythingOwnedIsFoundOverPagesAndRegions() throws ProviderException {
    azure
        .size("westeurope", Skus.a100().at("westeurope").json())
        .quotas("westeurope", FakeAzure.quota("cores", 0, 500));
    azure.retail.sells("westeurope", Item.onDemand(Skus.A100, "3.673"));
    provider = provider(context("regions", "eastus,westeurope"));
    List<Offer> offers = offers(provider.offers(), Skus.A100, CapacityType.ON_DEMAND);
    for (int i = 1; i <= 5; i++) {
      provisioner().start(lease(i), offers.get(i % 2 * (offers.size() - 1)), BOOTSTRAP);
    }
    provider = provider(context());
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .containsExactlyInAnyOrder(lease(1), lease(2), lease(3), lease(4), lease(5));
    assertThat(provisioner().owned())
        .extracting(machine -> machine.region().name())
        .containsOnly("eastus", "westeurope");
  }

  @Test
  void anotherBrokersMachinesAreLeftAlone() throws ProviderException {
    start(LEASE, CapacityType.ON_DEMAND);
    provider = provider(context("resource-group", "other"));
    assertThat(provisioner().owned()).isEmpty();
    assertThat(provisioner().find(LEASE)).isEmpty();
    provisioner().stop(LEASE);
    assertThat(azure.machines.boxes().get(0).provisioning).isEqualTo("Succeeded");
  }

  @Test
  void whatAnAnswerQuotesOfTheDocumentIsNotShown() {
    String quoted = DOCUMENT.replace("\n", "\\n") + ENCODED;
    azure.machines.fail("PUT", FakeMachines.error(400, "InvalidParameter", quoted));
    assertThat(failure(() -> start(LEASE, CapacityType.ON_DEMAND)))
        .hasMessageNotContaining("enrol-51aa")
        .hasMessageNotContaining(ENCODED);
  }

  @Test
  void aMachineThatNobodyCouldReachIsNotStarted() throws ProviderException {
    Offer offer = offer(Skus.A100, CapacityType.ON_DEMAND);
    Bootstrap nothing = Bootstrap.enrolled(URI.create("https://broker.example"));
    assertThat(failure(() -> provisioner().start(LEASE, offer, nothing)).fault())
        .isEqualTo(Fault.UNEXPECTED);
    assertThat(azure.machines.boxes()).isEmpty();
  }

  @Test
  void nothingIsStartedWhereThatIsSwitchedOff() {
    assertThat(provider(context("provision", "off")).provisioner()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"resource-group, a group", "disk-gigabytes, 3", "provision, perhaps"})
  void aSettingThatCannotBeIsNamed(String key, String value) {
    assertThatThrownBy(() -> provider(context(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tradewind.azure." + key);
  }

  private Instance start(LeaseId lease, CapacityType capacity) throws ProviderException {
    return provisioner().start(lease, offer(Skus.A100, capacity), BOOTSTRAP);
  }

  private Offer offer(String size, CapacityType capacity) throws ProviderException {
    return offers(provider.offers(), size, capacity).get(0);
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
