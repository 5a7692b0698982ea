package io.tradewind.server.market;

import io.tradewind.api.LatencyReading;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.pricing.Watts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Where the enrolled sites are. Asked from a feed's worker before its offers enter the market; may
 * block.
 */
public interface SitePlaces {
  Map<Region, Place> places();

  /** What each holds of certifications that somebody else has reviewed, lower case. */
  Map<Region, Set<String>> certifications();

  /** For how long at least each leases; those without a minimum are left out. */
  Map<ProviderId, Duration> minimums();

  /** The organization of each. */
  Map<ProviderId, UUID> owners();

  /** What the agents of each measured to places that are known, and that is still believed. */
  List<LatencyReading> roundTrips();

  /** How much more the machines of each may draw; those without a limit are left out. */
  Map<ProviderId, Watts> power();
}
