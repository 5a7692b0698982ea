package io.tradewind.pricing;

import static io.tradewind.pricing.Money.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  private static final Currency EUR = Currency.getInstance("EUR");

  @Test
  void moneyIsWrittenWithNineDecimalsAndItsCurrency() {
    assertThat(usd("98.32")).hasToString("98.320000000 USD");
  }

  @Test
  void equalAmountsAreEqualHoweverTheyWereWritten() {
    assertThat(usd("1.5")).isEqualTo(usd("1.500000000")).hasSameHashCodeAs(usd("1.50"));
    assertThat(usd("1.5000000000000")).isEqualTo(usd("1.5"));
  }

  @Test
  void equalAmountsOfTwoCurrenciesDiffer() {
    assertThat(usd("1")).isNotEqualTo(Money.of("1", "EUR"));
  }

  @Test
  void theTenthDecimalIsRefusedWithAdvice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usd("0.1234567891"))
        .withMessageContaining("0.1234567891 has 10 decimals")
        .withMessageContaining("Money.rounded");
  }

  @Test
  void theTenthDecimalIsRoundedWhenTheCallerSaysHow() {
    BigDecimal tie = new BigDecimal("0.0000000025");
    assertThat(Money.rounded(tie, EUR, RoundingMode.HALF_EVEN)).isEqualTo(Money.nano(2, EUR));
    assertThat(Money.rounded(tie, EUR, RoundingMode.UP)).isEqualTo(Money.nano(3, EUR));
  }

  @ParameterizedTest
  @CsvSource({
    "30 USD, 30.000000000 USD",
    "30USD, 30.000000000 USD",
    "' 0.5  EUR ', 0.500000000 EUR",
    "-1.25 USD, -1.250000000 USD"
  })
  void moneyIsReadAsPeopleWriteIt(String text, String expected) {
    assertThat(Money.parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$30", "30", "USD 30", "30 usd", "1,000 USD", "1e3 USD", "", "30 USDX"})
  void whatIsNotMoneyIsRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.parse(text))
        .withMessageContaining("'%s' is not".formatted(text))
        .withMessageContaining("'30 USD'");
  }

  @Test
  void anUnknownCurrencyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.of("1", "ABC"))
        .withMessageContaining("'ABC' is not an ISO 4217 currency code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "12x", "1,5", "NaN", ""})
  void aNumberThatIsNoPriceIsRefusedAtOnce(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> usd(text));
  }

  @Test
  void eighteenDigitsBeforeThePointAreTheMost() {
    assertThat(usd("999999999999999999").amount()).isEqualByComparingTo("999999999999999999");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usd("1000000000000000000"))
        .withMessageContaining("more than 18 digits");
  }

  @Test
  void aSumOfTwoCurrenciesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usd("1").plus(Money.of("1", "EUR")))
        .withMessageContaining("1.000000000 USD and 1.000000000 EUR");
  }

  @Test
  void aThirdIsRoundedOnlyAsNamed() {
    BigDecimal three = new BigDecimal("3");
    assertThat(usd("1").dividedBy(three, RoundingMode.HALF_EVEN)).isEqualTo(usd("0.333333333"));
    assertThat(usd("1").dividedBy(three, RoundingMode.CEILING)).isEqualTo(usd("0.333333334"));
  }

  @Test
  void divisionByZeroSaysWhatMayHaveHappened() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> usd("1").dividedBy(BigDecimal.ZERO, RoundingMode.HALF_EVEN))
        .withMessageContaining("cannot be divided by zero");
  }

  @Test
  void aShareIsRoundedAsNamed() {
    BigDecimal share = new BigDecimal("0.3333333333333");
    assertThat(usd("1").times(share, RoundingMode.DOWN)).isEqualTo(usd("0.333333333"));
    assertThat(usd("1").times(share, RoundingMode.UP)).isEqualTo(usd("0.333333334"));
  }

  @Test
  void theSignIsAsked() {
    assertThat(usd("-1").isNegative()).isTrue();
    assertThat(usd("-1").negated().isPositive()).isTrue();
    assertThat(usd("0").isZero()).isTrue();
    assertThat(usd("0.000000001").isZero()).isFalse();
    assertThat(usd("0").isPositive() || usd("0").isNegative()).isFalse();
  }

  @Test
  void theLesserAndTheGreaterAreFound() {
    assertThat(usd("2").min(usd("1"))).isEqualTo(usd("1"));
    assertThat(usd("1").max(usd("2"))).isEqualTo(usd("2"));
  }

  @Test
  void billionthsGoBothWays() {
    assertThat(Money.nano(3_100_000_000L, EUR)).isEqualTo(Money.of("3.10", "EUR"));
    assertThat(usd("3.10").nanos()).isEqualTo(3_100_000_000L);
  }

  @Test
  void billionthsThatDoNotFitAreNotCutOff() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> usd("9300000000").nanos())
        .withMessageContaining("does not fit");
  }

  @Test
  void nineDecimalsAreKeptAsTheyAre() {
    assertThat(usd("0.123456789").amount()).isEqualTo(new BigDecimal("0.123456789"));
  }

  @Test
  void aRefusedTextIsQuotedAndCutWhenItIsLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usd("12x"))
        .withMessageContaining("'12x' is not a decimal number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.parse("9".repeat(100_000) + " USD"))
        .withMessageContaining("9".repeat(64) + "…")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void anAbsurdExponentIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usd("1e-999999999"))
        .withMessageContaining("exponent -999999999");
  }
}
