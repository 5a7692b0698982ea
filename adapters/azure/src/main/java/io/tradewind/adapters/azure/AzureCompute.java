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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The calls that start, find and end machines in one resource group. */
final class AzureCompute {
  private static final System.Logger LOG = System.getLogger(AzureCompute.class.getName());
  private static final int NOT_FOUND = 404;
  private static final int IS_THERE = 412;
  private static final int MOST_PAGES = 500;
  static final String NETWORK_VERSION = "2024-05-01";
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
    String name = "tradewind-" + region;
    String rules = "tradewind-no-inbound-" + region;
    if (networks.contains(region)) {
      return new Network(networkPath(name), rulesPath(rules));
    }
    Network network =
        network(name, rules, region, List.of(Map.of("name", "nobody", "properties", NOBODY)));
    networks.add(region);
    return network;
  }

  /** A network with rules of its own, made when missing. */
  Network network(String name, String rules, String region, List<Map<String, Object>> allowed)
      throws ProviderException {
    Network network = new Network(networkPath(name), rulesPath(rules));
    requireGroup(region);
    require(network.securityGroup(), NETWORK_VERSION, region, Map.of("securityRules", allowed));
    require(
        network.id(),
        NETWORK_VERSION,
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
    return network;
  }

  private String networkPath(String name) {
    return path("Microsoft.Network/virtualNetworks/" + name);
  }

  private String rulesPath(String name) {
    return path("Microsoft.Network/networkSecurityGroups/" + name);
  }

  /** Of a resource in the group. */
  String path(String kindAndName) {
    return "/subscriptions/%s/resourceGroups/%s/providers/%s"
        .formatted(resources.getSubscriptionId(), group, kindAndName);
  }

  /** A resource of any kind. */
  record Resource(String id, String name, Instant created) {}

  /** Resources of the group whose names begin so; none where there is no group yet. */
  List<Resource> named(String begin) throws ProviderException {
    return ifThere(
            "Listing the networks of gangs",
            () -> {
              List<Resource> found = new ArrayList<>();
              resources
                  .getResources()
                  .listByResourceGroup(
                      group,
                      "substringof('%s', name)".formatted(begin),
                      "createdTime",
                      null,
                      Context.NONE)
                  .forEach(
                      it -> {
                        if (it.name().startsWith(begin)) {
                          found.add(new Resource(it.id(), it.name(), it.createdTime().toInstant()));
                        }
                      });
              return found;
            })
        .orElse(List.of());
  }

  /** Returns when it is accepted. What fails is tried again by whoever looks again. */
  void dropUnlessUsed(String id, String version) {
    try {
      var unused =
          resources.getResources().deleteByIdWithResponseAsync(id.substring(1), version).block();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "%s stays: %s".formatted(id, e.getMessage()));
    }
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

  void require(String path, String version, String region, Map<String, Object> properties)
      throws ProviderException {
    // The SDK puts a slash before it.
    String id = path.substring(1);
    call(
        "Looking for the network of " + region,
        () -> {
          if (!resources.getResources().checkExistenceById(id, version)) {
            GenericResourceInner made = new GenericResourceInner().withProperties(properties);
            var unused =
                resources.getResources().createOrUpdateById(id, version, made.withLocation(region));
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

  /** Where machines are. */
  record Network(String id, String securityGroup) {
    SubResource subnetReference() {
      return new SubResource().withId(id + "/subnets/" + SUBNET);
    }

    SubResource securityGroupReference() {
      return new SubResource().withId(securityGroup);
    }
  }
}
