package io.tradewind.adapters.sim;

import io.tradewind.api.Availability;
import io.tradewind.api.Capability;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A whole provider with no cloud behind it. Offers come from a seed; machines live in a map; {@link
 * #faults()} makes either fail as a real provider would.
 */
public final class SimProvider implements Provider {
  public static final ProviderId ID = ProviderId.of("sim");

  private static final Duration COUNT_HOLDS = Duration.ofMinutes(5);

  private final Clock clock;
  private final SimOffers offers;
  private final Faults faults;
  private final SimMachines machines;
  private final SimProvisioner provisioner;

  public SimProvider(Clock clock, long seed, int offers) {
    this(clock, seed, offers, latency -> {});
  }

  /**
   * @param waiting what a call's latency is handed to, such as {@code mutableClock::advance}; no
   *     thread ever sleeps here
   */
  public SimProvider(Clock clock, long seed, int offers, Consumer<Duration> waiting) {
    this(clock, seed, offers, OptionalInt.empty(), waiting);
  }

  /**
   * @param stock how many machines each offer has; empty for what the seed says
   */
  SimProvider(Clock clock, long seed, int offers, OptionalInt stock, Consumer<Duration> waiting) {
    this.clock = clock;
    this.offers = new SimOffers(seed, offers, stock);
    this.faults = new Faults(seed, waiting);
    this.machines = new SimMachines(clock);
    this.provisioner = new SimProvisioner(this.offers, machines, faults);
  }

  /** The script of what goes wrong next. */
  public Faults faults() {
    return faults;
  }

  /** The provider takes the machine back, as happens to spot capacity: it is gone at once. */
  public void interrupt(LeaseId lease) {
    machines.end(lease);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.PROVISION,
        Capability.RESIDENT_AGENT,
        Capability.PRIVATE_NETWORK,
        Capability.SPOT,
        Capability.AVAILABILITY);
  }

  @Override
  public boolean asksAway() {
    return false;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    faults.strike(Faults.Call.OFFERS);
    Instant now = clock.instant();
    List<Offer> listed =
        offers.all().stream().map(offer -> offer.at(now, availability(offer, now))).toList();
    return OfferFeed.of(listed);
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.of(provisioner);
  }

  /** Nothing is held that would have to be given back; the machines run on, as they would. */
  @Override
  public void close() {}

  private Availability availability(SimOffers.Listed listed, Instant now) {
    int left = faults.isSoldOut(listed.id()) ? 0 : listed.machines() - machines.of(listed.id());
    return Availability.count(Math.max(0, left), now, COUNT_HOLDS);
  }
}
