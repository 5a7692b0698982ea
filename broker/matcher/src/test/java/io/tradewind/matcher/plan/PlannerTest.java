package io.tradewind.matcher.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Availability;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.RandomCases;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.Shortlist;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final ProviderId FEED = ProviderId.of("catalog");
  private static final Conditions CONDITIONS = Conditions.bundled(7, NOW);

  @Test
  void whatTheCheapestHasRoomForGoesThereAndTheRestToTheNext() {
    Market market = market(offer("small", "1.00", 2), offer("large", "3.00", 9));

    Plan plan = plan(three("a"), List.of(), market);

    assertThat(chosen(plan)).containsEntry("small", 2).containsEntry("large", 1);
    assertThat(plan.placed()).isEqualTo(3);
    assertThat(plan.cost()).isEqualTo(plan.lowerBound());
    assertThat(plan.gap()).isZero();
    assertThat(plan.explanation())
        .anyMatch(it -> it.startsWith("3 of 3 workloads are placed, for "))
        .contains("No plan that places as many costs less.")
        .anyMatch(it -> it.startsWith("One more machine of small would save 2."));
  }

  @Test
  void whoIsNotOnItsCheapestIsToldWhy() {
    Market market = market(offer("small", "1.00", 2), offer("large", "3.00", 9));

    Plan plan = plan(three("a"), List.of(), market);

    assertThat(plan.workloads())
        .filteredOn(it -> it.chosen().orElseThrow().offer().id().value().equals("large"))
        .singleElement()
        .extracting(Planned::why)
        .asString()
        .startsWith("200.0 % dearer than type-small in aws/us-east-1, on_demand");
  }

  @Test
  void aTenantHoldsNoMoreThanItsCap() {
    List<PlanItem> items = new ArrayList<>(three("greedy"));
    items.addAll(three("modest"));

    Plan plan =
        plan(items, List.of(new TenantCap("greedy", 1)), market(offer("plenty", "2.00", 50)));

    assertThat(plan.workloads())
        .filteredOn(it -> it.item().tenant().equals("greedy") && it.chosen().isPresent())
        .hasSize(1);
    assertThat(plan.workloads())
        .filteredOn(it -> it.item().tenant().equals("modest"))
        .allMatch(it -> it.chosen().isPresent());
    assertThat(plan.shadowPrices())
        .anyMatch(it -> it.kind() == ShadowPrice.Kind.TENANT && it.name().equals("greedy"));
    assertThat(plan.explanation())
        .anyMatch(it -> it.startsWith("2 could be placed alone, but not beside the others"));
  }

  @Test
  void nodesAreMachinesThatAreTaken() {
    Workload pair = wants(Map.of("nodes", 2));

    Plan plan =
        plan(
            List.of(new PlanItem(pair, "a"), new PlanItem(pair, "a")),
            List.of(),
            market(offer("three", "1.00", 3)));

    assertThat(plan.placed()).isEqualTo(1);
    assertThat(plan.workloads()).filteredOn(Planned::isLeftOut).hasSize(1);
  }

  @Test
  void whatNothingSatisfiesIsToldWithReasonsAndDoesNotCount() {
    Workload hopeless = wants(Map.of("limits", Map.of("max_price_hour", "0.10 USD")));

    Plan plan =
        plan(
            List.of(new PlanItem(hopeless, "a"), new PlanItem(wants(Map.of()), "a")),
            List.of(),
            market(offer("one", "1.00", 9)));

    assertThat(plan.workloads().get(0).alone()).isEmpty();
    assertThat(plan.workloads().get(0).why()).contains("1 offer: above the price cap per hour.");
    assertThat(plan.workloads().get(1).why()).isEqualTo("The cheapest for it.");
    assertThat(plan.explanation()).contains("For 1 there is no offer at all.");
  }

  @Test
  void anEmptyPlanIsOne() {
    Plan plan = plan(List.of(), List.of(), market(offer("one", "1.00", 9)));

    assertThat(plan.cost()).isEqualTo(Money.usd("0"));
    assertThat(plan.explanation())
        .containsExactly("0 of 0 workloads are placed, for 0.00 USD in all.");
  }

  @Test
  void moreChoicesAreAskedForWhereTheFirstAreUsedUp() {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      offers.add(offer("o" + i, "%d.00".formatted(1 + i), 1));
    }

    Plan plan =
        plan(
            Collections.nCopies(100, new PlanItem(wants(Map.of()), "a")),
            List.of(),
            market(offers.toArray(Offer[]::new)));

    assertThat(plan.placed()).isEqualTo(100);
    assertThat(plan.gap()).isLessThan(0.001);
  }

  @Test
  void noPlanOfRandomWorkloadsBreaksAConstraintOrCostsLessThanItsBound() {
    for (long seed = 0; seed < 60; seed++) {
      RandomCases random = new RandomCases(seed);
      Market market = random.market();
      Conditions conditions = random.conditions();
      List<PlanItem> items = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        items.add(new PlanItem(random.workload(), i % 3 == 0 ? "capped" : "free"));
      }

      Plan plan =
          Planner.plan(
              items, List.of(new TenantCap("capped", 6)), market, conditions, Scope.VISIBLE);

      assertThat(plan.lowerBound()).as("seed %d", seed).isLessThanOrEqualTo(plan.cost());
      for (Planned planned : plan.workloads()) {
        planned
            .chosen()
            .ifPresent(
                chosen ->
                    assertThat(feasible(planned.item().workload(), market, conditions))
                        .as("seed of %s", planned.item())
                        .contains(chosen.offer().id().value()));
      }
      int held =
          plan.workloads().stream()
              .filter(it -> it.chosen().isPresent() && it.item().tenant().equals("capped"))
              .mapToInt(it -> it.item().workload().nodes())
              .sum();
      assertThat(held).as("seed %d", seed).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void theSameArgumentsGiveTheSamePlan() {
    Market market = market(offer("small", "1.00", 2), offer("large", "3.00", 9));

    assertThat(plan(three("a"), List.of(), market)).isEqualTo(plan(three("a"), List.of(), market));
  }

  @Test
  void aCapBelowZeroIsRefused() {
    assertThatThrownBy(() -> new TenantCap("a", -1)).hasMessageContaining("negative");
    assertThatThrownBy(() -> new PlanItem(wants(Map.of()), " "))
        .hasMessageContaining("Name a tenant");
  }

  private static List<String> feasible(Workload workload, Market market, Conditions conditions) {
    Shortlist all = Matcher.shortlist(workload, market, conditions, Scope.VISIBLE, 1_000);
    return all.cheapest().stream().map(it -> it.offer().id().value()).toList();
  }

  private static Plan plan(List<PlanItem> items, List<TenantCap> caps, Market market) {
    return Planner.plan(items, caps, market, CONDITIONS, Scope.VISIBLE);
  }

  private static Map<String, Integer> chosen(Plan plan) {
    Map<String, Integer> counts = new TreeMap<>();
    plan.workloads()
        .forEach(
            it ->
                it.chosen()
                    .ifPresent(
                        chosen -> counts.merge(chosen.offer().id().value(), 1, Integer::sum)));
    return counts;
  }

  private static List<PlanItem> three(String tenant) {
    return Collections.nCopies(3, new PlanItem(wants(Map.of()), tenant));
  }

  private static Market market(Offer... offers) {
    return Market.empty().with(FEED, List.of(offers));
  }

  /** Eight H100, of which the seller counts so many machines. */
  private static Offer offer(String id, String price, int machines) {
    return RandomCases.eightH100(id, price, Availability.count(machines, NOW, Duration.ofHours(1)));
  }

  private static Workload wants(Map<String, Object> more) {
    Map<String, Object> tree = new TreeMap<>(more);
    tree.put("resources", Map.of("accelerators", "H100:8"));
    return WorkloadReader.read(tree).workload().orElseThrow();
  }
}
