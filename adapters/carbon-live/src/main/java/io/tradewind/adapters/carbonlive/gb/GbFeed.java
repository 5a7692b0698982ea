package io.tradewind.adapters.carbonlive.gb;

import io.tradewind.adapters.carbonlive.FuelMix;
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
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Half-hours of yesterday and of the next two days. The operator counts combustion only (nuclear,
 * wind and sun are zero); from the mix of fuels that it tells beside, a life-cycle figure is
 * estimated, imports left out.
 */
final class GbFeed implements CarbonFeed {
  static final ProviderId ID = ProviderId.of("carbon-gb");

  private static final GridZone ZONE = new GridZone("GB");
  private static final CarbonBasis BASIS = CarbonBasis.AVERAGE_LOCATION_DIRECT;
  private static final String SOURCE = "NESO Carbon Intensity API (CC BY 4.0)";
  private static final String MIX_SOURCE =
      "NESO Carbon Intensity API (CC BY 4.0), generation without imports × " + FuelMix.FACTORS;
  private static final Duration BACK = Duration.ofHours(24);

  private final RestClient client;
  private final Clock clock;

  GbFeed(RestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String name() {
    return ID.value();
  }

  /** A half-hour is told at its beginning; two may be missed. */
  @Override
  public Optional<Duration> validity() {
    return Optional.of(Duration.ofHours(1));
  }

  @Override
  public CarbonReading read() throws ProviderException {
    Instant now = clock.instant();
    NavigableMap<Instant, Step> steps = new TreeMap<>();
    String from = Timestamps.minute(now.minus(BACK));
    read("/intensity/%s/%s".formatted(from, Timestamps.minute(now)), now, steps);
    read("/intensity/%s/fw48h".formatted(Timestamps.minute(now)), now, steps);
    Gathered gathered = new Gathered(now);
    present(steps, now)
        .ifPresentOrElse(
            step ->
                gathered.figure(
                    ZONE,
                    step.gramsPerKilowattHour(),
                    BASIS,
                    SOURCE,
                    step.to(),
                    step.kind() != Kind.MEASURED),
            () -> gathered.refuse("GB: no half-hour up to now has a figure"));
    gathered.forecast(ZONE, BASIS, SOURCE, now, steps.values());
    gathered.attempt("GB, by fuels", () -> mix(gathered));
    return gathered.close();
  }

  private void read(String path, Instant now, NavigableMap<Instant, Step> steps)
      throws ProviderException {
    Json unused =
        client.read(Call.get(path), reply -> reply.each("data", item -> add(item, now, steps)));
  }

  private static void add(Json item, Instant now, NavigableMap<Instant, Step> steps)
      throws RefusedRow {
    Instant from = Timestamps.withOffset(item.text("from"));
    Instant to = Timestamps.withOffset(item.text("to"));
    Json intensity = item.object("intensity");
    Optional<BigDecimal> actual = intensity.optionalNumber("actual");
    Optional<BigDecimal> value = actual.isPresent() ? actual : intensity.optionalNumber("forecast");
    if (value.isEmpty()) {
      return;
    }
    Kind kind =
        actual.isPresent() ? Kind.MEASURED : to.isAfter(now) ? Kind.FORECAST : Kind.ESTIMATED;
    try {
      steps.put(from, new Step(from, to, value.get().doubleValue(), kind));
    } catch (IllegalArgumentException e) {
      throw RefusedRow.malformed(String.valueOf(e.getMessage()));
    }
  }

  /** The half-hour that has begun, or the last one before it that has a figure. */
  private static Optional<Step> present(NavigableMap<Instant, Step> steps, Instant now) {
    return Optional.ofNullable(steps.floorEntry(now)).map(Map.Entry::getValue);
  }

  private void mix(Gathered gathered) throws ProviderException {
    Json reply = client.read(Call.get("/generation"), JsonReply::whole);
    try {
      Json half = reply.object("data");
      FuelMix mix = new FuelMix();
      for (Json share : half.items("generationmix")) {
        if (!share.text("fuel").equals("imports")) {
          mix.add(share.text("fuel"), share.quantity("perc"));
        }
      }
      Instant to = Timestamps.withOffset(half.text("to"));
      mix.gramsPerKilowattHour()
          .ifPresent(
              grams ->
                  gathered.figure(
                      ZONE, grams, CarbonBasis.AVERAGE_LOCATION_LIFECYCLE, MIX_SOURCE, to, true));
    } catch (RefusedRow e) {
      gathered.refuse("GB, by fuels: " + e.detail());
    }
  }
}
