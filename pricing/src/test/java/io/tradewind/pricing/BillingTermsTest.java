package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BillingTermsTest {

  @Test
  void tenSecondsAreBilledAsTheMinimumOfAMinute() {
    assertThat(BillingTerms.PER_SECOND_AFTER_A_MINUTE.billable(Duration.ofSeconds(10)))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aStartedSecondIsAWholeSecond() {
    assertThat(BillingTerms.PER_SECOND.billable(Duration.ofMillis(61_001)))
        .isEqualTo(Duration.ofSeconds(62));
  }

  @Test
  void aWholeIncrementIsNotRoundedUp() {
    assertThat(BillingTerms.PER_HOUR.billable(Duration.ofHours(3))).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void aMinimumThatIsNoWholeIncrementIsRoundedUpToo() {
    BillingTerms terms = new BillingTerms(Duration.ofSeconds(90), Duration.ofMinutes(1));
    assertThat(terms.billable(Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void whatDidNotRunIsNotBilled() {
    assertThat(BillingTerms.PER_HOUR.billable(Duration.ZERO)).isEqualTo(Duration.ZERO);
  }

  @Test
  void termsAndRunTimesThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BillingTerms(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
        .withMessageContaining("PT-1S is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BillingTerms(Duration.ZERO, Duration.ZERO))
        .withMessageContaining("is not positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BillingTerms.PER_SECOND.billable(Duration.ofSeconds(-1)))
        .withMessageContaining("is negative");
  }
}
