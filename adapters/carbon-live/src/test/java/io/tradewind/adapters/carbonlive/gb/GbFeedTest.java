package io.tradewind.adapters.carbonlive.gb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast;
import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.CarbonFeedContract;
import io.tradewind.testkit.LoopbackApi;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GbFeedTest extends CarbonFeedContract {
  private static final String PAST = "/intensity/2026-11-19T12:00Z/2026-11-20T12:00Z";
  private static final String AHEAD = "/intensity/2026-11-20T12:00Z/fw48h";

  @Override
  protected CarbonFeedFactory factory() {
    return new GbFactory();
  }

  @Override
  protected Map<String, String> off() {
    return Map.of("enabled", "false");
  }

  @Override
  protected void serve(LoopbackApi api) {
    api.on("GET", PAST, firstReply())
        .on(
            "GET",
            AHEAD,
            halves(half("12:00", "12:30", "180", "null"), half("12:30", "13:00", "170", "null")))
        .on("GET", "/generation", mix(20, 30, 50, 0));
  }

  @Override
  protected ApiReply firstReply() {
    return halves(half("11:00", "11:30", "199", "201"), half("11:30", "12:00", "190", "null"));
  }

  @Test
  void theHalfHourThatHasBegunIsAForecastUntilItIsMeasured() throws ProviderException {
    assertThat(direct(feed().read()))
        .isEqualTo(
            new GridIntensity(
                180,
                CarbonBasis.AVERAGE_LOCATION_DIRECT,
                "NESO Carbon Intensity API (CC BY 4.0)",
                Instant.parse("2026-11-20T12:30:00Z"),
                true));
    api.on("GET", AHEAD, halves(half("12:00", "12:30", "180", "176")));
    assertThat(direct(feed().read()).gramsPerKilowattHour()).isEqualTo(176);
    assertThat(direct(feed().read()).estimated()).isFalse();
  }

  @Test
  void yesterdayAndTomorrowAreOneSeriesThatSaysWhatWasMeasured() throws ProviderException {
    GridForecast series = feed().read().forecasts().get(0);
    assertThat(series.steps())
        .extracting(Step::kind)
        .containsExactly(Kind.MEASURED, Kind.ESTIMATED, Kind.FORECAST, Kind.FORECAST);
    assertThat(series.at(Instant.parse("2026-11-20T12:45:00Z")))
        .map(Step::gramsPerKilowattHour)
        .contains(170.0);
  }

  @Test
  void theMixGivesALifeCycleEstimateWithoutImports() throws ProviderException {
    // (20 gas × 490 + 30 nuclear × 12 + 50 wind × 11) / 100, whatever is imported beside.
    assertThat(lifecycle(feed().read()).gramsPerKilowattHour()).isEqualTo(107.1);
    assertThat(lifecycle(feed().read()).estimated()).isTrue();
    api.on("GET", "/generation", mix(10, 15, 25, 50));
    assertThat(lifecycle(feed().read()).gramsPerKilowattHour()).isEqualTo(107.1);
  }

  @Test
  void withoutTheMixTheRestStands() throws ProviderException {
    api.on("GET", "/generation", ApiReply.status(500));
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).hasSize(1);
    assertThat(reading.refused()).singleElement().asString().contains("GB, by fuels");
  }

  @Test
  void halfHoursWithoutAnyFigureAreLeftOut() throws ProviderException {
    api.on("GET", PAST, halves()).on("GET", AHEAD, halves(half("12:00", "12:30", "null", "null")));
    CarbonReading reading = feed().read();
    assertThat(reading.forecasts()).isEmpty();
    assertThat(reading.refused()).contains("GB: no half-hour up to now has a figure");
  }

  @Test
  void aFigureThatNoGridHasIsRefused() throws ProviderException {
    api.on("GET", AHEAD, halves(half("12:00", "12:30", "-4", "null")));
    CarbonReading reading = feed().read();
    assertThat(reading.zones())
        .extracting(told -> told.intensity().basis())
        .containsExactly(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE);
    assertThat(reading.refused()).anyMatch(why -> why.contains("-4.0 g/kWh"));
  }

  private static GridIntensity direct(CarbonReading reading) {
    return reading.zones().get(0).intensity();
  }

  private static GridIntensity lifecycle(CarbonReading reading) {
    return reading.zones().get(1).intensity();
  }

  private static String half(String from, String to, String forecast, String actual) {
    return """
        {"from": "2026-11-20T%sZ", "to": "2026-11-20T%sZ",
         "intensity": {"forecast": %s, "actual": %s, "index": "moderate"}}\
        """
        .formatted(from, to, forecast, actual);
  }

  private static ApiReply halves(String... halves) {
    return ApiReply.json("{\"data\": [%s]}".formatted(String.join(",", halves)));
  }

  private static ApiReply mix(int gas, int nuclear, int wind, int imports) {
    return ApiReply.json(
        """
        {"data": {"from": "2026-11-20T12:00Z", "to": "2026-11-20T12:30Z", "generationmix": [
          {"fuel": "gas", "perc": %d}, {"fuel": "nuclear", "perc": %d}, {"fuel": "wind", "perc": %d},
          {"fuel": "imports", "perc": %d}, {"fuel": "coal", "perc": 0}]}}
        """
            .formatted(gas, nuclear, wind, imports));
  }
}
