package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeRatesTest {
  private static final Currency USD = Currency.getInstance("USD");
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Currency GBP = Currency.getInstance("GBP");

  private final ExchangeRates rates =
      rates(
          Map.of(
              "USD", new BigDecimal("1.1510"),
              "GBP", new BigDecimal("0.87940"),
              "JPY", new BigDecimal("180.83")));

  @Test
  void fromTheEuroIsOneMultiplication() {
    assertThat(rates.convert(Money.parse("2 EUR"), USD, RoundingMode.HALF_EVEN))
        .isEqualTo(Money.usd("2.302"));
  }

  @Test
  void intoTheEuroIsOneDivisionRoundedAsTheCallerSays() {
    Money dollar = Money.usd("1");
    assertThat(rates.convert(dollar, EUR, RoundingMode.FLOOR))
        .isEqualTo(Money.parse("0.868809730 EUR"));
    assertThat(rates.convert(dollar, EUR, RoundingMode.CEILING))
        .isEqualTo(Money.parse("0.868809731 EUR"));
  }

  @Test
  void betweenTwoOthersIsRoundedOnceNotTwice() {
    // 1000 × 1.1510 / 0.87940 = 1308.8469410962…; by way of a rounded euro the last digit differs.
    assertThat(rates.convert(Money.parse("1000 GBP"), USD, RoundingMode.HALF_EVEN))
        .isEqualTo(Money.usd("1308.846941096"));
  }

  @Test
  void theSameCurrencyStaysAsItIsEvenWithoutARate() {
    Money kronor = Money.parse("5 SEK");
    assertThat(rates.convert(kronor, Currency.getInstance("SEK"), RoundingMode.UNNECESSARY))
        .isSameAs(kronor);
  }

  @Test
  void anHourlyRateIsConvertedByItsHour() {
    assertThat(rates.convert(HourlyRate.of("3.00", "EUR"), USD, RoundingMode.HALF_EVEN))
        .isEqualTo(HourlyRate.of("3.453", "USD"));
  }

  @Test
  void anUnknownCurrencyIsNamedWithTheKnownOnes() {
    assertThat(rates.knows(GBP)).isTrue();
    assertThat(rates.knows(Currency.getInstance("INR"))).isFalse();
    assertThatThrownBy(() -> rates.convert(Money.parse("5 INR"), USD, RoundingMode.HALF_EVEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no rate for INR of 2026-11-20")
        .hasMessageContaining("EUR, GBP, JPY, USD");
  }

  @Test
  void theDayAndThePublisherAreCited() {
    assertThat(rates.citation()).isEqualTo("European Central Bank, 2026-11-20");
  }

  @ParameterizedTest
  @CsvSource({"USD,0", "USD,-1.1", "USD,1e999999", "EUR,1", "usd,1.1", "ZZZ,1.1"})
  void rubbishIsNoRate(String code, BigDecimal rate) {
    assertThatThrownBy(() -> rates(Map.of(code, rate)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(code);
  }

  private static ExchangeRates rates(Map<String, BigDecimal> unitsPerEuro) {
    return new ExchangeRates(LocalDate.of(2026, 11, 20), "European Central Bank", unitsPerEuro);
  }
}
