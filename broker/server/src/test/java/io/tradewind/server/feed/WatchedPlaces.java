package io.tradewind.server.feed;

import io.tradewind.api.LatencyReading;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.pricing.Watts;
import io.tradewind.server.market.SitePlaces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Knows of no place, and tells a test when it is asked. */
@ApplicationScoped
class WatchedPlaces implements SitePlaces {
  static volatile Runnable asked = () -> {};

  @Override
  public Map<Region, Place> places() {
    asked.run();
    return Map.of();
  }

  @Override
  public Map<Region, Set<String>> certifications() {
    return Map.of();
  }

  @Override
  public Map<ProviderId, Duration> minimums() {
    return Map.of();
  }

  @Override
  public Map<ProviderId, UUID> owners() {
    return Map.of();
  }

  @Override
  public List<LatencyReading> roundTrips() {
    return List.of();
  }

  @Override
  public Map<ProviderId, Watts> power() {
    return Map.of();
  }
}
