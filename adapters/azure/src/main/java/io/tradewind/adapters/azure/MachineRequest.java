package io.tradewind.adapters.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.BillingProfile;
import com.azure.resourcemanager.compute.models.DeleteOptions;
import com.azure.resourcemanager.compute.models.DiskCreateOptionTypes;
import com.azure.resourcemanager.compute.models.DiskDeleteOptionTypes;
import com.azure.resourcemanager.compute.models.HardwareProfile;
import com.azure.resourcemanager.compute.models.ImageReference;
import com.azure.resourcemanager.compute.models.LinuxConfiguration;
import com.azure.resourcemanager.compute.models.ManagedDiskParameters;
import com.azure.resourcemanager.compute.models.NetworkApiVersion;
import com.azure.resourcemanager.compute.models.NetworkProfile;
import com.azure.resourcemanager.compute.models.OSDisk;
import com.azure.resourcemanager.compute.models.OSProfile;
import com.azure.resourcemanager.compute.models.PublicIpAddressSku;
import com.azure.resourcemanager.compute.models.PublicIpAddressSkuName;
import com.azure.resourcemanager.compute.models.PublicIpAllocationMethod;
import com.azure.resourcemanager.compute.models.SshConfiguration;
import com.azure.resourcemanager.compute.models.SshPublicKey;
import com.azure.resourcemanager.compute.models.StorageAccountTypes;
import com.azure.resourcemanager.compute.models.StorageProfile;
import com.azure.resourcemanager.compute.models.VirtualMachineEvictionPolicyTypes;
import com.azure.resourcemanager.compute.models.VirtualMachineNetworkInterfaceConfiguration;
import com.azure.resourcemanager.compute.models.VirtualMachineNetworkInterfaceIpConfiguration;
import com.azure.resourcemanager.compute.models.VirtualMachinePriorityTypes;
import com.azure.resourcemanager.compute.models.VirtualMachinePublicIpAddressConfiguration;
import com.azure.resourcemanager.compute.models.VirtualMachineSizeTypes;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine of a lease, with its disk, its network interface and its address as parts of it:
 * Azure makes them with it, and deletes them with it.
 *
 * @param place of the gang that it belongs to, which has a network of its own
 */
record MachineRequest(
    LeaseId lease,
    Offer offer,
    ImageReference image,
    AzureCompute.Network network,
    Optional<GangNetworks.Place> place,
    int diskGigabytes,
    String sshKey) {
  private static final String USER = "tradewind";

  /** The same for every try of a lease, so that Azure itself knows a repetition. */
  static String name(LeaseId lease) {
    return "tradewind-" + lease;
  }

  static String encoded(Secret userData) {
    return Base64.getEncoder().encodeToString(userData.reveal().getBytes(StandardCharsets.UTF_8));
  }

  VirtualMachineInner machine(Secret userData) {
    VirtualMachineInner machine =
        new VirtualMachineInner()
            .withHardwareProfile(
                new HardwareProfile()
                    .withVmSize(VirtualMachineSizeTypes.fromString(offer.instanceType().name())))
            .withStorageProfile(new StorageProfile().withImageReference(image).withOsDisk(disk()))
            .withOsProfile(system(userData))
            .withNetworkProfile(
                new NetworkProfile()
                    .withNetworkApiVersion(NetworkApiVersion.TWO_ZERO_TWO_ZERO_ONE_ONE_ZERO_ONE)
                    .withNetworkInterfaceConfigurations(List.of(networkInterface())));
    machine.withLocation(offer.region().name());
    machine.withTags(tags());
    place.flatMap(GangNetworks.Place::group).ifPresent(machine::withProximityPlacementGroup);
    offer
        .zone()
        .map(zone -> zone.substring(zone.lastIndexOf('-') + 1))
        .ifPresent(zone -> machine.withZones(List.of(zone)));
    return atCapacityType(machine);
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new HashMap<>(Map.of(Machine.LEASE_TAG, lease.toString()));
    place.ifPresent(it -> tags.put(Machine.GANG_TAG, it.gang().name()));
    return tags;
  }

  private VirtualMachineInner atCapacityType(VirtualMachineInner machine) {
    return switch (offer.capacityType()) {
      case SPOT ->
          machine
              .withPriority(VirtualMachinePriorityTypes.SPOT)
              .withEvictionPolicy(VirtualMachineEvictionPolicyTypes.DELETE)
              // Never taken back for its price, which is at most that of on demand.
              .withBillingProfile(new BillingProfile().withMaxPrice(-1.0));
      case ON_DEMAND, RESERVED -> machine;
    };
  }

  private OSDisk disk() {
    return new OSDisk()
        .withCreateOption(DiskCreateOptionTypes.FROM_IMAGE)
        .withDeleteOption(DiskDeleteOptionTypes.DELETE)
        .withDiskSizeGB(diskGigabytes)
        .withManagedDisk(
            new ManagedDiskParameters()
                .withStorageAccountType(StorageAccountTypes.STANDARD_SSD_LRS));
  }

  private OSProfile system(Secret userData) {
    SshPublicKey key =
        new SshPublicKey()
            .withPath("/home/%s/.ssh/authorized_keys".formatted(USER))
            .withKeyData(sshKey);
    return new OSProfile()
        .withComputerName("tw-" + lease.toString().substring(0, 8))
        .withAdminUsername(USER)
        .withCustomData(encoded(userData))
        .withLinuxConfiguration(
            new LinuxConfiguration()
                .withDisablePasswordAuthentication(true)
                .withSsh(new SshConfiguration().withPublicKeys(List.of(key))));
  }

  private VirtualMachineNetworkInterfaceConfiguration networkInterface() {
    return new VirtualMachineNetworkInterfaceConfiguration()
        .withName("interface")
        .withPrimary(true)
        .withDeleteOption(DeleteOptions.DELETE)
        .withNetworkSecurityGroup(network.securityGroupReference())
        .withIpConfigurations(
            List.of(
                new VirtualMachineNetworkInterfaceIpConfiguration()
                    .withName("address")
                    .withPrimary(true)
                    .withSubnet(network.subnetReference())
                    .withPublicIpAddressConfiguration(address())));
  }

  /** To call out from. */
  private static VirtualMachinePublicIpAddressConfiguration address() {
    return new VirtualMachinePublicIpAddressConfiguration()
        .withName("public")
        .withDeleteOption(DeleteOptions.DELETE)
        .withSku(new PublicIpAddressSku().withName(PublicIpAddressSkuName.STANDARD))
        .withPublicIpAllocationMethod(PublicIpAllocationMethod.STATIC);
  }
}
