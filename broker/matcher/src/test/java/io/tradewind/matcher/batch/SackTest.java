package io.tradewind.matcher.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against every set of a few items. */
class SackTest {
  private final Sack sack = new Sack();

  @Property(tries = 500)
  void theBestSetFitsAndNoneIsBetter(@ForAll long seed) {
    Random random = new Random(seed);
    int[] units = random.ints(1 + random.nextInt(9), 1, 40).toArray();
    double[] gains = random.doubles(units.length, 0.1, 10).toArray();
    int capacity = random.nextInt(150);
    sack.clear(capacity);
    for (int i = 0; i < units.length; i++) {
      sack.add(i, units[i], gains[i]);
    }
    boolean[] taken = new boolean[units.length];

    double value = sack.choose(taken);

    int chosen = 0;
    for (int i = 0; i < units.length; i++) {
      chosen |= taken[i] ? 1 << i : 0;
    }
    assertThat(sum(units, chosen)).isLessThanOrEqualTo(capacity);
    assertThat(value).isCloseTo(sum(gains, chosen), within(1e-9));
    for (int set = 0; set < 1 << units.length; set++) {
      if (sum(units, set) <= capacity) {
        assertThat(sum(gains, set)).isLessThanOrEqualTo(value + 1e-9);
      }
    }
  }

  private static int sum(int[] units, int set) {
    int sum = 0;
    for (int i = 0; i < units.length; i++) {
      sum += (set >>> i & 1) * units[i];
    }
    return sum;
  }

  private static double sum(double[] gains, int set) {
    double sum = 0;
    for (int i = 0; i < gains.length; i++) {
      sum += (set >>> i & 1) * gains[i];
    }
    return sum;
  }
}
