package io.tradewind.adapters.aws;

import io.tradewind.api.Gang;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CapacityReservation;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/**
 * The request that makes the machine of a lease.
 *
 * @param gang whose machines it is to reach; all of them are of one offer, and so in one zone
 */
record Launch(
    AwsCompute api,
    LeaseId lease,
    Offer offer,
    Optional<Gang> gang,
    AwsSettings.Provisioning settings) {
  /** The same for every try of a lease, so that EC2 itself knows a repetition. */
  static String token(LeaseId lease) {
    return "tradewind-" + lease;
  }

  RunInstancesRequest request(Secret userData) throws ProviderException {
    MachineTags tags = new MachineTags(settings.broker());
    String image =
        MachineImages.of(offer.instanceType())
            .orElseThrow(() -> no("public image has the driver for %s".formatted(type())));
    Subnet subnet = subnet();
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .clientToken(token(lease))
            .minCount(1)
            .maxCount(1)
            .instanceType(type())
            .imageId(image)
            .userData(encoded(userData))
            .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
            .tagSpecifications(tagged(tags));
    addNetwork(request, subnet, tags);
    addDiskAndMetadata(request);
    addMarket(request);
    return request.build();
  }

  /** One interface: with more of them EC2 gives no address that a machine could call out from. */
  private void addNetwork(RunInstancesRequest.Builder request, Subnet subnet, MachineTags tags)
      throws ProviderException {
    String closed = api.closedGroup(subnet.vpcId(), tags);
    if (gang.isEmpty()) {
      request.subnetId(subnet.subnetId()).securityGroupIds(closed);
      return;
    }
    GangNetworks networks = new GangNetworks(api, tags);
    List<String> groups = List.of(closed, networks.group(subnet.vpcId(), gang.get()));
    if (gang.get().close()) {
      String together = networks.together(gang.get());
      InstanceNetworkInterfaceSpecification fast =
          InstanceNetworkInterfaceSpecification.builder()
              .deviceIndex(0)
              .networkCardIndex(0)
              .interfaceType("efa")
              .subnetId(subnet.subnetId())
              .groups(groups)
              .deleteOnTermination(true)
              .build();
      request.placement(it -> it.groupName(together)).networkInterfaces(fast);
    } else {
      request.subnetId(subnet.subnetId()).securityGroupIds(groups);
    }
  }

  /** An offer of no zone is spread over them, the same lease or gang always in the same one. */
  private Subnet subnet() throws ProviderException {
    List<Subnet> subnets = api.subnets(zone(), settings.broker());
    if (subnets.isEmpty()) {
      throw no(
          "subnet for machines in %s of %s; make a default one, or tag one with %s=%s"
              .formatted(zone(), offer.region(), MachineTags.BROKER, settings.broker()));
    }
    int together = gang.map(it -> it.name().hashCode()).orElse(lease.value().hashCode());
    return subnets.get(Math.floorMod(together, zone().isEmpty() ? subnets.size() : 1));
  }

  static String encoded(Secret userData) {
    return Base64.getEncoder().encodeToString(userData.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private void addDiskAndMetadata(RunInstancesRequest.Builder request) {
    EbsBlockDevice disk =
        EbsBlockDevice.builder()
            .volumeSize(settings.diskGigabytes())
            .volumeType(VolumeType.GP3)
            .encrypted(true)
            .deleteOnTermination(true)
            .build();
    request.blockDeviceMappings(
        BlockDeviceMapping.builder().deviceName(MachineImages.ROOT_DEVICE).ebs(disk).build());
    request.metadataOptions(
        it ->
            // One hop: the machine itself, and no container on it.
            it.httpTokens(HttpTokensState.REQUIRED).httpPutResponseHopLimit(1));
  }

  private void addMarket(RunInstancesRequest.Builder request) throws ProviderException {
    switch (offer.capacityType()) {
      case ON_DEMAND -> {}
      case SPOT ->
          request.instanceMarketOptions(
              it ->
                  it.marketType(MarketType.SPOT)
                      .spotOptions(
                          spot ->
                              spot.spotInstanceType(SpotInstanceType.ONE_TIME)
                                  .instanceInterruptionBehavior(
                                      InstanceInterruptionBehavior.TERMINATE)));
      case RESERVED -> addBlock(request);
    }
  }

  /** A block is paid for in advance and cannot be given back: buying one is left to people. */
  private void addBlock(RunInstancesRequest.Builder request) throws ProviderException {
    CapacityReservation block =
        api.activeBlock(type(), zone())
            .orElseThrow(
                () ->
                    no(
                        "capacity block of %s in %s has begun and has room; it has to be bought first"
                            .formatted(type(), zone())));
    request
        .instanceMarketOptions(it -> it.marketType(MarketType.CAPACITY_BLOCK))
        .capacityReservationSpecification(
            it ->
                it.capacityReservationTarget(
                    target -> target.capacityReservationId(block.capacityReservationId())));
  }

  private List<TagSpecification> tagged(MachineTags tags) {
    List<TagSpecification> tagged = new ArrayList<>();
    tagged.add(tags.of(lease, gang, ResourceType.INSTANCE));
    tagged.add(tags.of(lease, ResourceType.VOLUME));
    tagged.add(tags.of(lease, ResourceType.NETWORK_INTERFACE));
    switch (offer.capacityType()) {
      case SPOT -> tagged.add(tags.of(lease, ResourceType.SPOT_INSTANCES_REQUEST));
      case ON_DEMAND, RESERVED -> {}
    }
    return tagged;
  }

  private String type() {
    return offer.instanceType().name();
  }

  private String zone() {
    return offer.zone().orElse("");
  }

  /** The next offer may have it. */
  private ProviderException no(String what) {
    return api.faults().of(Fault.NO_CAPACITY, "no " + what);
  }
}
