package io.tradewind.adapters.azure;

import com.azure.core.management.SubResource;
import io.tradewind.api.Gang;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the machines of a gang share: a network of their own, in which Azure's usual rules let
 * machines of the network in and nobody else, and, where they are to be close, a proximity
 * placement group. None of it costs anything. It is made by whichever machine comes first, and goes
 * some time after the last.
 */
final class GangNetworks {
  static final String PREFIX = "tradewind-gang-";

  /** One whose first machine is on its way is left alone. */
  private static final Duration YOUNG = Duration.ofHours(1);

  private static final String PLACEMENT_VERSION = "2024-07-01";

  private final AzureCompute api;
  private final Clock clock;

  GangNetworks(AzureCompute api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /**
   * A gang's place in a region.
   *
   * @param group that places its machines together
   */
  record Place(Gang gang, AzureCompute.Network network, Optional<SubResource> group) {}

  /** Makes what is missing of it. */
  Place of(Gang gang, String region) throws ProviderException {
    String name = PREFIX + gang.name();
    try {
      AzureCompute.Network network = api.network(name, name, region, List.of());
      Optional<SubResource> group =
          gang.close() ? Optional.of(together(name, region)) : Optional.empty();
      return new Place(gang, network, group);
    } catch (ProviderException e) {
      if (e.fault() != Fault.CREDENTIALS_REFUSED) {
        throw e;
      }
      // A subscription whose role is older starts single machines as before.
      throw api.faults()
          .of(
              Fault.NO_CAPACITY,
              "the subscription's role allows no gangs; paste it anew: " + e.getMessage());
    }
  }

  private SubResource together(String name, String region) throws ProviderException {
    String id = api.path("Microsoft.Compute/proximityPlacementGroups/" + name);
    api.require(id, PLACEMENT_VERSION, region, Map.of("proximityPlacementGroupType", "Standard"));
    return new SubResource().withId(id);
  }

  /**
   * Takes away what belongs to gangs without machines. Azure itself refuses to delete what is in
   * use; that is tried again. What cannot be looked at, by a role that is older, was not made
   * either.
   *
   * @param gangs by name, those that have machines
   */
  void keepOnly(Set<String> gangs) throws ProviderException {
    List<AzureCompute.Resource> left;
    try {
      left = api.named(PREFIX);
    } catch (ProviderException e) {
      if (e.fault() == Fault.CREDENTIALS_REFUSED) {
        return;
      }
      throw e;
    }
    // Networks before the rules that they refer to.
    left.stream()
        .filter(it -> !gangs.contains(it.name().substring(PREFIX.length())))
        .filter(it -> it.created().plus(YOUNG).isBefore(clock.instant()))
        .sorted(Comparator.comparing(it -> it.id().contains("/virtualNetworks/") ? 0 : 1))
        .forEach(it -> api.dropUnlessUsed(it.id(), version(it)));
  }

  private static String version(AzureCompute.Resource resource) {
    return resource.id().contains("/Microsoft.Compute/")
        ? PLACEMENT_VERSION
        : AzureCompute.NETWORK_VERSION;
  }
}
