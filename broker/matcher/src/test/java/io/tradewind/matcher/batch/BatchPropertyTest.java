package io.tradewind.matcher.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against every possible plan of small batches. */
class BatchPropertyTest {
  private static final long PENALTY = 3_000;

  @Property(tries = 300)
  void noPlanIsBetterThanTheBoundAndTheAnswerKeepsTheLimits(@ForAll long seed) {
    Table table = Table.random(new Random(seed), 5, 4);

    BatchPlan plan = BatchSolver.solve(table.problem(PENALTY), Budget.rounds(250));
    long best = table.best(PENALTY);

    assertThat(plan.lowerBound()).isLessThanOrEqualTo(best);
    assertThat(plan.cost()).isGreaterThanOrEqualTo(best);
    assertThat(table.costOf(plan.offers(), PENALTY)).isEqualTo(plan.cost());
    assertThat(Arrays.stream(plan.offerPrices()).min().orElseThrow()).isNotNegative();
  }

  @Property(tries = 20)
  void theAnswerIsMostlyTheBestOne(@ForAll long seed) {
    Random random = new Random(seed);
    int optimal = 0;
    for (int i = 0; i < 30; i++) {
      Table table = Table.random(random, 5, 4);
      BatchPlan plan = BatchSolver.solve(table.problem(PENALTY), Budget.rounds(250));
      optimal += plan.cost() == table.best(PENALTY) ? 1 : 0;
    }
    assertThat(optimal).isGreaterThan(15);
  }
}
