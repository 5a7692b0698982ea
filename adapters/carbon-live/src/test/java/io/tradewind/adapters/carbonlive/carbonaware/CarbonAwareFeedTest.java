package io.tradewind.adapters.carbonlive.carbonaware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.CarbonFeedContract;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarbonAwareFeedTest extends CarbonFeedContract {
  private static final String EMISSIONS = "/emissions/bylocation";
  private static final String FORECAST = "/emissions/forecasts/current";

  @Override
  protected CarbonFeedFactory factory() {
    return new CarbonAwareFactory();
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("locations", "westeurope=NL", "basis", "average_location_lifecycle");
  }

  @Override
  protected Map<String, String> off() {
    return Map.of("enabled", "true");
  }

  @Override
  protected void serve(LoopbackApi api) {
    api.on("GET", EMISSIONS, firstReply())
        .on(
            "GET",
            FORECAST,
            ApiReply.json(
                """
                [{"generatedAt": "2026-11-20T11:55:00+00:00", "requestedAt": "2026-11-20T12:00:00+00:00",
                  "location": "westeurope", "dataStartAt": "2026-11-20T12:00:00+00:00",
                  "dataEndAt": "2026-11-20T12:10:00+00:00", "windowSize": 5, "optimalDataPoints": [],
                  "forecastData": [
                    {"location": "NL", "timestamp": "2026-11-20T12:00:00+00:00", "duration": 5, "value": 311.2},
                    {"location": "NL", "timestamp": "2026-11-20T12:05:00+00:00", "duration": 5, "value": 300}]}]
                """));
  }

  @Override
  protected ApiReply firstReply() {
    return emissions(
        "{\"time\": \"2026-11-20T11:00:00+00:00\", \"rating\": 320.5},"
            + "{\"time\": \"2026-11-20T11:55:00+00:00\", \"rating\": 318},"
            + "{\"time\": \"2026-11-20T11:58:00+00:00\", \"rating\": -1}");
  }

  @Test
  void theNewestFigureCountsAndMinusOneIsNone() throws ProviderException {
    GridIntensity figure = feed().read().zones().get(0).intensity();
    assertThat(figure.gramsPerKilowattHour()).isEqualTo(318);
    assertThat(figure.asOf()).isEqualTo("2026-11-20T11:55:00Z");
    assertThat(figure.basis()).isEqualTo(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE);
  }

  @Test
  void aForecastHasStepsOfItsOwnLength() throws ProviderException {
    assertThat(feed().read().forecasts().get(0).steps())
        .extracting(Step::to)
        .containsExactly(
            Instant.parse("2026-11-20T12:05:00Z"), Instant.parse("2026-11-20T12:10:00Z"));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 501})
  void aSourceThatCannotForecastIsNoFailure(int status) throws ProviderException {
    api.on("GET", FORECAST, ApiReply.status(status));
    CarbonReading reading = feed().read();
    assertThat(reading.forecasts()).isEmpty();
    assertThat(reading.refused()).isEmpty();
    assertThat(reading.zones()).hasSize(1);
  }

  @Test
  void noContentIsNoFigure() throws ProviderException {
    api.on("GET", EMISSIONS, ApiReply.status(204));
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).isEmpty();
    assertThat(reading.refused()).containsExactly("westeurope: the last two hours hold no figure");
  }

  @Test
  void theOperatorMustSayWhatItsFiguresCount() {
    TestContext unsaid = TestContext.of(factory(), Map.of("locations", "westeurope=NL"));
    assertThatThrownBy(() -> factory().create(unsaid))
        .hasMessageContaining("tradewind.carbon-aware.basis is ''")
        .hasMessageContaining("marginal_location_direct");
  }

  private static ApiReply emissions(String items) {
    return ApiReply.json("[%s]".formatted(items));
  }
}
