package io.tradewind.adapters.carbonlive.watttime;

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
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The marginal operating emissions rate, {@code co2_moer}: combustion in the plant that answers one
 * more kilowatt-hour, modelled by its publisher in steps of five minutes.
 */
final class WattTimeFeed implements CarbonFeed {
  static final ProviderId ID = ProviderId.of("carbon-watttime");

  /** One pound is 453.59237 g and one MWh is 1,000 kWh. */
  static final BigDecimal GRAMS_PER_KILOWATT_HOUR = new BigDecimal("0.45359237");

  private static final CarbonBasis BASIS = CarbonBasis.MARGINAL_LOCATION_DIRECT;
  private static final String SOURCE = "WattTime co2_moer";
  private static final String UNITS = "lbs_co2_per_mwh";
  private static final Duration BACK = Duration.ofHours(2);
  private static final int HORIZON_HOURS = 24;

  private final Login login;
  private final Map<String, GridZone> regions;
  private final Clock clock;

  WattTimeFeed(Login login, Map<String, GridZone> regions, Clock clock) {
    this.login = login;
    this.regions = regions;
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
    regions.forEach(
        (theirs, ours) -> {
          gathered.attempt(theirs, () -> latest(gathered, theirs, ours));
          gathered.attempt(theirs + ", forecast", () -> forecast(gathered, theirs, ours));
        });
    return gathered.close();
  }

  private void latest(Gathered gathered, String theirs, GridZone ours) throws ProviderException {
    Instant now = clock.instant();
    Map<String, String> parameters = asked(theirs);
    parameters.put("start", Timestamps.minute(now.minus(BACK)));
    parameters.put("end", Timestamps.minute(now));
    Series series = series("/v3/historical", parameters, Kind.MEASURED);
    if (series.steps().isEmpty()) {
      gathered.refuse("%s: the last two hours hold no figure".formatted(theirs));
      return;
    }
    Step last = series.steps().get(series.steps().size() - 1);
    gathered.figure(ours, last.gramsPerKilowattHour(), BASIS, SOURCE, last.to(), false);
  }

  private void forecast(Gathered gathered, String theirs, GridZone ours) throws ProviderException {
    Map<String, String> parameters = asked(theirs);
    parameters.put("horizon_hours", String.valueOf(HORIZON_HOURS));
    Series series = series("/v3/forecast", parameters, Kind.FORECAST);
    gathered.forecast(ours, BASIS, SOURCE, series.generatedAt(), series.steps());
  }

  private Series series(String path, Map<String, String> parameters, Kind kind)
      throws ProviderException {
    return login.read(
        Call.get(path, parameters), reply -> series(reply, parameters.get("region"), kind));
  }

  private Series series(JsonReply reply, @Nullable String theirs, Kind kind)
      throws IOException, RefusedRow {
    Json whole = reply.whole();
    Json meta = whole.object("meta");
    requireEqual("units", meta.text("units"), UNITS);
    requireEqual("region", meta.text("region"), String.valueOf(theirs));
    requireEqual("signal_type", meta.text("signal_type"), "co2_moer");
    Duration length = Duration.ofSeconds(period(meta));
    List<Step> steps = new ArrayList<>();
    for (Json point : whole.items("data")) {
      Optional<BigDecimal> value = point.optionalNumber("value");
      if (value.isPresent()) {
        Instant from = Timestamps.withOffset(point.text("point_time"));
        double grams = value.get().multiply(GRAMS_PER_KILOWATT_HOUR).doubleValue();
        steps.add(new Step(from, from.plus(length), grams, kind));
      }
    }
    Instant generated =
        meta.has("generated_at")
            ? Timestamps.withOffset(meta.text("generated_at"))
            : clock.instant();
    return new Series(generated, steps);
  }

  /** The field has had two spellings. */
  private static long period(Json meta) throws RefusedRow {
    String field =
        meta.has("data_point_periods_second")
            ? "data_point_periods_second"
            : "data_point_period_seconds";
    long seconds = (long) meta.quantity(field);
    if (seconds < 60 || seconds > 86_400) {
      throw RefusedRow.malformed("%s is %d; expected a minute to a day".formatted(field, seconds));
    }
    return seconds;
  }

  private static void requireEqual(String field, String found, String expected) throws RefusedRow {
    if (!found.equals(expected)) {
      throw RefusedRow.malformed("%s is %s; expected %s".formatted(field, found, expected));
    }
  }

  private static Map<String, String> asked(String theirs) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("region", theirs);
    parameters.put("signal_type", "co2_moer");
    return parameters;
  }

  private record Series(Instant generatedAt, List<Step> steps) {}
}
