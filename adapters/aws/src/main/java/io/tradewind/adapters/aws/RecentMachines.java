package io.tradewind.adapters.aws;

import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the machines of leases were last. May be forgotten at any time. Thread-safe. */
final class RecentMachines {
  /** EC2 lists what it has made within seconds; it promises nothing. */
  private static final Duration UNLISTED = Duration.ofMinutes(2);

  private final Clock clock;
  private final Map<LeaseId, Place> places = new ConcurrentHashMap<>();

  /**
   * @param until when EC2 may still not list it
   */
  record Place(String region, Instance shown, Instant until) {}

  RecentMachines(Clock clock) {
    this.clock = clock;
  }

  Optional<Place> of(LeaseId lease) {
    return Optional.ofNullable(places.get(lease));
  }

  boolean mayBeUnlisted(Place place) {
    return clock.instant().isBefore(place.until());
  }

  /** A start has answered with it. */
  Instance made(LeaseId lease, String region, Machine machine) {
    Instance shown = machine.in(region, lease);
    places.put(lease, new Place(region, shown, clock.instant().plus(UNLISTED)));
    return shown;
  }

  /** It is listed. */
  Instance seen(LeaseId lease, String region, Machine machine) {
    Instance shown = machine.in(region, lease);
    places.put(lease, new Place(region, shown, clock.instant()));
    return shown;
  }

  /** What EC2 says of a remembered machine; that it is unknown is believed only after a while. */
  Optional<Instance> told(LeaseId lease, Place place, Optional<Machine> machine) {
    if (machine.isEmpty() && mayBeUnlisted(place)) {
      return Optional.of(place.shown());
    }
    if (machine.isEmpty() || machine.get().hasEnded()) {
      places.remove(lease, place);
      return Optional.empty();
    }
    return Optional.of(machine.get().in(place.region(), lease));
  }
}
