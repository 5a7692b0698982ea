package io.tradewind.adapters.azure;

import com.azure.core.management.SubResource;
import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.InstanceViewTypes;
import com.azure.resourcemanager.resources.fluent.ResourceManagementClient;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.fluent.models.ResourceGroupInner;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The calls that start, find and end machines in one resource group. */
final class AzureCompute {
  private static final int NOT_FOUND = 404;
  private static final int IS_THERE = 412;
  private static final int MOST_PAGES = 500;
  private static final String NETWORK_VERSION = "2024-05-01";
  private static final String SUBNET = "machines";

  private final ComputeManagementClient compute;
  private final ResourceManagementClient resources;
  private final String group;
  private final AzureFaults faults;
  private final Set<String> networks = ConcurrentHashMap.newKeySet();

  AzureCompute(
      ComputeManagementClient compute,
      ResourceManagementClient resources,
      String group,
      AzureFaults faults) {
    this.compute = compute;
    this.resources = resources;
    this.group = group;
    this.faults = faults;
  }

  AzureFaults faults() {
    return faults;
  }

  Optional<Machine> get(String name) throws ProviderException {
    return ifThere(
        "Looking for a machine",
        () ->
            Machine.of(
                compute
                    .getVirtualMachines()
                    .getByResourceGroupWithResponse(
                        group, name, InstanceViewTypes.INSTANCE_VIEW, Context.NONE)
                    .getValue()));
  }

  /** Every machine of the resource group; none where there is no group yet. */
  List<Machine> list() throws ProviderException {
    return ifThere(
            "Listing machines",
            () -> {
              List<Machine> all = new ArrayList<>();
              int pages = 0;
              for (var page :
                  compute.getVirtualMachines().listByResourceGroup(group).iterableByPage()) {
                if (++pages > MOST_PAGES) {
                  throw new IllegalStateException("more than %d pages".formatted(MOST_PAGES));
                }
                page.getElements().forEach(it -> all.add(Machine.of(it)));
              }
              return all;
            })
        .orElse(List.of());
  }

  /**
   * Returns when it is accepted, and when a machine of this name is there already.
   *
   * @param careful what may be shown of the answer
   */
  void put(String name, VirtualMachineInner machine, AzureFaults careful) throws ProviderException {
    try {
      var unused =
          compute
              .getVirtualMachines()
              .createOrUpdateWithResponseAsync(group, name, machine, null, "*")
              .timeout(Provisioner.LONGEST_REQUEST)
              .block();
    } catch (RuntimeException e) {
      if (AzureFaults.status(e).filter(status -> status == IS_THERE).isEmpty()) {
        throw careful.ofMaking("Starting a machine", e);
      }
    }
  }

  /** Returns when it is accepted. Succeeds for what is gone. */
  void delete(String name) throws ProviderException {
    var unused =
        ifThere(
            "Ending a machine",
            () -> compute.getVirtualMachines().deleteWithResponseAsync(group, name, true).block());
  }

  /**
   * The network of a region: made when missing, closed to everybody, its own machines included.
   * Looked for once.
   */
  Network network(String region) throws ProviderException {
    Network network = new Network(resources.getSubscriptionId(), group, region);
    if (networks.contains(region)) {
      return network;
    }
    requireGroup(region);
    require(
        network.securityGroup(),
        region,
        Map.of("securityRules", List.of(Map.of("name", "nobody", "properties", NOBODY))));
    require(
        network.id(),
        region,
        Map.of(
            "addressSpace",
            Map.of("addressPrefixes", List.of("10.64.0.0/16")),
            "subnets",
            List.of(
                Map.of(
                    "name",
                    SUBNET,
                    "properties",
                    Map.of(
                        "addressPrefix",
                        "10.64.0.0/16",
                        "networkSecurityGroup",
                        Map.of("id", network.securityGroup()))))));
    networks.add(region);
    return network;
  }

  private static final Map<String, Object> NOBODY =
      Map.of(
          "priority", 4096,
          "direction", "Inbound",
          "access", "Deny",
          "protocol", "*",
          "sourceAddressPrefix", "*",
          "sourcePortRange", "*",
          "destinationAddressPrefix", "*",
          "destinationPortRange", "*");

  /** Wherever it is, it holds machines of every region. */
  private void requireGroup(String region) throws ProviderException {
    call(
        "Looking for the resource group " + group,
        () -> {
          if (!resources.getResourceGroups().checkExistence(group)) {
            var unused =
                resources
                    .getResourceGroups()
                    .createOrUpdate(group, new ResourceGroupInner().withLocation(region));
          }
          return true;
        });
  }

  private void require(String path, String region, Map<String, Object> properties)
      throws ProviderException {
    // The SDK puts a slash before it.
    String id = path.substring(1);
    call(
        "Looking for the network of " + region,
        () -> {
          if (!resources.getResources().checkExistenceById(id, NETWORK_VERSION)) {
            GenericResourceInner made = new GenericResourceInner().withProperties(properties);
            var unused =
                resources
                    .getResources()
                    .createOrUpdateById(id, NETWORK_VERSION, made.withLocation(region));
          }
          return true;
        });
  }

  private <T> Optional<T> ifThere(String what, Supplier<T> call) throws ProviderException {
    try {
      return Optional.of(call.get());
    } catch (RuntimeException e) {
      if (AzureFaults.status(e).filter(status -> status == NOT_FOUND).isPresent()) {
        return Optional.empty();
      }
      throw failure(what, e);
    }
  }

  private <T> T call(String what, Supplier<T> call) throws ProviderException {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw failure(what, e);
    }
  }

  private ProviderException failure(String what, RuntimeException e) {
    if (Thread.currentThread().isInterrupted()) {
      return faults.of(Fault.UNREACHABLE, what + " was interrupted");
    }
    return faults.of(what, e);
  }

  /** Where machines of a region are. */
  record Network(String subscription, String group, String region) {
    String id() {
      return path("virtualNetworks/tradewind-" + region);
    }

    String securityGroup() {
      return path("networkSecurityGroups/tradewind-no-inbound-" + region);
    }

    SubResource subnetReference() {
      return new SubResource().withId(id() + "/subnets/" + SUBNET);
    }

    SubResource securityGroupReference() {
      return new SubResource().withId(securityGroup());
    }

    private String path(String kindAndName) {
      return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/%s"
          .formatted(subscription, group, kindAndName);
    }
  }
}
