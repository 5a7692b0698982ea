package io.tradewind.adapters.aws;

import io.tradewind.api.Gang;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.PlacementStrategy;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * What the machines of a gang share: a security group that lets nobody in but its own members, and,
 * where they are to be close, a cluster placement group. Neither costs anything. They are made by
 * whichever machine comes first, and go when none is left: EC2 itself refuses to delete what is in
 * use.
 */
final class GangNetworks {
  private static final String PREFIX = "tradewind-gang-";

  private final AwsCompute api;
  private final MachineTags tags;

  GangNetworks(AwsCompute api, MachineTags tags) {
    this.api = api;
    this.tags = tags;
  }

  /** The id of the gang's group in a network. */
  String group(String vpc, Gang gang) throws ProviderException {
    return allowed(
        () -> {
          String name = PREFIX + gang.name();
          Optional<SecurityGroup> found = api.group(vpc, name);
          String group =
              found.isPresent()
                  ? found.get().groupId()
                  : api.makeGroup(
                      vpc,
                      name,
                      "Machines of one gang of Tradewind: they reach each other",
                      tags.of(gang, ResourceType.SECURITY_GROUP));
          if (found.isEmpty() || found.get().ipPermissions().isEmpty()) {
            api.letInItself(group);
          }
          return group;
        });
  }

  /** The name of the gang's placement group. */
  String together(Gang gang) throws ProviderException {
    String name = PREFIX + gang.name();
    return allowed(
        () -> {
          api.makePlacement(
              name, PlacementStrategy.CLUSTER, tags.of(gang, ResourceType.PLACEMENT_GROUP));
          return name;
        });
  }

  private interface Step {
    String take() throws ProviderException;
  }

  /** An account whose policy is older starts single machines as before. */
  private String allowed(Step step) throws ProviderException {
    try {
      return step.take();
    } catch (ProviderException e) {
      if (e.fault() == Fault.CREDENTIALS_REFUSED) {
        throw api.faults()
            .of(
                Fault.NO_CAPACITY,
                "the account's policy allows no gangs; paste it anew: " + e.getMessage());
      }
      throw e;
    }
  }

  /**
   * Takes away what belongs to a gang without machines. A start that has just made it makes it
   * again when it is repeated.
   */
  void keepOnly(List<Machine> living) throws ProviderException {
    Set<String> gangs =
        living.stream().flatMap(it -> it.gang().stream()).collect(Collectors.toUnmodifiableSet());
    for (SecurityGroup group : api.groups(tags.gangs())) {
      String gang = MachineTags.gang(group.tags()).orElse("");
      if (!gangs.contains(gang)) {
        api.dropPlacement(PREFIX + gang);
        api.dropGroup(group.groupId());
      }
    }
  }
}
