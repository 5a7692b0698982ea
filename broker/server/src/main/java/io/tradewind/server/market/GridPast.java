package io.tradewind.server.market;

import io.tradewind.api.GridForecast;
import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.GridZone;
import io.tradewind.pricing.GridIntensity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What live feeds have told of each grid since this broker began, hour by hour: a past for the
 * grids whose source gives neither a forecast nor one of its own. All of one basis.
 */
final class GridPast {
  private static final Duration KEPT = Duration.ofDays(29);

  /** A feed that misses a few hours does not end what is known. */
  private static final Duration LONGEST_GAP = Duration.ofHours(3);

  private static final Duration HOUR = Duration.ofHours(1);

  private final Map<GridZone, Map<String, TreeMap<Instant, GridIntensity>>> byZone =
      new HashMap<>();

  Set<GridZone> zones() {
    return byZone.keySet();
  }

  /** Of several figures of an hour the last that was told stands. Feeds are never mixed. */
  void note(String feed, GridZone zone, GridIntensity figure) {
    TreeMap<Instant, GridIntensity> hours =
        byZone
            .computeIfAbsent(zone, fresh -> new TreeMap<>())
            .computeIfAbsent(feed, fresh -> new TreeMap<>());
    Instant hour = figure.asOf().minusNanos(1).truncatedTo(ChronoUnit.HOURS);
    hours.put(hour, figure);
    hours.headMap(hours.lastKey().minus(KEPT)).clear();
  }

  /** What the feed that told last has told, as a forecast that ends where the future begins. */
  Optional<GridForecast> of(GridZone zone, Instant now) {
    return byZone.getOrDefault(zone, Map.of()).values().stream()
        .max(Comparator.comparing(TreeMap::lastKey))
        .map(hours -> until(now, zone, hours));
  }

  private static GridForecast until(
      Instant now, GridZone zone, TreeMap<Instant, GridIntensity> hours) {
    List<Step> steps = new ArrayList<>();
    Instant end = now.truncatedTo(ChronoUnit.HOURS);
    for (Instant hour = hours.firstKey(); hour.isBefore(end); hour = hour.plus(HOUR)) {
      step(hours, hour).ifPresent(steps::add);
    }
    GridIntensity last = hours.lastEntry().getValue();
    return new GridForecast(zone, last.basis(), last.source(), last.asOf(), steps);
  }

  private static Optional<Step> step(TreeMap<Instant, GridIntensity> hours, Instant hour) {
    return Optional.ofNullable(hours.floorEntry(hour))
        .filter(known -> !known.getKey().plus(LONGEST_GAP).isBefore(hour))
        .map(
            known -> {
              boolean told = known.getKey().equals(hour) && !known.getValue().estimated();
              return new Step(
                  hour,
                  hour.plus(HOUR),
                  known.getValue().gramsPerKilowattHour(),
                  told ? Kind.MEASURED : Kind.ESTIMATED);
            });
  }
}
