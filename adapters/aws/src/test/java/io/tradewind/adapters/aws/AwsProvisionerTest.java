package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Gang;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.TestContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsProvisionerTest {
  private static final int ALWAYS = 1_000;
  private static final String DOCUMENT = "#cloud-config\n# enrol-51aa\n";
  private static final String ENCODED =
      Base64.getEncoder().encodeToString(DOCUMENT.getBytes(StandardCharsets.UTF_8));
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret(DOCUMENT)));
  private static final LeaseId LEASE = lease(1);

  private final FakeAws aws = FakeAws.start();
  private final FakeCompute virginia = Cloud.virginia(aws).compute();
  private TestContext context = Cloud.context(aws);
  private Provider provider = Cloud.provider(context);

  @BeforeEach
  void stockIreland() {
    Cloud.ireland(aws);
  }

  @AfterEach
  void close() {
    provider.close();
    aws.close();
  }

  @Test
  void aMachineIsClosedEncryptedTaggedAndEndsItself() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    FakeCompute.Box box = virginia.living().get(0);
    assertThat(box.request)
        .containsEntry("ClientToken", "tradewind-" + LEASE)
        .containsEntry("InstanceType", "g5.xlarge")
        .containsEntry("SubnetId", "subnet-use1-az4")
        .containsEntry("SecurityGroupId.1", "sg-0")
        .containsEntry("InstanceInitiatedShutdownBehavior", "terminate")
        .containsEntry("MetadataOptions.HttpTokens", "required")
        .containsEntry("MetadataOptions.HttpPutResponseHopLimit", "1")
        .containsEntry("BlockDeviceMapping.1.Ebs.Encrypted", "true")
        .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "200")
        .containsEntry("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true")
        .containsEntry("UserData", ENCODED)
        .doesNotContainKey("InstanceMarketOptions.MarketType")
        .doesNotContainKey("KeyName");
    for (String resource : List.of("instance", "volume", "network-interface")) {
      assertThat(box.tags(resource))
          .as(resource)
          .containsEntry("tradewind:lease", LEASE.toString())
          .containsEntry("tradewind:broker", "tradewind");
    }
    assertThat(virginia.groups())
        .extracting(FakeCompute.Group::name, FakeCompute.Group::vpc, FakeCompute.Group::inbound)
        .containsExactly(tuple("tradewind-no-inbound", "vpc-default", ""));
  }

  @Test
  void machinesThatMustBeCloseShareAPlacementGroupAndAFastInterface() throws ProviderException {
    Gang gang = new Gang("g-1", 2, true);
    Offer offer = offer("p5.48xlarge", "use1-az4", CapacityType.ON_DEMAND);
    provisioner().start(LEASE, offer, BOOTSTRAP.with(gang));
    provisioner().start(lease(2), offer, BOOTSTRAP.with(gang));

    assertThat(virginia.placements()).containsExactly(entry("tradewind-gang-g-1", "cluster"));
    assertThat(virginia.living())
        .hasSize(2)
        .allSatisfy(
            box ->
                assertThat(box.request)
                    .containsEntry("Placement.GroupName", "tradewind-gang-g-1")
                    .containsEntry("NetworkInterface.1.InterfaceType", "efa")
                    .containsEntry("NetworkInterface.1.SubnetId", "subnet-use1-az4")
                    .containsEntry("NetworkInterface.1.DeleteOnTermination", "true")
                    .doesNotContainKey("SubnetId"));
    assertThat(virginia.reach(virginia.living().get(0), virginia.living().get(1))).isTrue();
  }

  @Test
  void whatAGangSharedGoesWhenItsLastMachineHasGone() throws ProviderException {
    Gang gang = new Gang("g-1", 2, true);
    Offer offer = offer("p5.48xlarge", "use1-az4", CapacityType.ON_DEMAND);
    provisioner().start(LEASE, offer, BOOTSTRAP.with(gang));
    provisioner().start(lease(2), offer, BOOTSTRAP.with(gang));
    provisioner().stop(LEASE);
    virginia.settle();
    assertThat(provisioner().owned()).hasSize(1);
    assertThat(virginia.groups()).as("one of them needs it").hasSize(2);

    provisioner().stop(lease(2));
    assertThat(provisioner().owned()).as("it is ending").hasSize(1);
    assertThat(virginia.groups()).hasSize(2);
    virginia.settle();
    assertThat(provisioner().owned()).isEmpty();

    assertThat(virginia.groups())
        .extracting(FakeCompute.Group::name)
        .containsExactly("tradewind-no-inbound");
    assertThat(virginia.placements()).isEmpty();
  }

  @Test
  void anAccountWhosePolicyIsOlderStartsNoGangsAndIsNotGivenUp() throws ProviderException {
    aws.fail("AuthorizeSecurityGroupIngress", ALWAYS, error(403, "UnauthorizedOperation"));
    Offer offer = offer("g5.xlarge", "use1-az4", CapacityType.ON_DEMAND);
    Bootstrap ofAGang = BOOTSTRAP.with(new Gang("g-1", 2, false));
    ProviderException failure = failure(() -> provisioner().start(LEASE, offer, ofAGang));
    assertThat(failure.fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(failure).hasMessageContaining("paste it anew");
    assertThat(virginia.living()).isEmpty();
    assertThat(provisioner().start(LEASE, offer, BOOTSTRAP).lease()).isEqualTo(LEASE);
  }

  @Test
  void spotIsAskedForOnceAndNeverComesBack() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.SPOT);
    FakeCompute.Box box = virginia.living().get(0);
    assertThat(box.request)
        .containsEntry("InstanceMarketOptions.MarketType", "spot")
        .containsEntry("InstanceMarketOptions.SpotOptions.SpotInstanceType", "one-time")
        .containsEntry(
            "InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "terminate");
    assertThat(box.tags("spot-instances-request")).containsKey("tradewind:lease");
  }

  @ParameterizedTest
  @CsvSource({
    "g5.xlarge, use1-az4, /aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id",
    "trn1.32xlarge, use1-az4, /aws/service/neuron/dlami/base/ubuntu-22.04/latest/image_id"
  })
  void theNewestImageWithTheDriverIsTaken(String type, String zone, String parameter)
      throws ProviderException {
    provisioner().start(LEASE, offer(type, zone, CapacityType.ON_DEMAND), BOOTSTRAP);
    assertThat(virginia.living().get(0).request)
        .containsEntry("ImageId", "resolve:ssm:" + parameter);
  }

  @Test
  void aMachineWithoutAcceleratorBootsAPlainImage() throws ProviderException {
    aws.region("us-east-1")
        .type("m7i.large", 2, 8, "", "on-demand")
        .offered("m7i.large", "use1-az4")
        .onDemand("m7i.large", "0.1000000000");
    reconnect("families", "m");
    start(LEASE, "m7i.large", CapacityType.ON_DEMAND);
    assertThat(virginia.living().get(0).request.get("ImageId"))
        .isEqualTo(
            "resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id");
  }

  @ParameterizedTest
  @CsvSource({"g6f.xlarge", "f2.6xlarge"})
  void aMachineWhoseDriverNoImageHasIsNotStarted(String type) throws ProviderException {
    Offer offer = offer(type, "use1-az4", CapacityType.ON_DEMAND);
    ProviderException failure = failure(() -> provisioner().start(LEASE, offer, BOOTSTRAP));
    assertThat(failure.fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(failure).hasMessageContaining("no public image has the driver");
    assertThat(virginia.living()).isEmpty();
  }

  @Test
  void aCapacityBlockIsUsedAndNeverBought() throws ProviderException {
    Offer block = offer("p5.48xlarge", "use1-az4", CapacityType.RESERVED);
    assertThat(failure(() -> provisioner().start(LEASE, block, BOOTSTRAP)))
        .hasMessageContaining("it has to be bought first")
        .extracting(ProviderException::fault)
        .isEqualTo(Fault.NO_CAPACITY);
    virginia
        .block("cr-elsewhere", "p5.48xlarge", "use1-az6", 1)
        .block("cr-full", "p5.48xlarge", "use1-az4", 0)
        .block("cr-mine", "p5.48xlarge", "use1-az4", 1);
    provisioner().start(LEASE, block, BOOTSTRAP);
    assertThat(virginia.living().get(0).request)
        .containsEntry("InstanceMarketOptions.MarketType", "capacity-block")
        .containsEntry(
            "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId",
            "cr-mine");
  }

  @Test
  void aSubnetWithTheBrokersTagIsPreferred() throws ProviderException {
    virginia.subnet("subnet-own", "use1-az4", "vpc-own", false, "tradewind:broker", "tradewind");
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    assertThat(virginia.living().get(0).request).containsEntry("SubnetId", "subnet-own");
    assertThat(virginia.groups()).extracting(FakeCompute.Group::vpc).containsExactly("vpc-own");
  }

  @Test
  void aZoneWithoutASubnetHasNoCapacityForUs() {
    virginia.withoutSubnets().subnet("subnet-other", "use1-az4", "vpc-own", false, "a", "b");
    ProviderException failure = failure(() -> start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND));
    assertThat(failure.fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(failure).hasMessageContaining("tag one with tradewind:broker=tradewind");
  }

  @Test
  void oneSecurityGroupServesAllMachinesOfANetwork() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    start(lease(2), "g5.xlarge", CapacityType.SPOT);
    assertThat(virginia.groups()).hasSize(1);
    assertThat(aws.calls()).filteredOn("CreateSecurityGroup@us-east-1"::equals).hasSize(1);
  }

  @Test
  void aSecurityGroupThatSomebodyOpenedIsNotUsed() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    virginia.open("<item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort></item>");
    ProviderException failure = failure(() -> start(lease(2), "g5.xlarge", CapacityType.ON_DEMAND));
    assertThat(failure.fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(failure).hasMessageContaining("inbound rules; remove them");
    assertThat(virginia.living()).hasSize(1);
  }

  @Test
  void whatIsNotListedYetIsFoundAndCanBeStopped() throws ProviderException {
    virginia.lag(true);
    Instance started = start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    assertThat(provisioner().find(LEASE)).contains(started);
    provisioner().stop(LEASE);
    assertThat(virginia.living().get(0).state).isEqualTo("shutting-down");
  }

  @Test
  void whatIsNeverListedIsGoneAfterAWhile() throws ProviderException {
    virginia.lag(true);
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    context.clock().advance(Duration.ofMinutes(2));
    assertThat(provisioner().find(LEASE)).isEmpty();
  }

  @Test
  void aRepetitionOverAnotherImageIsOneMachine() throws ProviderException {
    virginia.lag(true);
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    reconnect("disk-gigabytes", "300");
    ProviderException failure = failure(() -> start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND));
    assertThat(failure.fault())
        .as("the token is used, the machine unlisted")
        .isEqualTo(Fault.UNREACHABLE);
    virginia.lag(false);
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    assertThat(virginia.living()).hasSize(1);
  }

  @Test
  void aLeaseWhoseMachineHasEndedGetsNoSecondOne() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    provisioner().stop(LEASE);
    virginia.settle();
    ProviderException failure = failure(() -> start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND));
    assertThat(failure.fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(failure).hasMessageContaining("ended already: Client.UserInitiatedShutdown");
  }

  @Test
  void aBrokerThatRemembersNothingFindsAndStopsInEveryRegion() throws ProviderException {
    reconnect("regions", "us-east-1,eu-west-1");
    Offer irish = offer("g5.xlarge", "euw1-az1", CapacityType.ON_DEMAND);
    Instance started = provisioner().start(LEASE, irish, BOOTSTRAP);
    reconnect("regions", "us-east-1");
    assertThat(provisioner().find(LEASE)).contains(started);
    reconnect("regions", "us-east-1");
    provisioner().stop(LEASE);
    assertThat(aws.region("eu-west-1").compute().living().get(0).state).isEqualTo("shutting-down");
  }

  @Test
  void everythingOwnedIsFoundOverPagesAndRegions() throws ProviderException {
    reconnect("regions", "us-east-1,eu-west-1");
    Offer irish = offer("g5.xlarge", "euw1-az1", CapacityType.SPOT);
    Offer american = offer("g5.xlarge", "use1-az4", CapacityType.SPOT);
    for (int i = 1; i <= 7; i++) {
      provisioner().start(lease(i), i <= 5 ? american : irish, BOOTSTRAP);
    }
    reconnect("regions", "us-east-1");
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .containsExactly(lease(1), lease(2), lease(3), lease(4), lease(5), lease(6), lease(7));
  }

  @Test
  void anotherBrokersMachinesAreLeftAlone() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    reconnect("broker", "other");
    assertThat(provisioner().owned()).isEmpty();
    assertThat(provisioner().find(LEASE)).isEmpty();
    provisioner().stop(LEASE);
    assertThat(virginia.living().get(0).state).isEqualTo("pending");
  }

  @Test
  void aRegionThatTheAccountMayNotUseIsPassedOver() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    aws.fail("DescribeInstances@eu-west-1", ALWAYS, error(403, "UnauthorizedOperation"));
    assertThat(provisioner().owned()).hasSize(1);
  }

  @Test
  void aRegionThatCannotBeReachedMakesTheListIncomplete() throws ProviderException {
    start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND);
    aws.fail("DescribeInstances@eu-west-1", ALWAYS, error(503, "Unavailable"));
    assertThat(failure(() -> provisioner().owned()).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(failure(() -> provisioner().find(lease(9))).fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "500, InsufficientInstanceCapacity, NO_CAPACITY",
    "400, Unsupported, NO_CAPACITY",
    "400, SpotMaxPriceTooLow, NO_CAPACITY",
    "400, ReservationCapacityExceeded, NO_CAPACITY",
    "400, InsufficientFreeAddressesInSubnet, NO_CAPACITY",
    "400, VcpuLimitExceeded, QUOTA_EXCEEDED",
    "400, MaxSpotInstanceCountExceeded, QUOTA_EXCEEDED",
    "400, VolumeLimitExceeded, QUOTA_EXCEEDED",
    "503, RequestLimitExceeded, THROTTLED",
    "500, InternalError, UNREACHABLE",
    "400, InvalidGroup.NotFound, UNREACHABLE",
    "403, UnauthorizedOperation, CREDENTIALS_REFUSED",
    "400, OptInRequired, CREDENTIALS_REFUSED",
    "400, InvalidParameterCombination, UNEXPECTED"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String code, Fault fault) {
    aws.fail("RunInstances", ALWAYS, error(status, code));
    ProviderException failure = failure(() -> start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND));
    assertThat(failure.fault()).isEqualTo(fault);
    assertThat(failure).hasMessageContaining(code);
  }

  @Test
  void aSoldOutZoneIsToldAtOnce() {
    virginia.room("g5.xlarge", 0);
    assertThat(failure(() -> start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND)).fault())
        .isEqualTo(Fault.NO_CAPACITY);
    assertThat(aws.calls()).filteredOn("RunInstances@us-east-1"::equals).hasSize(1);
  }

  @Test
  void whatAnAnswerQuotesOfTheDocumentIsNotShown() {
    String quoted = DOCUMENT + ENCODED;
    aws.fail("RunInstances", ALWAYS, FakeAws.queryError(400, "InvalidUserData", quoted));
    assertThat(failure(() -> start(LEASE, "g5.xlarge", CapacityType.ON_DEMAND)))
        .hasMessageNotContaining("enrol-51aa")
        .hasMessageNotContaining(ENCODED);
  }

  @Test
  void aMachineThatNobodyCouldReachIsNotStarted() throws ProviderException {
    Offer offer = offer("g5.xlarge", "use1-az4", CapacityType.ON_DEMAND);
    Bootstrap nothing = Bootstrap.enrolled(URI.create("https://broker.example"));
    assertThat(failure(() -> provisioner().start(LEASE, offer, nothing)).fault())
        .isEqualTo(Fault.UNEXPECTED);
    assertThat(virginia.living()).isEmpty();
  }

  @Test
  void nothingIsStartedWhereThatIsSwitchedOff() {
    reconnect("provision", "off");
    assertThat(provider.provisioner()).isEmpty();
  }

  @Test
  void nothingIsStartedWithCredentialsThatMerelyLieAbout() {
    provider.close();
    provider =
        Cloud.provider(
            TestContext.of(
                new AwsFactory(Cloud.PATIENCE), Map.of("enabled", "true", "endpoint", aws.url())));
    assertThat(provider.provisioner()).isEmpty();
  }

  private void reconnect(String... settings) {
    provider.close();
    context = Cloud.context(aws, settings);
    provider = Cloud.provider(context);
  }

  private Instance start(LeaseId lease, String type, CapacityType capacity)
      throws ProviderException {
    return provisioner().start(lease, offer(type, "use1-az4", capacity), BOOTSTRAP);
  }

  private Offer offer(String type, String zone, CapacityType capacity) throws ProviderException {
    return Cloud.offer(provider.offers(), type, zone, capacity);
  }

  private Provisioner provisioner() {
    return provider.provisioner().orElseThrow();
  }

  private static ProviderException failure(ThrowingCallable call) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, call);
    return Optional.ofNullable(failure)
        .orElseThrow(() -> new AssertionError("The call should have failed."));
  }

  private static ApiReply error(int status, String code) {
    return FakeAws.queryError(status, code, "told so by the fake");
  }

  private static LeaseId lease(int number) {
    return new LeaseId(new UUID(7, number));
  }
}
