package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
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

  @Property
  void billedTimeIsTheLeastWholeIncrementThatCovers(
      @ForAll @LongRange(min = 1, max = 1_000_000) long runMillis,
      @ForAll @LongRange(min = 0, max = 100_000) long minimumMillis,
      @ForAll @LongRange(min = 1, max = 100_000) long incrementMillis) {
    Duration increment = Duration.ofMillis(incrementMillis);
    Duration billed =
        new BillingTerms(Duration.ofMillis(minimumMillis), increment)
            .billable(Duration.ofMillis(runMillis));

    long covered = Math.max(runMillis, minimumMillis);
    assertThat(billed.toMillis() % incrementMillis).isZero();
    assertThat(billed.toMillis()).isBetween(covered, covered + incrementMillis - 1);
  }
}
