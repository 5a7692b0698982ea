package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class BillingTermsPropertiesTest {

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
