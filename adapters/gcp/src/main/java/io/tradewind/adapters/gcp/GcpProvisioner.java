package io.tradewind.adapters.gcp;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Gang;
import io.tradewind.api.Instance;
import io.tradewind.api.InstanceType;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts and ends machines of Compute Engine, one for each lease. Google keeps the books: a machine
 * bears its lease in its name and its labels. The zone that is remembered here only spares a
 * search.
 */
final class GcpProvisioner implements Provisioner, AutoCloseable {
  private final MachineApi api;
  private final GangNetworks gangs;
  private final GcpSettings.Provisioning settings;
  private final Labels labels;
  private final Map<LeaseId, String> zones = new ConcurrentHashMap<>();

  GcpProvisioner(MachineApi api, GangNetworks gangs, GcpSettings.Provisioning settings) {
    this.api = api;
    this.gangs = gangs;
    this.settings = settings;
    labels = new Labels(settings.broker());
  }

  /** A lease keeps its offer, so its machine can only be in the offer's zone. */
  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    Secret userData =
        bootstrap
            .userData()
            .orElseThrow(
                () ->
                    api.faults().of(Fault.UNEXPECTED, "a machine without a document to boot with"));
    String zone = zone(offer);
    Optional<Machine> there = api.get(zone, Labels.name(lease));
    if (there.isEmpty()) {
      MachineRequest request =
          new MachineRequest(
              lease,
              offer,
              zone,
              machineType(offer),
              image(offer),
              place(bootstrap.gang(), zone),
              settings);
      GoogleFaults careful =
          api.faults().keeping(userData, bootstrap.enrolmentToken().orElse(userData));
      api.insert(zone, request.instance(userData), lease.value(), careful);
      there = api.get(zone, Labels.name(lease));
    }
    zones.put(lease, zone);
    return alive(lease, there);
  }

  /** A machine that was shut down from within is as good as gone; ending it ends its disk. */
  @Override
  public Optional<Instance> find(LeaseId lease) throws ProviderException {
    return look(lease).filter(it -> !it.hasStopped()).map(it -> it.under(lease));
  }

  /** What gangs without machines have left is taken away. */
  @Override
  public List<Instance> owned() throws ProviderException {
    List<Instance> owned = new ArrayList<>();
    Set<String> living = new HashSet<>();
    for (Machine machine : api.list(labels.filter())) {
      labels.lease(machine.labels()).ifPresent(lease -> owned.add(machine.under(lease)));
      Optional.ofNullable(machine.labels().get(Labels.GANG)).ifPresent(living::add);
    }
    gangs.keepOnly(living);
    return owned;
  }

  @Override
  public void stop(LeaseId lease) throws ProviderException {
    Optional<Machine> machine = look(lease);
    if (machine.isPresent()) {
      api.delete(machine.get().zone(), Labels.name(lease));
    }
  }

  @Override
  public void close() {
    api.close();
    gangs.close();
  }

  @Override
  public String toString() {
    return "machines of " + settings.broker();
  }

  private Optional<GangNetworks.Place> place(Optional<Gang> gang, String zone)
      throws ProviderException {
    return gang.isEmpty()
        ? Optional.empty()
        : Optional.of(gangs.of(gang.get(), MachineOffers.region(zone)));
  }

  private Optional<Machine> look(LeaseId lease) throws ProviderException {
    String name = Labels.name(lease);
    Optional<String> zone = Optional.ofNullable(zones.get(lease));
    Optional<Machine> found =
        zone.isPresent()
            ? api.get(zone.get(), name)
            : api.list("name = \"%s\"".formatted(name)).stream().findFirst();
    Optional<Machine> ours =
        found.filter(it -> labels.lease(it.labels()).filter(lease::equals).isPresent());
    ours.ifPresentOrElse(it -> zones.put(lease, it.zone()), () -> zones.remove(lease));
    return ours;
  }

  private Instance alive(LeaseId lease, Optional<Machine> machine) throws ProviderException {
    Machine there =
        machine.orElseThrow(
            () ->
                api.faults()
                    .of(Fault.UNREACHABLE, "the machine was accepted and is not listed yet"));
    if (there.hasStopped()) {
      throw api.faults().of(Fault.NO_CAPACITY, "the machine of the lease has stopped already");
    }
    return there.under(lease);
  }

  private String machineType(Offer offer) throws ProviderException {
    InstanceType type = offer.instanceType();
    return TpuMachines.isSlice(type)
        ? TpuMachines.machineType(type).orElseThrow(() -> no("single machine is", offer))
        : type.name();
  }

  private String image(Offer offer) throws ProviderException {
    return MachineImages.of(offer.instanceType())
        .orElseThrow(() -> no("public image has the driver for", offer));
  }

  private String zone(Offer offer) throws ProviderException {
    return offer.zone().orElseThrow(() -> no("zone is known for", offer));
  }

  private ProviderException no(String what, Offer offer) {
    return api.faults()
        .of(Fault.NO_CAPACITY, "no %s %s".formatted(what, offer.instanceType().name()));
  }
}
