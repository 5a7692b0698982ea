package io.tradewind.adapters.carbonlive.denmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.CarbonFeedContract;
import io.tradewind.testkit.LoopbackApi;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DenmarkFeedTest extends CarbonFeedContract {
  private static final String MEASURED = "/dataset/CO2Emis";
  private static final String FORECAST = "/dataset/CO2EmisProg";

  @Override
  protected CarbonFeedFactory factory() {
    return new DenmarkFactory();
  }

  @Override
  protected Map<String, String> off() {
    return Map.of("enabled", "false");
  }

  @Override
  protected void serve(LoopbackApi api) {
    api.on("GET", MEASURED, firstReply())
        .on(
            "GET",
            FORECAST,
            records(
                record("11:55", "DK1", "999"),
                record("12:00", "DK1", "60"),
                record("12:00", "DK2", "91")));
  }

  @Override
  protected ApiReply firstReply() {
    return records(
        record("11:55", "DK1", "50"), record("11:55", "DK2", "80"), record("11:50", "DK1", "55"));
  }

  @Test
  void eachAreaHasItsFigureAndTheCountryTheirMeanAsAnEstimate() throws ProviderException {
    assertThat(feed().read().zones())
        .extracting(told -> told.zone().code(), told -> told.intensity().gramsPerKilowattHour())
        .containsExactly(tuple("DK-DK1", 50.0), tuple("DK-DK2", 80.0), tuple("DK", 65.0));
    assertThat(feed().read().zones())
        .extracting(told -> told.intensity().estimated())
        .containsExactly(false, false, true);
    assertThat(feed().read().zones())
        .extracting(told -> told.intensity().basis())
        .containsOnly(CarbonBasis.AVERAGE_LOCATION_DIRECT);
  }

  @Test
  void whatWasMeasuredGoesBeforeWhatWasForecastOfTheSameTime() throws ProviderException {
    assertThat(feed().read().forecasts().get(0).steps())
        .extracting(Step::gramsPerKilowattHour, Step::kind)
        .containsExactly(
            tuple(55.0, Kind.MEASURED), tuple(50.0, Kind.MEASURED), tuple(60.0, Kind.FORECAST));
  }

  @Test
  void withoutAForecastTheFiguresStand() throws ProviderException {
    api.on("GET", FORECAST, ApiReply.status(500));
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).hasSize(3);
    assertThat(reading.refused()).singleElement().asString().contains("the forecast");
  }

  @Test
  void nullsAndOtherAreasAreLeftOutAndAnAreaWithoutFiguresIsNamed() throws ProviderException {
    api.on(
        "GET",
        MEASURED,
        records(
            record("11:55", "DK1", "50"),
            record("11:55", "DK2", "null"),
            record("11:55", "SE4", "10")));
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).extracting(told -> told.zone().code()).containsExactly("DK-DK1");
    assertThat(reading.refused()).containsExactly("DK2: the reply holds no figure of it");
  }

  private static String record(String minute, String area, String grams) {
    return """
        {"Minutes5UTC": "2026-11-20T%s:00", "Minutes5DK": "2026-11-20T13:00:00",
         "PriceArea": "%s", "CO2Emission": %s}\
        """
        .formatted(minute, area, grams);
  }

  private static ApiReply records(String... records) {
    return ApiReply.json(
        "{\"total\": 9, \"limit\": 576, \"dataset\": \"CO2Emis\", \"records\": [%s]}"
            .formatted(String.join(",", records)));
  }
}
