package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class MoneyPropertiesTest {

  private static final Currency USD = Currency.getInstance("USD");
  private static final Currency EUR = Currency.getInstance("EUR");

  @Provide
  Arbitrary<Money> dollars() {
    return Arbitraries.longs().map(nanos -> Money.nano(nanos, USD));
  }

  @Property
  void additionIsAssociativeAndExact(
      @ForAll("dollars") Money a, @ForAll("dollars") Money b, @ForAll("dollars") Money c) {
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(b).amount()).isEqualTo(a.amount().add(b.amount()));
  }

  @Property
  void additionIsCommutativeAndUndoneBySubtraction(
      @ForAll("dollars") Money a, @ForAll("dollars") Money b) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b).minus(b)).isEqualTo(a);
  }

  @Property
  void multiplicationIsRepeatedAddition(
      @ForAll("dollars") Money a, @ForAll @LongRange(min = 0, max = 40) long times) {
    Money sum = Money.zero(USD);
    for (long i = 0; i < times; i++) {
      sum = sum.plus(a);
    }
    assertThat(a.times(times)).isEqualTo(sum);
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("dollars") Money money) {
    assertThat(Money.parse(money.toString())).isEqualTo(money);
    assertThat(money.amount().scale()).isEqualTo(9);
  }

  @Property
  void theOrderIsThatOfTheAmounts(@ForAll("dollars") Money a, @ForAll("dollars") Money b) {
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Long.compare(a.nanos(), b.nanos()));
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
  }

  @Property
  void aQuotientIsWithinHalfABillionth(
      @ForAll("dollars") Money a, @ForAll @LongRange(min = 1, max = 1_000_000) long divisor) {
    BigDecimal by = BigDecimal.valueOf(divisor);
    BigDecimal error =
        a.dividedBy(by, RoundingMode.HALF_EVEN).amount().multiply(by).subtract(a.amount()).abs();
    assertThat(error).isLessThanOrEqualTo(by.multiply(new BigDecimal("0.0000000005")));
  }

  @Property
  void noOperationMixesCurrencies(@ForAll("dollars") Money dollars, @ForAll long nanos) {
    Money euros = Money.nano(nanos, EUR);
    List<Runnable> mixtures =
        List.of(
            () -> dollars.plus(euros),
            () -> dollars.minus(euros),
            () -> dollars.min(euros),
            () -> dollars.max(euros),
            () -> dollars.compareTo(euros));
    for (Runnable mixture : mixtures) {
      assertThatIllegalArgumentException()
          .isThrownBy(mixture::run)
          .withMessageContaining("the currencies differ");
    }
  }

  @Property(tries = 200)
  void theSumOfManyDoesNotDependOnTheirOrder(
      @ForAll @Size(max = 50) List<@LongRange(min = -1_000_000, max = 1_000_000) Long> nanos) {
    Money forward = Money.zero(USD);
    Money backward = Money.zero(USD);
    for (int i = 0; i < nanos.size(); i++) {
      forward = forward.plus(Money.nano(nanos.get(i), USD));
      backward = backward.plus(Money.nano(nanos.get(nanos.size() - 1 - i), USD));
    }
    assertThat(forward).isEqualTo(backward);
    assertThat(forward.nanos()).isEqualTo(nanos.stream().mapToLong(Long::longValue).sum());
  }
}
