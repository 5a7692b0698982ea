package io.tradewind.adapters.carbonlive.electricitymaps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.CarbonFeedContract;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElectricityMapsFeedTest extends CarbonFeedContract {
  private static final String LATEST = "/carbon-intensity/latest";
  private static final String FORECAST = "/carbon-intensity/forecast";

  @Override
  protected CarbonFeedFactory factory() {
    return new ElectricityMapsFactory();
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("zones", "DE, US-CAL-CISO=US-CISO", "forecast", "true");
  }

  @Override
  protected Map<String, String> off() {
    return Map.of("zones", "DE");
  }

  @Override
  protected void serve(LoopbackApi api) {
    api.on("GET", LATEST, request -> latest(request.parameter("zone").orElseThrow(), "302", false))
        .on(
            "GET",
            FORECAST,
            request ->
                ApiReply.json(
                    """
                    {"zone": "%s", "updatedAt": "2026-11-20T11:40:00.000Z", "forecast": [
                      {"carbonIntensity": 299, "datetime": "2026-11-20T12:00:00.000Z"},
                      {"carbonIntensity": null, "datetime": "2026-11-20T13:00:00.000Z"},
                      {"carbonIntensity": 250, "datetime": "2026-11-20T14:00:00.000Z"}]}
                    """
                        .formatted(request.parameter("zone").orElseThrow())));
  }

  @Override
  protected ApiReply firstReply() {
    return latest("DE", "302", false);
  }

  @Test
  void aSampleIsOfItsHourNotOfWhenItWasUpdated() throws ProviderException {
    assertThat(de(feed().read()))
        .isEqualTo(
            new GridIntensity(
                302,
                CarbonBasis.AVERAGE_LOCATION_LIFECYCLE,
                "Electricity Maps",
                Instant.parse("2026-11-20T12:00:00Z"),
                false));
  }

  @Test
  void ourZonesMayHaveOtherNames() throws ProviderException {
    assertThat(feed().read().zones())
        .extracting(told -> told.zone().code())
        .containsExactly("DE", "US-CISO");
  }

  @Test
  void everyCallNamesTheBoundaryThatItWantsAndCarriesTheToken() throws ProviderException {
    feed().read();
    assertThat(api.requests())
        .hasSize(4)
        .allMatch(it -> it.parameter("emissionFactorType").equals(Optional.of("lifecycle")))
        .allMatch(it -> it.header("auth-token").equals(Optional.of(KEY)));
  }

  @Test
  void anEstimateIsFlagged() throws ProviderException {
    api.on("GET", LATEST, latest("DE", "302", true));
    assertThat(de(feed().read()).estimated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'estimationMethod': 'SANDBOX_MODE_DATA' | data of a sandbox",
        "'emissionFactorType': 'direct'          | counts direct emissions",
        "'carbonIntensity': null                 | no figure now",
        "'zone': 'FR'                            | of zone FR"
      })
  void whatIsNoEvidenceIsRefusedByName(String field, String reason) throws ProviderException {
    api.on("GET", LATEST, latest("DE", "302", false, field.replace('\'', '"').strip()));
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).isEmpty();
    assertThat(reading.refused()).anyMatch(why -> why.contains(reason));
  }

  @Test
  void aZoneThatTheTokenMayNotSeeLeavesTheOthers() throws ProviderException {
    api.on("GET", LATEST, this::onlyGermany);
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).extracting(told -> told.zone().code()).containsExactly("DE");
    assertThat(reading.refused()).anyMatch(why -> why.contains("Token unauthorized"));
  }

  @Test
  void aForecastLeavesOutWhatItDoesNotKnow() throws ProviderException {
    GridForecast forecast = feed().read().forecasts().get(0);
    assertThat(forecast.steps()).hasSize(2);
    assertThat(forecast.issuedAt()).isEqualTo("2026-11-20T11:40:00Z");
    assertThat(forecast.at(Instant.parse("2026-11-20T13:30:00Z"))).isEmpty();
  }

  @Test
  void anotherBoundaryIsAnotherBasisAndAThirdIsNone() throws ProviderException {
    CarbonFeedFactory factory = factory();
    TestContext direct =
        TestContext.of(factory, Map.of("url", api.url(), "api-key", KEY, "zones", "DE"))
            .set("emission-factors", "direct");
    api.on("GET", LATEST, latest("DE", "270", false, "\"emissionFactorType\": \"direct\""));
    assertThat(de(factory.create(direct).get(0).read()).basis())
        .isEqualTo(CarbonBasis.AVERAGE_LOCATION_DIRECT);
    assertThatThrownBy(() -> factory.create(direct.set("emission-factors", "both")))
        .hasMessageContaining("tradewind.carbon-electricity-maps.emission-factors is 'both'");
  }

  private ApiReply onlyGermany(ApiRequest request) {
    return request.parameter("zone").equals(Optional.of("DE"))
        ? latest("DE", "302", false)
        : ApiReply.status(401, "{\"error\": \"Token unauthorized for zoneKey=US-CAL-CISO\"}");
  }

  private static GridIntensity de(CarbonReading reading) {
    return reading.zones().get(0).intensity();
  }

  private static ApiReply latest(String zone, String grams, boolean estimated) {
    return latest(zone, grams, estimated, "\"flowTraced\": true");
  }

  /**
   * @param last a field that comes after its namesake, and so replaces it
   */
  private static ApiReply latest(String zone, String grams, boolean estimated, String last) {
    return ApiReply.json(
        """
        {"zone": "%s", "carbonIntensity": %s, "datetime": "2026-11-20T11:00:00.000Z",
         "updatedAt": "2026-11-20T11:58:12.000Z", "createdAt": "2026-11-17T11:00:00.000Z",
         "emissionFactorType": "lifecycle", "isEstimated": %s, "estimationMethod": null, %s}
        """
            .formatted(zone, grams, estimated, last));
  }
}
