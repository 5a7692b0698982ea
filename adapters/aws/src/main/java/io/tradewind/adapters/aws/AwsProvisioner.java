package io.tradewind.adapters.aws;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Starts and ends EC2 machines, one for each lease. AWS keeps the books: a machine is known by its
 * tags, and a repeated start by its client token. What is remembered here only spares questions,
 * and bridges the seconds in which EC2 does not list yet what it has made.
 */
final class AwsProvisioner implements Provisioner {
  private final ProviderId id;
  private final AwsSession session;
  private final AwsSettings.Provisioning settings;
  private final MachineTags tags;
  private final MachineRegions regions;
  private final RecentMachines recent;

  AwsProvisioner(ProviderId id, AwsSession session, AwsSettings settings, Clock clock) {
    this.id = id;
    this.session = session;
    this.settings = settings.provisioning();
    tags = new MachineTags(this.settings.broker());
    regions = new MachineRegions(session, settings.regions(), clock);
    recent = new RecentMachines(clock);
  }

  /** A lease keeps its offer, so its machine can only be in the offer's region. */
  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    Secret userData =
        bootstrap
            .userData()
            .orElseThrow(
                () -> failure(Fault.UNEXPECTED, "a machine without a document to boot with"));
    String region = offer.region().name();
    try (AwsCompute api = session.compute(region)) {
      List<Machine> there = api.living(tags.filters(lease));
      if (!there.isEmpty()) {
        return recent.seen(lease, region, there.get(0));
      }
      RunInstancesRequest request =
          new Launch(api, lease, offer, bootstrap.gang(), settings).request(userData);
      AwsFaults careful =
          api.faults().keeping(userData, new Secret(request.userData()), token(bootstrap));
      return recent.made(lease, region, alive(api.run(request, careful)));
    }
  }

  @Override
  public Optional<Instance> find(LeaseId lease) throws ProviderException {
    Optional<RecentMachines.Place> place = recent.of(lease);
    if (place.isPresent()) {
      try (AwsCompute api = session.compute(place.get().region())) {
        Optional<Machine> machine = api.byId(place.get().shown().nativeId());
        return recent.told(lease, place.get(), machine);
      }
    }
    for (String region : regions.all()) {
      List<Machine> there = regions.in(region, api -> api.living(tags.filters(lease)));
      if (!there.isEmpty()) {
        return Optional.of(recent.seen(lease, region, there.get(0)));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Instance> owned() throws ProviderException {
    List<Instance> owned = new ArrayList<>();
    for (String region : regions.all()) {
      for (Machine machine : regions.in(region, this::living)) {
        machine.lease().ifPresent(lease -> owned.add(machine.in(region, lease)));
      }
    }
    return owned;
  }

  /** All machines of a region; the networks of gangs that have none any more are taken away. */
  private List<Machine> living(AwsCompute api) throws ProviderException {
    List<Machine> living = api.living(tags.filters());
    new GangNetworks(api, tags).keepOnly(living);
    return living;
  }

  /** Ends every machine of the lease. */
  @Override
  public void stop(LeaseId lease) throws ProviderException {
    Optional<RecentMachines.Place> place = recent.of(lease);
    if (place.isPresent()) {
      try (AwsCompute api = session.compute(place.get().region())) {
        stop(api, lease, place);
      }
      return;
    }
    for (String region : regions.all()) {
      List<String> unused = regions.in(region, api -> stop(api, lease, place));
    }
  }

  private List<String> stop(
      AwsCompute api, LeaseId lease, Optional<RecentMachines.Place> remembered)
      throws ProviderException {
    Set<String> ids = new LinkedHashSet<>();
    api.living(tags.filters(lease)).forEach(machine -> ids.add(machine.id()));
    remembered
        .filter(recent::mayBeUnlisted)
        .map(place -> place.shown().nativeId())
        .ifPresent(ids::add);
    if (!ids.isEmpty()) {
      api.terminate(ids);
    }
    return List.copyOf(ids);
  }

  /** A token that made a machine which has ended makes no second one. */
  private Machine alive(Machine machine) throws ProviderException {
    if (machine.hasEnded()) {
      throw failure(
          Fault.NO_CAPACITY,
          "the machine %s of the lease has ended already: %s"
              .formatted(machine.id(), machine.reason()));
    }
    return machine;
  }

  private ProviderException failure(Fault fault, String message) {
    return new ProviderException(id, fault, message);
  }

  private static Secret token(Bootstrap bootstrap) {
    return bootstrap.enrolmentToken().or(bootstrap::userData).orElseThrow();
  }

  @Override
  public String toString() {
    return "%s as %s".formatted(session, settings.broker());
  }
}
