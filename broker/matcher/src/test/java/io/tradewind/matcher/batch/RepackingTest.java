package io.tradewind.matcher.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RepackingTest {
  private static final long MUCH = 1_000;

  @Test
  void aRingOfThreeIsTurned() {
    Table table = Table.of(new long[][] {{9, 1, 9}, {9, 9, 1}, {1, 9, 9}}, 1, 1, 1);

    int[] offers = exchanged(table, 0, 1, 2);

    assertThat(offers).containsExactly(1, 2, 0);
  }

  @Test
  void aChainEndsWhereThereIsRoom() {
    // Each would rather be one further on, and only the last place is free.
    Table table = Table.of(new long[][] {{5, 1, 9, 9}, {9, 5, 1, 9}, {9, 9, 5, 4}}, 1, 1, 1, 1);

    int[] offers = exchanged(table, 0, 1, 2);

    assertThat(offers).containsExactly(1, 2, 3);
  }

  @Test
  void aSiteGetsNoMoreThanItHas() {
    Table table = Table.of(new long[][] {{5, 1}, {5, 9}}, 2, 1);
    table.site = new int[] {-1, 0};
    table.siteUse = new long[] {0, 700};
    table.siteLimit = new long[] {600};

    int[] offers = exchanged(table, 0, 0);

    assertThat(offers).containsExactly(0, 0);
  }

  @Property(tries = 300)
  void aPlanGetsNoDearerAndKeepsTheLimits(@ForAll long seed) {
    Random random = new Random(seed);
    Table table = Table.random(random, 6, 4);
    BatchProblem problem = table.problem(MUCH);
    Edges edges = new Edges(problem);
    Prices prices = new Prices(problem, edges);
    prices.bound();
    Assignment plan = new Construction(problem, edges, prices).build(nowhere(problem));
    double before = plan.cost();

    new Repacking(problem, prices, plan).improve();

    assertThat(plan.cost()).isLessThanOrEqualTo(before);
    assertThat((double) table.costOf(plan.offers(), MUCH)).isEqualTo(plan.cost());
  }

  private static int[] nowhere(BatchProblem problem) {
    int[] nowhere = new int[problem.workloads()];
    Arrays.fill(nowhere, Assignment.NOWHERE);
    return nowhere;
  }

  /** Begins with each workload on the given offer. */
  private static int[] exchanged(Table table, int... offers) {
    BatchProblem problem = table.problem(MUCH);
    Edges edges = new Edges(problem);
    Prices prices = new Prices(problem, edges);
    prices.bound();
    Assignment plan = new Assignment(problem, edges);
    for (int i = 0; i < offers.length; i++) {
      int wanted = offers[i];
      int[] listed = edges.offers[i];
      plan.place(i, Arrays.stream(listed).boxed().toList().indexOf(wanted));
    }
    new Repacking(problem, prices, plan).improve();
    return plan.offers();
  }
}
