package io.tradewind.adapters.carbonlive.carbonaware;

import io.tradewind.adapters.carbonlive.Gathered;
import io.tradewind.adapters.carbonlive.Timestamps;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A self-hosted service that puts one face on several sources. It answers 204 when it has nothing
 * and 501 when its source cannot forecast, and writes a missing figure as minus one.
 */
final class CarbonAwareFeed implements CarbonFeed {
  static final ProviderId ID = ProviderId.of("carbon-aware");

  private static final String SOURCE = "Carbon Aware SDK Web API";
  private static final Duration BACK = Duration.ofHours(2);
  private static final int NO_CONTENT = 204;
  private static final int NOT_IMPLEMENTED = 501;

  private final RestClient client;
  private final Map<String, GridZone> locations;
  private final CarbonBasis basis;
  private final Clock clock;

  CarbonAwareFeed(
      RestClient client, Map<String, GridZone> locations, CarbonBasis basis, Clock clock) {
    this.client = client;
    this.locations = locations;
    this.basis = basis;
    this.clock = clock;
  }

  @Override
  public String name() {
    return ID.value();
  }

  @Override
  public Optional<Duration> validity() {
    return Optional.of(BACK);
  }

  @Override
  public CarbonReading read() throws ProviderException {
    Gathered gathered = new Gathered(clock.instant());
    locations.forEach(
        (theirs, ours) -> {
          gathered.attempt(theirs, () -> latest(gathered, theirs, ours));
          gathered.attempt(theirs + ", forecast", () -> forecast(gathered, theirs, ours));
        });
    return gathered.close();
  }

  private void latest(Gathered gathered, String theirs, GridZone ours) throws ProviderException {
    Instant now = clock.instant();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("location", theirs);
    parameters.put("time", Timestamps.minute(now.minus(BACK)));
    parameters.put("toTime", Timestamps.minute(now));
    NavigableMap<Instant, BigDecimal> byTime = new TreeMap<>();
    Optional<Boolean> any =
        client.readIfAny(
            Call.get("/emissions/bylocation", parameters).nothingOn(NO_CONTENT),
            reply -> {
              reply.each(item -> add(item, byTime));
              return true;
            });
    if (any.isEmpty() || byTime.isEmpty()) {
      gathered.refuse("%s: the last two hours hold no figure".formatted(theirs));
      return;
    }
    Map.Entry<Instant, BigDecimal> last = byTime.lastEntry();
    gathered.figure(ours, last.getValue().doubleValue(), basis, SOURCE, last.getKey(), false);
  }

  private static void add(Json item, NavigableMap<Instant, BigDecimal> byTime) throws RefusedRow {
    Optional<BigDecimal> rating = item.optionalNumber("rating");
    if (rating.isPresent() && rating.get().signum() >= 0) {
      byTime.put(Timestamps.withOffset(item.text("time")), rating.get());
    }
  }

  private void forecast(Gathered gathered, String theirs, GridZone ours) throws ProviderException {
    List<Step> steps = new ArrayList<>();
    List<Instant> issued = new ArrayList<>();
    Optional<Boolean> any =
        client.readIfAny(
            Call.get("/emissions/forecasts/current", Map.of("location", theirs))
                .nothingOn(NO_CONTENT, NOT_IMPLEMENTED),
            reply -> {
              reply.each(
                  item -> {
                    issued.add(Timestamps.withOffset(item.text("generatedAt")));
                    for (Json point : item.items("forecastData")) {
                      add(point, steps);
                    }
                  });
              return true;
            });
    if (any.isPresent() && issued.size() == 1) {
      gathered.forecast(ours, basis, SOURCE, issued.get(0), steps);
    }
  }

  private static void add(Json point, List<Step> steps) throws RefusedRow {
    Optional<BigDecimal> value = point.optionalNumber("value");
    long minutes = (long) point.quantity("duration");
    if (minutes < 1 || minutes > 1_440) {
      throw RefusedRow.malformed("duration is %d; expected minutes of a day".formatted(minutes));
    }
    if (value.isPresent() && value.get().signum() >= 0) {
      Instant from = Timestamps.withOffset(point.text("timestamp"));
      steps.add(
          new Step(
              from,
              from.plus(Duration.ofMinutes(minutes)),
              value.get().doubleValue(),
              Kind.FORECAST));
    }
  }
}
