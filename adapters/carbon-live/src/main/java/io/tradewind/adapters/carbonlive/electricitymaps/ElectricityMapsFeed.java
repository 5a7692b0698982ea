package io.tradewind.adapters.carbonlive.electricitymaps;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The consumed mix of each configured zone, hour by hour. A sample's time is its {@code datetime},
 * never when it was updated; what a sandbox makes up is refused.
 */
final class ElectricityMapsFeed implements CarbonFeed {
  static final ProviderId ID = ProviderId.of("carbon-electricity-maps");

  private static final String SOURCE = "Electricity Maps";
  private static final String MADE_UP = "SANDBOX_MODE_DATA";
  private static final Duration STEP = Duration.ofHours(1);

  private final RestClient client;
  private final Map<String, GridZone> zones;
  private final CarbonBasis basis;
  private final boolean hasForecasts;
  private final Clock clock;

  ElectricityMapsFeed(
      RestClient client,
      Map<String, GridZone> zones,
      CarbonBasis basis,
      boolean hasForecasts,
      Clock clock) {
    this.client = client;
    this.zones = zones;
    this.basis = basis;
    this.hasForecasts = hasForecasts;
    this.clock = clock;
  }

  @Override
  public String name() {
    return ID.value();
  }

  @Override
  public Optional<Duration> validity() {
    return Optional.of(Duration.ofHours(2));
  }

  @Override
  public CarbonReading read() throws ProviderException {
    Gathered gathered = new Gathered(clock.instant());
    zones.forEach(
        (theirs, ours) -> {
          gathered.attempt(theirs, () -> latest(gathered, theirs, ours));
          if (hasForecasts) {
            gathered.attempt(theirs + ", forecast", () -> forecast(gathered, theirs, ours));
          }
        });
    return gathered.close();
  }

  private void latest(Gathered gathered, String theirs, GridZone ours) throws ProviderException {
    Sample sample = client.read(call("latest", theirs), reply -> sample(reply.whole(), theirs));
    if (sample.refusal().isPresent()) {
      gathered.refuse("%s: %s".formatted(theirs, sample.refusal().get()));
      return;
    }
    gathered.figure(
        ours, sample.grams(), basis, SOURCE, sample.from().plus(STEP), sample.estimated());
  }

  private Sample sample(Json told, String theirs) throws RefusedRow {
    Instant from = Timestamps.withOffset(told.text("datetime"));
    Optional<BigDecimal> grams = told.optionalNumber("carbonIntensity");
    boolean estimated = told.optionalFlag("isEstimated").orElse(false);
    return new Sample(
        from,
        grams.map(BigDecimal::doubleValue).orElse(Double.NaN),
        estimated,
        refusal(told, theirs, grams));
  }

  private Optional<String> refusal(Json told, String theirs, Optional<BigDecimal> grams)
      throws RefusedRow {
    String factors = told.optionalText("emissionFactorType").orElse(factors());
    if (told.optionalText("estimationMethod").filter(MADE_UP::equals).isPresent()) {
      return Optional.of("data of a sandbox, which is made up");
    }
    if (!told.text("zone").equals(theirs)) {
      return Optional.of("the answer is of zone " + told.text("zone"));
    }
    if (!factors.equals(factors())) {
      return Optional.of("the answer counts %s emissions".formatted(factors));
    }
    return grams.isEmpty() ? Optional.of("there is no figure now") : Optional.empty();
  }

  private void forecast(Gathered gathered, String theirs, GridZone ours) throws ProviderException {
    Json reply = client.read(call("forecast", theirs), JsonReply::whole);
    try {
      List<Step> steps = new ArrayList<>();
      for (Json item : reply.items("forecast")) {
        Optional<BigDecimal> grams = item.optionalNumber("carbonIntensity");
        Instant from = Timestamps.withOffset(item.text("datetime"));
        grams.ifPresent(
            told -> steps.add(new Step(from, from.plus(STEP), told.doubleValue(), Kind.FORECAST)));
      }
      Instant issued = Timestamps.withOffset(reply.text("updatedAt"));
      gathered.forecast(ours, basis, SOURCE, issued, steps);
    } catch (RefusedRow e) {
      gathered.refuse("%s, forecast: %s".formatted(theirs, e.detail()));
    }
  }

  private Call call(String what, String theirs) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("zone", theirs);
    parameters.put("emissionFactorType", factors());
    parameters.put("temporalGranularity", "hourly");
    return Call.get("/carbon-intensity/" + what, parameters);
  }

  private String factors() {
    return basis.isLifecycle() ? "lifecycle" : "direct";
  }

  private record Sample(Instant from, double grams, boolean estimated, Optional<String> refusal) {}
}
