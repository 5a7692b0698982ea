package io.tradewind.adapters.azure;

import com.azure.resourcemanager.compute.models.ImageReference;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts and ends Azure machines, one for each lease, all in one resource group. Azure keeps the
 * books: a machine bears its lease in its name, and a name is used once.
 */
final class AzureProvisioner implements Provisioner {
  /** Within it, Azure has said whether there is room. */
  private static final int LOOKS = 15;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final AzureCompute api;
  private final GangNetworks gangs;
  private final AzureSettings.Provisioning settings;
  private final Pause pause;

  AzureProvisioner(
      AzureSession session, AzureSettings.Provisioning settings, Clock clock, Pause pause) {
    api = session.machines(settings.resourceGroup());
    gangs = new GangNetworks(api, clock);
    this.settings = settings;
    this.pause = pause;
  }

  /** Waits for half a minute at most, so that a region without room is heard of. */
  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    Secret userData =
        bootstrap
            .userData()
            .orElseThrow(
                () ->
                    api.faults().of(Fault.UNEXPECTED, "a machine without a document to boot with"));
    String name = MachineRequest.name(lease);
    Optional<Machine> there = api.get(name);
    if (there.isEmpty()) {
      put(lease, offer, bootstrap, userData);
      there = api.get(name);
    }
    Machine made = made(there, name);
    return made.under(lease);
  }

  /** A machine that was shut down from within is as good as gone; ending it ends its disk. */
  @Override
  public Optional<Instance> find(LeaseId lease) throws ProviderException {
    return api.get(MachineRequest.name(lease))
        .filter(machine -> machine.lease().filter(lease::equals).isPresent())
        .filter(machine -> !machine.hasFailed() && !machine.hasStopped())
        .map(machine -> machine.under(lease));
  }

  /** What gangs without machines have left is taken away. */
  @Override
  public List<Instance> owned() throws ProviderException {
    List<Instance> owned = new ArrayList<>();
    Set<String> living = new HashSet<>();
    for (Machine machine : api.list()) {
      machine.lease().ifPresent(lease -> owned.add(machine.under(lease)));
      machine.gang().ifPresent(living::add);
    }
    gangs.keepOnly(living);
    return owned;
  }

  @Override
  public void stop(LeaseId lease) throws ProviderException {
    api.delete(MachineRequest.name(lease));
  }

  @Override
  public String toString() {
    return "machines in " + settings.resourceGroup();
  }

  private void put(LeaseId lease, Offer offer, Bootstrap bootstrap, Secret userData)
      throws ProviderException {
    ImageReference image = image(offer);
    String region = offer.region().name();
    Optional<GangNetworks.Place> place =
        bootstrap.gang().isEmpty()
            ? Optional.empty()
            : Optional.of(gangs.of(bootstrap.gang().get(), region));
    MachineRequest request =
        new MachineRequest(
            lease,
            offer,
            image,
            place.isPresent() ? place.get().network() : api.network(region),
            place,
            settings.diskGigabytes(),
            ThrownAwayKey.make());
    AzureFaults careful =
        api.faults()
            .keeping(
                userData,
                new Secret(MachineRequest.encoded(userData)),
                bootstrap.enrolmentToken().orElse(userData));
    api.put(MachineRequest.name(lease), request.machine(userData), careful);
  }

  private ImageReference image(Offer offer) throws ProviderException {
    return MachineImages.of(offer.instanceType())
        .orElseThrow(
            () ->
                api.faults()
                    .of(
                        Fault.NO_CAPACITY,
                        "no public image has the driver for " + offer.instanceType().name()));
  }

  private Machine made(Optional<Machine> first, String name) throws ProviderException {
    Optional<Machine> last = first;
    for (int looks = 1; looks < LOOKS && last.filter(Machine::isBeingMade).isPresent(); looks++) {
      pause();
      last = api.get(name);
    }
    Machine machine =
        last.orElseThrow(
            () ->
                api.faults()
                    .of(Fault.UNREACHABLE, "the machine was accepted and is not listed yet"));
    if (machine.hasFailed()) {
      // What was made of it is paid for.
      api.delete(name);
      Machine.Failure why =
          machine.failure().orElse(new Machine.Failure("Failed", "without a reason"));
      throw api.faults().ofMachine("Starting a machine", why.code(), why.text());
    }
    if (machine.hasStopped()) {
      throw api.faults().of(Fault.NO_CAPACITY, "the machine of the lease has stopped already");
    }
    return machine;
  }

  private void pause() throws ProviderException {
    try {
      pause.of(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw api.faults().of(Fault.UNREACHABLE, "waiting for a machine was interrupted");
    }
  }
}
