package io.tradewind.adapters.carbonlive.entsoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.CarbonFeedContract;
import io.tradewind.testkit.LoopbackApi;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntsoeFeedTest extends CarbonFeedContract {
  private static final String ACKNOWLEDGED =
      """
      <Acknowledgement_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0">
       <Reason><code>999</code><text>No matching data found</text></Reason>
      </Acknowledgement_MarketDocument>
      """;

  @Override
  protected CarbonFeedFactory factory() {
    return new EntsoeFactory();
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("areas", "10YBE----------2=BE");
  }

  @Override
  protected Map<String, String> off() {
    return Map.of();
  }

  @Override
  protected void serve(LoopbackApi api) {
    api.on("GET", "/api", firstReply());
  }

  @Override
  protected ApiReply firstReply() {
    return document(
        series("B14", "PT60M", point(1, "4000"), point(2, "4000")),
        series("B04", "PT60M", point(1, "1000"), point(2, "3000")),
        series("B18", "PT60M", point(1, "5000"), point(2, "3000")));
  }

  @Test
  void theMixOfTheLastWholeHourIsWeighedAndAlwaysAnEstimate() throws ProviderException {
    GridIntensity figure = belgium();
    assertThat(figure.gramsPerKilowattHour())
        .isCloseTo((4000 * 12 + 3000 * 490 + 3000 * 11) / 10_000.0, within(1e-9));
    assertThat(figure.estimated()).isTrue();
    assertThat(figure.basis()).isEqualTo(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE);
    assertThat(figure.asOf()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(figure.source()).contains("ENTSO-E").contains("without trade");
  }

  @Test
  void theQuestionNamesTheAreaAndTheHoursAndTheTokenIsInItsPlace() throws ProviderException {
    feed().read();
    ApiRequest asked = api.requests().get(0);
    assertThat(asked.query())
        .containsEntry("documentType", "A75")
        .containsEntry("processType", "A16")
        .containsEntry("in_Domain", "10YBE----------2")
        .containsEntry("periodStart", "202611200600")
        .containsEntry("periodEnd", "202611201200")
        .containsEntry("securityToken", KEY);
    assertThat(asked.header("Accept")).contains("application/xml");
  }

  @Test
  void pointsThatACurveLeavesOutRepeatTheLast() throws ProviderException {
    // Eight quarters: gas falls once, at the fifth; everything else is one point.
    api.on(
        "GET",
        "/api",
        document(
            series("B14", "PT15M", point(1, "4000")),
            series("B04", "PT15M", point(1, "3000"), point(5, "1000")),
            series("B18", "PT15M", point(1, "5000"))));
    assertThat(belgium().gramsPerKilowattHour())
        .isCloseTo((4000 * 12 + 1000 * 490 + 5000 * 11) / 10_000.0, within(1e-9));
  }

  @Test
  void anHourThatLacksAFuelIsNotWhole() throws ProviderException {
    api.on(
        "GET",
        "/api",
        document(
            series("B14", "PT60M", point(1, "4000"), point(2, "4000")),
            until("11:00Z", "B04", "PT60M", point(1, "6000"))));
    assertThat(belgium().gramsPerKilowattHour()).isCloseTo(298.8, within(1e-9));
    assertThat(belgium().asOf()).isEqualTo("2026-11-20T11:00:00Z");
  }

  @Test
  void whatPlantsConsumedAndPumpedWaterIsNoGenerationAndAnUnknownFuelIsDirty()
      throws ProviderException {
    api.on(
        "GET",
        "/api",
        document(
            series("B14", "PT60M", point(1, "1000")),
            series("B10", "PT60M", point(1, "9000")),
            series("B20", "PT60M", point(1, "1000")),
            series("B18", "PT60M", point(1, "8000"))
                .replace(
                    "</MktPSRType>",
                    "</MktPSRType><outBiddingZone_Domain.mRID>x</outBiddingZone_Domain.mRID>")));
    assertThat(belgium().gramsPerKilowattHour()).isCloseTo(356, within(1e-9));
  }

  @Test
  void noMatchingDataIsSaidInItsOwnWords() throws ProviderException {
    api.on("GET", "/api", ApiReply.json(ACKNOWLEDGED));
    CarbonReading reading = feed().read();
    assertThat(reading.zones()).isEmpty();
    assertThat(reading.refused()).containsExactly("BE: No matching data found");
  }

  @Test
  void anotherUnitIsRefused() {
    api.on("GET", "/api", ApiReply.json(firstReply().body().replace("MAW", "KWH")));
    assertThat(assertFault(Fault.UNEXPECTED))
        .hasMessageContaining("a series is in KWH; expected MAW");
  }

  private GridIntensity belgium() throws ProviderException {
    return feed().read().zones().get(0).intensity();
  }

  private static ApiReply document(String... series) {
    return ApiReply.json(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <GL_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:generationloaddocument:3:0">
         <mRID>1</mRID><type>A75</type><process.processType>A16</process.processType>
         %s
        </GL_MarketDocument>
        """
            .formatted(String.join("", series)));
  }

  private static String series(String type, String resolution, String... points) {
    return until("12:00Z", type, resolution, points);
  }

  /** From ten o'clock on. */
  private static String until(String end, String type, String resolution, String... points) {
    return """
        <TimeSeries><mRID>1</mRID><inBiddingZone_Domain.mRID codingScheme="A01">10YBE----------2</inBiddingZone_Domain.mRID>
         <quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>A03</curveType>
         <MktPSRType><psrType>%s</psrType></MktPSRType>
         <Period><timeInterval><start>2026-11-20T10:00Z</start><end>2026-11-20T%s</end></timeInterval>
          <resolution>%s</resolution>%s</Period></TimeSeries>
        """
        .formatted(type, end, resolution, String.join("", points));
  }

  private static String point(int position, String quantity) {
    return "<Point><position>%d</position><quantity>%s</quantity></Point>"
        .formatted(position, quantity);
  }
}
