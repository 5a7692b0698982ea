package io.tradewind.adapters.carbonlive.watttime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.CarbonFeedContract;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WattTimeFeedTest extends CarbonFeedContract {
  private static final String HISTORICAL = "/v3/historical";
  private static final String FORECAST = "/v3/forecast";

  private int logins;
  private String valid = "token-1";

  @Override
  protected CarbonFeedFactory factory() {
    return new WattTimeFactory();
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("username", "ana");
  }

  @Override
  protected Map<String, String> off() {
    return Map.of();
  }

  @Override
  protected void serve(LoopbackApi api) {
    api.on("GET", "/login", request -> login())
        .on(
            "GET",
            HISTORICAL,
            request -> ifValid(request, points("2026-11-20T11:50:00+00:00", "900", "1000.5")))
        .on(
            "GET",
            FORECAST,
            request -> ifValid(request, points("2026-11-20T12:00:00+00:00", "910", "null", "915")));
  }

  @Override
  protected ApiReply firstReply() {
    return ApiReply.json("{\"token\": \"token-1\"}");
  }

  @Test
  void poundsAMegawattHourBecomeGramsAKilowattHourAndTheBasisIsMarginal() throws ProviderException {
    GridIntensity figure = feed().read().zones().get(0).intensity();
    assertThat(figure.gramsPerKilowattHour()).isCloseTo(453.819, within(0.001));
    assertThat(figure.basis()).isEqualTo(CarbonBasis.MARGINAL_LOCATION_DIRECT);
    assertThat(figure.asOf()).isEqualTo("2026-11-20T12:00:00Z");
  }

  @Test
  void aForecastIsInGramsTooAndLeavesOutWhatItDoesNotKnow() throws ProviderException {
    List<Step> steps = feed().read().forecasts().get(0).steps();
    assertThat(steps)
        .extracting(Step::from)
        .containsExactly(
            Instant.parse("2026-11-20T12:00:00Z"), Instant.parse("2026-11-20T12:10:00Z"));
    assertThat(steps.get(0).gramsPerKilowattHour()).isCloseTo(412.769, within(0.001));
  }

  @Test
  void oneTokenServesUntilItIsOld() throws ProviderException {
    feed().read();
    feed().read();
    assertThat(logins).isEqualTo(1);
    context().clock().advance(Duration.ofMinutes(28));
    feed().read();
    assertThat(logins).isEqualTo(2);
    assertThat(api.requests().get(0).header("Authorization"))
        .contains("Basic YW5hOmtleS01ZjJjLW9mLXRoZS10ZXN0");
  }

  @Test
  void aTokenThatIsRefusedEarlyIsTradedAnewOnce() throws ProviderException {
    feed().read();
    valid = "token-2";
    assertThat(feed().read().zones()).hasSize(1);
    assertThat(logins).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'units': 'kgs_co2_per_mwh'  | units is kgs_co2_per_mwh",
        "'signal_type': 'co2_aoer'   | signal_type is co2_aoer",
        "'region': 'PJM_DC'          | region is PJM_DC",
        "'data_point_period_seconds': 0 | data_point_period_seconds is 0"
      })
  void anotherUnitSignalRegionOrPaceIsRefused(String field, String reason)
      throws ProviderException {
    api.on(
        "GET",
        HISTORICAL,
        series("2026-11-20T11:50:00+00:00", field.replace('\'', '"').strip(), "900"));
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).isEmpty();
    assertThat(reading.refused()).anyMatch(why -> why.contains(reason));
  }

  @Test
  void theOlderSpellingOfThePaceIsUnderstood() throws ProviderException {
    api.on(
        "GET",
        HISTORICAL,
        series("2026-11-20T11:00:00+00:00", "\"data_point_periods_second\": 3600", "900"));
    assertThat(feed().read().zones().get(0).intensity().asOf()).isEqualTo("2026-11-20T12:00:00Z");
  }

  @Test
  void twoHoursWithoutAFigureAreNamed() throws ProviderException {
    api.on("GET", HISTORICAL, points("2026-11-20T11:50:00+00:00", "null"));
    assertThat(feed().read().refused())
        .containsExactly("CAISO_NORTH: the last two hours hold no figure");
  }

  @Test
  void halfALoginIsAMistake() {
    TestContext half = TestContext.of(factory(), Map.of("username", "ana"));
    assertThatThrownBy(() -> factory().create(half))
        .hasMessageContaining("Set username and password, or neither");
  }

  private ApiReply login() {
    logins++;
    valid = "token-" + logins;
    return ApiReply.json("{\"token\": \"%s\"}".formatted(valid));
  }

  private ApiReply ifValid(ApiRequest request, ApiReply reply) {
    return request.header("Authorization").equals(Optional.of("Bearer " + valid))
        ? reply
        : ApiReply.status(401, "{\"error\": \"token expired\"}");
  }

  private static ApiReply points(String from, String... values) {
    return series(from, "\"model\": {\"date\": \"2026-03-01\"}", values);
  }

  /**
   * @param last a field of the meta data that comes after its namesake, and so replaces it
   */
  private static ApiReply series(String from, String last, String... values) {
    StringBuilder points = new StringBuilder();
    Instant at = OffsetDateTime.parse(from).toInstant();
    for (String value : values) {
      points
          .append(points.isEmpty() ? "" : ",")
          .append("{\"point_time\": \"%s\", \"value\": %s}".formatted(at, value));
      at = at.plusSeconds(300);
    }
    return ApiReply.json(
        """
        {"data": [%s], "meta": {"data_point_period_seconds": 300, "region": "CAISO_NORTH",
         "signal_type": "co2_moer", "units": "lbs_co2_per_mwh", "warnings": [],
         "generated_at": "2026-11-20T11:55:00+00:00", "generated_at_period_seconds": 300, %s}}
        """
            .formatted(points, last));
  }
}
