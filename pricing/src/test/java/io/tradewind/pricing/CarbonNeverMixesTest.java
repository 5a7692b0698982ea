package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CarbonNeverMixesTest {
  private static final int CASES = 1_000_000;
  private static final CarbonBasis[] BASES = CarbonBasis.values();

  @Test
  void noSumOfAMillionMixesBases() {
    Random random = new Random(13);
    int refused = 0;
    int mixed = 0;
    int wrong = 0;
    for (int round = 0; round < CASES; round++) {
      CarbonAmount one = amount(random);
      CarbonAmount other = amount(random);
      boolean comparable = one.basis() == other.basis();
      try {
        CarbonAmount sum = one.plus(other);
        mixed += comparable ? 0 : 1;
        wrong += isSum(sum, one, other) ? 0 : 1;
      } catch (IllegalArgumentException e) {
        refused++;
        wrong += comparable ? 1 : 0;
      }
    }
    assertThat(mixed).isZero();
    assertThat(wrong).isZero();
    assertThat(refused).isGreaterThan(CASES / 2);
  }

  private static boolean isSum(CarbonAmount sum, CarbonAmount one, CarbonAmount other) {
    double total = one.total().value() + other.total().value();
    return sum.basis() == one.basis()
        && sum.estimated() == (one.estimated() || other.estimated())
        && Math.abs(sum.total().value() - total) <= 1e-9 * total;
  }

  private static CarbonAmount amount(Random random) {
    return new CarbonAmount(
        new GramsCo2e(random.nextDouble() * 1e6),
        new GramsCo2e(random.nextDouble() * 1e5),
        BASES[random.nextInt(BASES.length)],
        random.nextBoolean());
  }
}
