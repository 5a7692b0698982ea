package io.tradewind.adapters.nebius;

import io.tradewind.api.ProviderException;
import io.tradewind.rest.RememberedFor;
import io.tradewind.rest.RememberedFor.Dated;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prices, estimated for one machine at a time since there is no list, and remembered for an hour. A
 * price keeps the time at which it was read.
 */
final class PriceList {
  private static final Duration HOLDS = Duration.ofHours(1);

  private final NebiusApi api;
  private final Clock clock;
  private final Map<Stock.Pool, RememberedFor<Optional<BigDecimal>>> prices =
      new ConcurrentHashMap<>();
  private volatile Map<String, String> projects = Map.of();

  PriceList(NebiusApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /** In whose name each region is asked. */
  void ask(Map<String, String> projectsByRegion) {
    projects = Map.copyOf(projectsByRegion);
  }

  Dated<Optional<BigDecimal>> anHour(String region, String platform, String preset, boolean isSpot)
      throws ProviderException {
    String project = projects.getOrDefault(region, "");
    return prices
        .computeIfAbsent(
            new Stock.Pool(region, platform, preset, isSpot),
            pool -> new RememberedFor<>(clock, HOLDS))
        .read(() -> api.anHour(project, platform, preset, isSpot));
  }
}
