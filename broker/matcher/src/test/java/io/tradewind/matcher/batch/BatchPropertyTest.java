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
    Table table = random(new Random(seed));

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
      Table table = random(random);
      BatchPlan plan = BatchSolver.solve(table.problem(PENALTY), Budget.rounds(250));
      optimal += plan.cost() == table.best(PENALTY) ? 1 : 0;
    }
    assertThat(optimal).isGreaterThan(15);
  }

  private static Table random(Random random) {
    int workloads = 1 + random.nextInt(5);
    int offers = 1 + random.nextInt(4);
    long[][] cost = new long[workloads][offers];
    for (long[] row : cost) {
      Arrays.setAll(row, j -> 100 + random.nextInt(1_000));
    }
    Table table = Table.of(cost, random.ints(offers, 0, 9).toArray());
    table.demand = random.ints(workloads, 1, 5).toArray();
    table.tenant = random.ints(workloads, 0, 2).toArray();
    table.tenantLimit = new long[] {random.nextInt(10), 1_000};
    table.site = random.ints(offers, -1, 2).toArray();
    table.siteUse = random.longs(offers, 0, 8).toArray();
    table.siteLimit = new long[] {random.nextInt(60), random.nextInt(60)};
    return table;
  }
}
