package io.tradewind.matcher.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BatchSolverTest {
  private static final long MUCH = 1_000;
  private static final int ROUNDS = 300;

  @Test
  void whoLosesLeastMakesRoom() {
    // Both want the first offer, which has room for one; the second workload would lose more.
    BatchPlan plan = solve(Table.of(new long[][] {{10, 12}, {10, 30}}, 1, 1));

    assertThat(plan.offers()).containsExactly(1, 0);
    assertThat(plan.cost()).isEqualTo(22);
    assertThat(plan.lowerBound()).isEqualTo(22);
    assertThat(plan.gap()).isZero();
  }

  @Test
  void aScarceOfferHasAPriceAndAnAmpleOneHasNone() {
    BatchPlan plan = solve(Table.of(new long[][] {{10, 12}, {10, 30}}, 1, 1));

    assertThat(plan.offerPrices()[0]).isPositive();
    assertThat(plan.offerPrices()[1]).isZero();
  }

  @Test
  void whatIsDearerThanItsPenaltyIsLeftOut() {
    Table table = Table.of(new long[][] {{MUCH + 1}, {5}}, 9);

    BatchPlan plan = solve(table);

    assertThat(plan.offerOf(0)).isEmpty();
    assertThat(plan.offerOf(1)).hasValue(0);
    assertThat(plan.cost()).isEqualTo(MUCH + 5);
  }

  @Test
  void aTenantStaysWithinItsShare() {
    Table table = Table.of(new long[][] {{5, 50}, {6, 50}, {7, 50}}, 3, 3);
    table.tenant = new int[] {0, 0, 1};
    table.tenantLimit = new long[] {1, 9};

    BatchPlan plan = solve(table);

    assertThat(plan.offers()).containsExactly(0, -1, 0);
    assertThat(plan.tenantPrices()[0]).isPositive();
  }

  @Test
  void aSiteStaysWithinItsPower() {
    Table table = Table.of(new long[][] {{5, 8, 90}, {5, 8, 90}}, 9, 9, 9);
    table.site = new int[] {0, 0, -1};
    table.siteUse = new long[] {700, 300, 0};
    table.siteLimit = new long[] {800};

    BatchPlan plan = solve(table);

    assertThat(plan.offers()).containsExactlyInAnyOrder(1, 1);
    assertThat(plan.cost()).isEqualTo(16);
  }

  @Test
  void offersAreFetchedWhereTheFirstOnesAreTaken() {
    BatchPlan plan = allWantTheFirst(100);

    assertThat(plan.cost()).isEqualTo(100 * 101 / 2);
    assertThat(plan.offers()).doesNotHaveDuplicates().doesNotContain(-1);
  }

  /** So many that an auction makes the surcharges. */
  @Test
  void ofManyWhoAllWantTheSameTheBoundIsNearAndNoneIsTwice() {
    BatchPlan plan = allWantTheFirst(400);

    assertThat(plan.offers()).doesNotHaveDuplicates().doesNotContain(-1);
    assertThat(plan.cost()).isEqualTo(400 * 401 / 2);
    assertThat(plan.lowerBound()).isBetween((long) (0.99 * plan.cost()), plan.cost());
  }

  @Test
  void noOfferOfAGeneratedBatchHoldsMoreThanItHasRoomFor() {
    BatchProblem problem = GeneratedBatch.of(5, 600, 1_500);

    BatchPlan plan = BatchSolver.solve(problem, Budget.rounds(60));

    long[] room = Arrays.stream(problem.capacity()).asLongStream().toArray();
    for (int i = 0; i < problem.workloads(); i++) {
      int units = problem.demand()[i];
      plan.offerOf(i).ifPresent(offer -> room[offer] -= units);
    }
    assertThat(Arrays.stream(room).min().orElseThrow()).isNotNegative();
    assertThat(plan.gap()).isBetween(0.0, 0.01);
  }

  private static BatchPlan allWantTheFirst(int workloads) {
    int[] demand = ones(workloads);
    long[] unplaced = new long[workloads];
    Arrays.fill(unplaced, MUCH);
    // All see the same offers at 1, 2, 3 …, each with room for one.
    Choices.Source source =
        (workload, atLeast) -> {
          int n = Math.min(workloads, atLeast);
          int[] offers = new int[n];
          long[] costs = new long[n];
          Arrays.setAll(offers, i -> i);
          Arrays.setAll(costs, i -> i + 1);
          return new Choices(offers, costs, n < workloads ? n + 1 : Choices.NONE_OTHERWISE);
        };

    return BatchSolver.solve(
        BatchProblem.of(demand, unplaced, ones(workloads), source), Budget.rounds(ROUNDS));
  }

  @Test
  void aRoundIsEnoughForAPlanAndABound() {
    BatchPlan plan = BatchSolver.solve(GeneratedBatch.of(3, 50, 400), Budget.rounds(0));

    assertThat(plan.lowerBound()).isPositive().isLessThanOrEqualTo(plan.cost());
    assertThat(plan.rounds()).isEqualTo(1);
  }

  @Test
  void theSameProblemAndRoundsGiveTheSamePlan() {
    BatchPlan one = BatchSolver.solve(GeneratedBatch.of(3, 100, 500), Budget.rounds(200));
    BatchPlan other = BatchSolver.solve(GeneratedBatch.of(3, 100, 500), Budget.rounds(200));

    assertThat(other.offers()).containsExactly(one.offers());
    assertThat(other.lowerBound()).isEqualTo(one.lowerBound());
  }

  @Test
  void moreRoundsNeverMakeItWorse() {
    BatchPlan few = BatchSolver.solve(GeneratedBatch.of(4, 200, 500), Budget.rounds(60));
    BatchPlan many = BatchSolver.solve(GeneratedBatch.of(4, 200, 500), Budget.rounds(250));

    assertThat(many.cost()).isLessThanOrEqualTo(few.cost());
    assertThat(many.lowerBound()).isGreaterThanOrEqualTo(few.lowerBound());
    assertThat(many.gap()).isLessThan(0.01);
  }

  @Test
  void choicesOutOfOrderAreRefused() {
    assertThatThrownBy(() -> new Choices(new int[] {0, 1}, new long[] {5, 4}, 9))
        .hasMessageContaining("out of order");
    assertThatThrownBy(() -> new Choices(new int[] {0}, new long[] {5}, 4))
        .hasMessageContaining("unlisted offers cost 4");
  }

  private static BatchPlan solve(Table table) {
    return BatchSolver.solve(table.problem(MUCH), Budget.rounds(ROUNDS));
  }

  private static int[] ones(int length) {
    int[] ones = new int[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
