package io.tradewind.adapters.ecb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.RateFeed;
import io.tradewind.api.RateFeedFactory;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.pricing.Money;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcbRatesTest {
  private static final String DAILY = "/stats/eurofxref/eurofxref-daily.xml";
  private static final String HISTORY = "/stats/eurofxref/eurofxref-hist-90d.xml";
  private static final String FRIDAY = day("2026-11-20", "USD", "1.1510", "GBP", "0.87940");
  private static final String THURSDAY = day("2026-11-19", "USD", "1.1544", "GBP", "0.88130");

  private final LoopbackApi api =
      LoopbackApi.start().on("GET", HISTORY, xml(FRIDAY, THURSDAY)).on("GET", DAILY, xml(FRIDAY));
  private final RateFeed feed = feed(Map.of("url", api.url(), "enabled", "true"));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void theServiceLoaderFindsBoth() {
    assertThat(ServiceLoader.load(RateFeedFactory.class))
        .hasAtLeastOneElementOfType(EcbFactory.class);
    assertThat(ServiceLoader.load(RateFeed.class)).hasAtLeastOneElementOfType(BundledRates.class);
  }

  @Test
  void ninetyDaysComeFirstAndThenTheNewest() throws ProviderException {
    assertThat(feed.rates())
        .extracting(ExchangeRates::date)
        .containsExactly(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 19));
    assertThat(feed.rates()).hasSize(1);
    assertThat(api.requests()).extracting(ApiRequest::path).containsExactly(HISTORY, DAILY);
  }

  @Test
  void aRateIsWhatTheBankSaysToTheLastDigit() throws ProviderException {
    ExchangeRates friday = feed.rates().get(0);
    assertThat(
            friday.convert(
                Money.parse("100 EUR"), Currency.getInstance("GBP"), RoundingMode.UNNECESSARY))
        .isEqualTo(Money.parse("87.940 GBP"));
    assertThat(friday.citation()).isEqualTo("European Central Bank, 2026-11-20");
  }

  @Test
  void theHistoryIsAskedAgainAfterAFailure() throws ProviderException {
    api.next(ApiReply.status(500));
    assertFault(Fault.UNREACHABLE);
    assertThat(feed.rates()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><p>maintenance</html>",
        "<Envelope/>",
        "<Envelope><Cube/></Envelope>",
        "<Envelope><Cube><Cube time='2026-11-20'/></Cube></Envelope>",
        "<!DOCTYPE E [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><Envelope>&x;</Envelope>",
        "{\"rates\": {}}"
      })
  void anythingElseIsUnexpected(String body) {
    api.next(ApiReply.json(body));
    assertFault(Fault.UNEXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1.1", "", "n/a", "1e9", "1,15", "1.1.1", "NaN"})
  void aRateThatIsNoneRefusesTheDay(String rate) {
    api.next(xml(day("2026-11-20", "USD", rate, "GBP", "0.87")));
    assertFault(Fault.UNEXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23", "yesterday", "20.11.2026"})
  void aDateThatIsNoneOrHasNotComeIsRefused(String date) {
    api.next(xml(day(date, "USD", "1.15", "GBP", "0.87")));
    assertFault(Fault.UNEXPECTED);
  }

  @Test
  void aCurrencyTwiceOrOneThatNobodyKnowsRefusesTheDay() {
    api.next(xml(day("2026-11-20", "USD", "1.15", "USD", "1.16")));
    assertFault(Fault.UNEXPECTED);
    api.next(xml(day("2026-11-20", "USD", "1.15", "ZZZ", "1.16")));
    assertFault(Fault.UNEXPECTED);
  }

  @Test
  void halfADocumentIsUnexpectedAndACutOneUnreachable() {
    api.next(xml(FRIDAY).half());
    assertFault(Fault.UNEXPECTED);
    api.next(xml(FRIDAY).cut());
    assertFault(Fault.UNREACHABLE);
  }

  @Test
  void aLongWaitIsPassedOn() {
    api.next(ApiReply.throttled(Duration.ofMinutes(5)));
    ProviderException failure = assertFault(Fault.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(5));
  }

  @Test
  void switchedOffThereIsNoFeed() {
    EcbFactory factory = new EcbFactory();
    assertThat(factory.create(TestContext.of(factory, Map.of("enabled", "false")))).isEmpty();
  }

  @Test
  void theBundledTableHasADateAndSaysWhatItIs() throws ProviderException {
    List<ExchangeRates> bundled = new BundledRates().rates();
    assertThat(bundled).hasSize(1);
    assertThat(bundled.get(0).citation())
        .isEqualTo("European Central Bank (bundled table), 2025-11-21");
    assertThat(bundled.get(0).codes()).contains("USD", "GBP", "CHF", "SEK", "CNY", "INR");
  }

  private ProviderException assertFault(Fault fault) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, feed::rates);
    assertThat(failure.fault()).isEqualTo(fault);
    return failure;
  }

  private static RateFeed feed(Map<String, String> settings) {
    EcbFactory factory = new EcbFactory();
    return factory.create(TestContext.of(factory, settings)).get(0);
  }

  private static String day(String date, String one, String first, String other, String second) {
    return """
        <Cube time='%s'><Cube currency='%s' rate='%s'/><Cube currency='%s' rate='%s'/></Cube>\
        """
        .formatted(date, one, first, other, second);
  }

  private static ApiReply xml(String... days) {
    return ApiReply.json(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
             xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
            <gesmes:subject>Reference rates</gesmes:subject>
            <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
            <Cube>%s</Cube></gesmes:Envelope>
            """
                .formatted(String.join("", days)))
        .with("Content-Type", "text/xml");
  }
}
