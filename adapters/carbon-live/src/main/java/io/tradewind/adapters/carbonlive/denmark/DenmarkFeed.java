package io.tradewind.adapters.carbonlive.denmark;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Steps of five minutes: the last day as it was, and the forecast for as long as there is one.
 * Energinet counts combustion in the mix that is consumed. Denmark as a whole has no figure of its
 * own, so the plain mean of both areas stands in, as an estimate.
 */
final class DenmarkFeed implements CarbonFeed {
  static final ProviderId ID = ProviderId.of("carbon-dk");

  private static final CarbonBasis BASIS = CarbonBasis.AVERAGE_LOCATION_DIRECT;
  private static final String SOURCE = "Energinet, Energi Data Service";
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final GridZone DENMARK = new GridZone("DK");
  private static final List<String> AREAS = List.of("DK1", "DK2");

  /** A day of two areas, newest first: no question of time zones in what is asked. */
  private static final int MOST_ROWS = 2 * 288;

  private final RestClient client;
  private final Clock clock;

  DenmarkFeed(RestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String name() {
    return ID.value();
  }

  @Override
  public Optional<Duration> validity() {
    return Optional.of(Duration.ofMinutes(45));
  }

  @Override
  public CarbonReading read() throws ProviderException {
    Gathered gathered = new Gathered(clock.instant());
    Map<String, NavigableMap<Instant, Step>> measured = steps("CO2Emis", Kind.MEASURED);
    Map<String, NavigableMap<Instant, Step>> all = new LinkedHashMap<>();
    gathered.attempt("the forecast", () -> all.putAll(steps("CO2EmisProg", Kind.FORECAST)));
    measured.forEach(
        (area, steps) -> all.computeIfAbsent(area, any -> new TreeMap<>()).putAll(steps));
    for (String area : AREAS) {
      area(gathered, area, measured.get(area), all.get(area));
    }
    whole(gathered, measured);
    return gathered.close();
  }

  private void area(
      Gathered gathered,
      String area,
      @Nullable NavigableMap<Instant, Step> measured,
      @Nullable NavigableMap<Instant, Step> all) {
    GridZone zone = new GridZone("DK-" + area);
    if (measured == null || all == null) {
      gathered.refuse("%s: the reply holds no figure of it".formatted(area));
      return;
    }
    Step last = measured.lastEntry().getValue();
    gathered.figure(zone, last.gramsPerKilowattHour(), BASIS, SOURCE, last.to(), false);
    gathered.forecast(zone, BASIS, SOURCE, clock.instant(), all.values());
  }

  private void whole(Gathered gathered, Map<String, NavigableMap<Instant, Step>> measured) {
    List<Step> last =
        measured.values().stream().map(steps -> steps.lastEntry().getValue()).toList();
    if (last.size() == AREAS.size()) {
      double mean = last.stream().mapToDouble(Step::gramsPerKilowattHour).average().orElseThrow();
      Instant asOf = last.stream().map(Step::to).min(Instant::compareTo).orElseThrow();
      gathered.figure(DENMARK, mean, BASIS, SOURCE + ", mean of both areas", asOf, true);
    }
  }

  private Map<String, NavigableMap<Instant, Step>> steps(String dataset, Kind kind)
      throws ProviderException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("limit", String.valueOf(MOST_ROWS));
    parameters.put("sort", "Minutes5UTC DESC");
    Map<String, NavigableMap<Instant, Step>> byArea = new LinkedHashMap<>();
    Json unused =
        client.read(
            Call.get("/dataset/" + dataset, parameters),
            reply -> reply.each("records", record -> add(record, kind, byArea)));
    return byArea;
  }

  private static void add(Json record, Kind kind, Map<String, NavigableMap<Instant, Step>> byArea)
      throws RefusedRow {
    String area = record.text("PriceArea");
    Optional<BigDecimal> grams = record.optionalNumber("CO2Emission");
    if (!AREAS.contains(area) || grams.isEmpty()) {
      return;
    }
    Instant from = Timestamps.utc(record.text("Minutes5UTC"));
    byArea
        .computeIfAbsent(area, any -> new TreeMap<>())
        .put(from, new Step(from, from.plus(STEP), grams.get().doubleValue(), kind));
  }
}
