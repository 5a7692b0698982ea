package io.tradewind.matcher.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.matcher.memory.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bounds that the benchmark divides by, against every possible course of a small world. */
class ClairvoyantTest {
  private static final int STEPS = 7;
  private static final int WORK = 4;

  @Test
  void noCourseUndercutsTheBoundsAndTheyAreClose() {
    Random random = new Random(5);
    double gap = 0;
    for (int world = 0; world < 200; world++) {
      SpotTrace trace = random(random);
      Clairvoyant clairvoyant = new Clairvoyant(trace, 0.3, 1);

      double best = cheapest(trace, 0, -1, 0, 0);
      double bound = clairvoyant.withChangeovers(0, WORK, STEPS);

      assertThat(bound).isLessThanOrEqualTo(best + 1e-9);
      assertThat(clairvoyant.withoutChangeovers(0, WORK, STEPS)).isLessThanOrEqualTo(best + 1e-9);
      gap += best / bound - 1;
    }
    assertThat(gap / 200).isLessThan(0.1);
  }

  /**
   * Machines 0 and 1 are spot, 2 is on demand, −1 is none; the first hour of each yields nothing.
   */
  private static double cheapest(SpotTrace trace, int step, int machine, int age, int done) {
    if (done == WORK) {
      return 0;
    }
    if (step == STEPS) {
      return Double.POSITIVE_INFINITY;
    }
    double best = cheapest(trace, step + 1, -1, 0, done);
    for (int next = 0; next < 3; next++) {
      if (next < 2 && !trace.up()[next][step]) {
        continue;
      }
      int nextAge = next == machine ? age : 0;
      double price = next == 2 ? 1 : 0.3;
      int work = nextAge == 0 ? 0 : 1;
      best = Math.min(best, price + cheapest(trace, step + 1, next, nextAge + 1, done + work));
    }
    return best;
  }

  private static SpotTrace random(Random random) {
    boolean[][] up = new boolean[2][STEPS];
    for (boolean[] row : up) {
      for (int i = 0; i < STEPS; i++) {
        row[i] = random.nextInt(3) > 0;
      }
    }
    Pool pool =
        new Pool(Region.of("aws", "us-east-1"), Optional.empty(), "1×V100", CapacityType.SPOT);
    return new SpotTrace(List.of(pool, pool), up, Duration.ofHours(1));
  }
}
