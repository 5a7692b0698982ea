package io.tradewind.adapters.gcp;

import com.google.cloud.compute.v1.AcceleratorConfig;
import com.google.cloud.compute.v1.AccessConfig;
import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.AttachedDiskInitializeParams;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.NetworkInterface;
import com.google.cloud.compute.v1.Scheduling;
import com.google.cloud.compute.v1.Tags;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Secret;
import java.util.Optional;
import java.util.Set;

/**
 * The machine of a lease, as it is asked for.
 *
 * @param type Compute Engine's name of the machine type, which for a TPU slice is not the offer's
 * @param place of the gang that it belongs to
 */
record MachineRequest(
    LeaseId lease,
    Offer offer,
    String zone,
    String type,
    String image,
    Optional<GangNetworks.Place> place,
    GcpSettings.Provisioning settings) {
  /** Families that take no other kind of disk. */
  private static final Set<String> HYPERDISK =
      Set.of("a3-ultragpu", "a4", "a4x", "ct6e", "g4", "n4", "n4a", "n4d", "c4", "c4a", "c4d");

  Instance instance(Secret userData) {
    Instance.Builder instance =
        Instance.newBuilder()
            .setName(Labels.name(lease))
            .setMachineType("zones/%s/machineTypes/%s".formatted(zone, type))
            .putAllLabels(
                new Labels(settings.broker()).of(lease, place.map(GangNetworks.Place::gang)))
            .addDisks(disk())
            .addNetworkInterfaces(network())
            .setScheduling(scheduling())
            .setMetadata(metadata(userData));
    if (N1Accelerators.isHost(type)) {
      offer
          .accelerators()
          .ifPresent(set -> instance.addAllGuestAccelerators(added(set).stream().toList()));
    }
    place.ifPresent(it -> instance.setTags(Tags.newBuilder().addItems(it.tag())));
    policy().ifPresent(instance::addResourcePolicies);
    return instance.build();
  }

  private Optional<String> policy() {
    return place.flatMap(GangNetworks.Place::policy);
  }

  private AttachedDisk disk() {
    String kind = HYPERDISK.contains(family()) ? "hyperdisk-balanced" : "pd-balanced";
    return AttachedDisk.newBuilder()
        .setBoot(true)
        .setAutoDelete(true)
        .setInitializeParams(
            AttachedDiskInitializeParams.newBuilder()
                .setSourceImage(image)
                .setDiskSizeGb(settings.diskGigabytes())
                .setDiskType("zones/%s/diskTypes/%s".formatted(zone, kind))
                .putAllLabels(new Labels(settings.broker()).of(lease)))
        .build();
  }

  /** An address to call out from. No tag but a gang's, so no rule for others opens a port. */
  private NetworkInterface network() {
    return NetworkInterface.newBuilder()
        .setNetwork("global/networks/" + settings.network())
        .addAccessConfigs(
            AccessConfig.newBuilder().setName("External NAT").setType("ONE_TO_ONE_NAT"))
        .build();
  }

  private Scheduling scheduling() {
    Scheduling.Builder scheduling = Scheduling.newBuilder().setAutomaticRestart(false);
    boolean isSpot =
        switch (offer.capacityType()) {
          case SPOT -> true;
          case ON_DEMAND, RESERVED -> false;
        };
    if (isSpot) {
      scheduling.setProvisioningModel("SPOT").setInstanceTerminationAction("DELETE");
    }
    if (isSpot || offer.accelerators().isPresent() || policy().isPresent()) {
      // Beside others, and with an accelerator, a machine cannot be moved while it runs.
      scheduling.setOnHostMaintenance("TERMINATE");
    }
    return scheduling.build();
  }

  private static Metadata metadata(Secret userData) {
    return Metadata.newBuilder()
        .addItems(item("user-data", userData.reveal()))
        .addItems(item("block-project-ssh-keys", "TRUE"))
        .build();
  }

  private Optional<AcceleratorConfig> added(AcceleratorSet set) {
    return N1Accelerators.name(set)
        .map(
            name ->
                AcceleratorConfig.newBuilder()
                    .setAcceleratorCount((int) set.count())
                    .setAcceleratorType("zones/%s/acceleratorTypes/%s".formatted(zone, name))
                    .build());
  }

  private static Items item(String key, String value) {
    return Items.newBuilder().setKey(key).setValue(value).build();
  }

  private String family() {
    return Recipe.family(type);
  }
}
