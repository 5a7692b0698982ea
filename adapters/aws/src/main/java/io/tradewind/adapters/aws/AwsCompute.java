package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CapacityReservation;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.PlacementStrategy;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** The calls that start, find and end machines in one region, failures named by the next move. */
final class AwsCompute implements AutoCloseable {
  private static final String GROUP = "tradewind-no-inbound";
  private static final String[] LIVING = {
    "pending", "running", "shutting-down", "stopping", "stopped"
  };
  private static final int PAGE_OF_INSTANCES = 1000;
  private static final int MOST_PAGES = 500;

  private final String region;
  private final AwsFaults faults;
  private final Ec2Client ec2;

  AwsCompute(String region, AwsFaults faults, Ec2Client ec2) {
    this.region = region;
    this.faults = faults;
    this.ec2 = ec2;
  }

  AwsFaults faults() {
    return faults;
  }

  List<String> regions() throws ProviderException {
    return call(
        "DescribeRegions",
        () -> ec2.describeRegions().regions().stream().map(it -> it.regionName()).toList());
  }

  /** What has not ended, the oldest first. */
  List<Machine> living(List<Filter> filters) throws ProviderException {
    List<Filter> all = new ArrayList<>(filters);
    all.add(MachineTags.filter("instance-state-name", LIVING));
    return call("DescribeInstances", () -> instances(all));
  }

  /** By its id, ended or not; empty when EC2 does not know it, or not yet. */
  Optional<Machine> byId(String id) throws ProviderException {
    return call(
        "DescribeInstances of " + id,
        () -> {
          try {
            return ec2.describeInstances(it -> it.instanceIds(id)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Machine::of)
                .findFirst();
          } catch (SdkException e) {
            if (AwsFaults.is(e, "InvalidInstanceID.NotFound")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** What a run with this token has made, ended or not. */
  Optional<Machine> byToken(String token) throws ProviderException {
    return call(
        "DescribeInstances of a token",
        () -> instances(List.of(MachineTags.filter("client-token", token))).stream().findFirst());
  }

  /**
   * Subnets that machines may go to: those with the broker's tag where there are any, else the
   * zones' default ones, in the order of their ids.
   *
   * @param zoneId where; blank for the whole region
   */
  List<Subnet> subnets(String zoneId, String broker) throws ProviderException {
    List<Filter> filters = new ArrayList<>(List.of(MachineTags.filter("state", "available")));
    if (!zoneId.isBlank()) {
      filters.add(MachineTags.filter("availability-zone-id", zoneId));
    }
    List<Subnet> all =
        call(
            "DescribeSubnets",
            () ->
                ec2.describeSubnetsPaginator(it -> it.filters(filters)).stream()
                    .flatMap(page -> page.subnets().stream())
                    .filter(subnet -> isTagged(subnet, broker) || subnet.defaultForAz())
                    .sorted(Comparator.comparing(Subnet::subnetId))
                    .toList());
    List<Subnet> tagged = all.stream().filter(subnet -> isTagged(subnet, broker)).toList();
    return tagged.isEmpty() ? all : tagged;
  }

  private static boolean isTagged(Subnet subnet, String broker) {
    return subnet.tags().stream()
        .anyMatch(tag -> tag.key().equals(MachineTags.BROKER) && tag.value().equals(broker));
  }

  /** The id of the network's group without inbound rules; made when there is none yet. */
  String closedGroup(String vpc, MachineTags tags) throws ProviderException {
    Optional<SecurityGroup> found = group(vpc, GROUP);
    if (found.isEmpty()) {
      return makeGroup(
          vpc,
          GROUP,
          "Machines of Tradewind: they call out, nobody calls in",
          tags.shared(ResourceType.SECURITY_GROUP));
    }
    SecurityGroup group = found.get();
    if (!group.ipPermissions().isEmpty()) {
      throw faults.of(
          Fault.NO_CAPACITY,
          "the security group %s of %s in %s has inbound rules; remove them"
              .formatted(GROUP, vpc, region));
    }
    return group.groupId();
  }

  Optional<SecurityGroup> group(String vpc, String name) throws ProviderException {
    return groups(
            List.of(MachineTags.filter("vpc-id", vpc), MachineTags.filter("group-name", name)))
        .stream()
        .findFirst();
  }

  List<SecurityGroup> groups(List<Filter> filters) throws ProviderException {
    return call(
        "DescribeSecurityGroups",
        () ->
            ec2.describeSecurityGroupsPaginator(it -> it.filters(filters)).stream()
                .flatMap(page -> page.securityGroups().stream())
                .toList());
  }

  /** Its id, also where another start was faster. */
  String makeGroup(String vpc, String name, String meaning, TagSpecification tags)
      throws ProviderException {
    Optional<String> made =
        call(
            "CreateSecurityGroup",
            () ->
                unless(
                    "InvalidGroup.Duplicate",
                    () ->
                        ec2.createSecurityGroup(
                                it ->
                                    it.vpcId(vpc)
                                        .groupName(name)
                                        .description(meaning)
                                        .tagSpecifications(tags))
                            .groupId()));
    if (made.isPresent()) {
      return made.get();
    }
    return group(vpc, name)
        .orElseThrow(
            () ->
                faults.of(
                    Fault.UNREACHABLE,
                    "the security group %s in %s is not listed yet".formatted(name, region)))
        .groupId();
  }

  /** From now on the group's members reach each other. */
  void letInItself(String group) throws ProviderException {
    UserIdGroupPair itself = UserIdGroupPair.builder().groupId(group).build();
    IpPermission rule = IpPermission.builder().ipProtocol("-1").userIdGroupPairs(itself).build();
    call(
        "AuthorizeSecurityGroupIngress",
        () ->
            unless(
                "InvalidPermission.Duplicate",
                () ->
                    ec2.authorizeSecurityGroupIngress(
                        it -> it.groupId(group).ipPermissions(rule))));
  }

  void makePlacement(String name, PlacementStrategy strategy, TagSpecification tags)
      throws ProviderException {
    call(
        "CreatePlacementGroup",
        () ->
            unless(
                "InvalidPlacementGroup.Duplicate",
                () ->
                    ec2.createPlacementGroup(
                        it -> it.groupName(name).strategy(strategy).tagSpecifications(tags))));
  }

  /** Leaves what is in use. */
  void dropGroup(String id) throws ProviderException {
    call(
        "DeleteSecurityGroup",
        () ->
            unless(
                "DependencyViolation",
                () ->
                    unless(
                        "InvalidGroup.NotFound",
                        () -> ec2.deleteSecurityGroup(it -> it.groupId(id)))));
  }

  /** Leaves what is in use, and what never was. */
  void dropPlacement(String name) throws ProviderException {
    call(
        "DeletePlacementGroup",
        () ->
            unless(
                "InvalidPlacementGroup.InUse",
                () ->
                    unless(
                        "InvalidPlacementGroup.Unknown",
                        () -> ec2.deletePlacementGroup(it -> it.groupName(name)))));
  }

  /** Empty when EC2 answers with this error, which says that there is nothing to do. */
  private static <T> Optional<T> unless(String code, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (SdkException e) {
      if (AwsFaults.is(e, code)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A capacity block that the account has bought, that has begun and has room. */
  Optional<CapacityReservation> activeBlock(String type, String zoneId) throws ProviderException {
    return call(
        "DescribeCapacityReservations",
        () ->
            ec2
                .describeCapacityReservationsPaginator(
                    it ->
                        it.filters(
                            MachineTags.filter("instance-type", type),
                            MachineTags.filter("state", "active")))
                .stream()
                .flatMap(page -> page.capacityReservations().stream())
                .filter(it -> "capacity-block".equals(it.reservationTypeAsString()))
                .filter(it -> zoneId.equals(it.availabilityZoneId()))
                .filter(it -> it.availableInstanceCount() > 0)
                .min(Comparator.comparing(CapacityReservation::capacityReservationId)));
  }

  /** Makes one machine, or answers with what the same token made before. */
  Machine run(RunInstancesRequest request, AwsFaults careful) throws ProviderException {
    try {
      return Machine.of(ec2.runInstances(hurried(request)).instances().get(0));
    } catch (SdkException e) {
      if (!AwsFaults.is(e, "IdempotentParameterMismatch")) {
        throw careful.ofMaking("RunInstances in " + region, e);
      }
    }
    // The token has made a machine, of an image that was the newest then.
    return byToken(request.clientToken())
        .orElseThrow(
            () ->
                faults.of(
                    Fault.UNREACHABLE,
                    "the machine in %s was made by an earlier call and is not listed yet"
                        .formatted(region)));
  }

  private static RunInstancesRequest hurried(RunInstancesRequest request) {
    return request.toBuilder()
        .overrideConfiguration(it -> it.apiCallTimeout(Provisioner.LONGEST_REQUEST))
        .build();
  }

  /**
   * Asks without making anything.
   *
   * @throws ProviderException where it is refused
   */
  boolean mayRun(RunInstancesRequest request) throws ProviderException {
    return call(
        "RunInstances",
        () -> {
          try {
            return ec2.runInstances(request.toBuilder().dryRun(true).build()).hasInstances();
          } catch (SdkException e) {
            if (AwsFaults.is(e, "DryRunOperation")) {
              return true;
            }
            throw e;
          }
        });
  }

  /** Succeeds for what has ended already. */
  void terminate(Collection<String> ids) throws ProviderException {
    call("TerminateInstances", () -> ec2.terminateInstances(it -> it.instanceIds(ids)));
  }

  @Override
  public void close() {
    ec2.close();
  }

  private List<Machine> instances(List<Filter> filters) {
    List<Machine> all = new ArrayList<>();
    int pages = 0;
    for (DescribeInstancesResponse page :
        ec2.describeInstancesPaginator(it -> it.filters(filters).maxResults(PAGE_OF_INSTANCES))) {
      if (++pages > MOST_PAGES) {
        throw SdkException.builder().message("more than %d pages".formatted(MOST_PAGES)).build();
      }
      page.reservations()
          .forEach(it -> it.instances().forEach(instance -> all.add(Machine.of(instance))));
    }
    all.sort(Machine.OLDEST_FIRST);
    return all;
  }

  private <T> T call(String what, Supplier<T> call) throws ProviderException {
    try {
      return call.get();
    } catch (SdkException e) {
      throw faults.of("%s in %s".formatted(what, region), e);
    }
  }
}
