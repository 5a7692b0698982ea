package io.tradewind.matcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.PowerHeadroom;
import io.tradewind.matcher.RandomCases;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.pricing.Watts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A site's offers share its power. */
class SitePowerTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final ProviderId FEED = ProviderId.of("catalog");
  private static final ProviderId SITE = ProviderId.of("aws");
  private static final Watts ONE_MACHINE = drawOfOne();
  private static final Offer CHEAP = offer("cheap", "1.00", "aws/us-east-1");
  private static final Offer BESIDE = offer("beside", "2.00", "aws/eu-west-1");
  private static final Offer ELSEWHERE = offer("elsewhere", "9.00", "azure/germanywestcentral");

  @Test
  void theOffersOfASiteTakeNoMorePowerTogetherThanItHas() {
    Plan plan = plan(5, 2.5, CHEAP, BESIDE, ELSEWHERE);

    assertThat(at(plan, "cheap") + at(plan, "beside")).isEqualTo(2);
    assertThat(at(plan, "elsewhere")).isEqualTo(3);
    assertThat(plan.cost()).isGreaterThanOrEqualTo(plan.lowerBound());
  }

  @Test
  void whereThePowerIsUsedUpTheRestIsLeftOut() {
    Plan plan = plan(5, 2.5, CHEAP, BESIDE);

    assertThat(plan.placed()).isEqualTo(2);
    assertThat(plan.workloads())
        .filteredOn(Planned::isLeftOut)
        .hasSize(3)
        .allMatch(it -> it.why().contains("its site's power"));
  }

  @Test
  void anotherKilowattHasAPrice() {
    Plan plan = plan(5, 2, CHEAP, ELSEWHERE);

    assertThat(plan.shadowPrices())
        .anyMatch(
            it ->
                it.kind() == ShadowPrice.Kind.SITE
                    && it.name().equals("aws")
                    && it.unit().equals("kilowatt"));
    assertThat(plan.explanation()).anyMatch(it -> it.startsWith("One kilowatt more at aws"));
  }

  @Test
  void aSiteWithoutALimitTakesAll() {
    assertThat(at(plan(5, 1e9, CHEAP, BESIDE), "cheap")).isEqualTo(5);
  }

  @Test
  void noPlanOfRandomWorkloadsDrawsMoreThanASiteHas() {
    for (long seed = 0; seed < 60; seed++) {
      RandomCases random = new RandomCases(seed);
      Market market = random.market();
      Map<ProviderId, Watts> limits = new HashMap<>();
      market.forEach(offer -> limits.put(offer.provider(), new Watts(8_000)));
      Conditions conditions = random.conditions().withPower(new PowerHeadroom(limits));
      List<PlanItem> items = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        items.add(new PlanItem(random.workload(), "a"));
      }

      Plan plan = Planner.plan(items, List.of(), market, conditions, Scope.VISIBLE);

      assertThat(plan.lowerBound()).as("seed %d", seed).isLessThanOrEqualTo(plan.cost());
      assertThat(drawn(plan).values())
          .as("seed %d", seed)
          .allMatch(drawn -> drawn.filter(watts -> watts <= 8_000).isPresent());
    }
  }

  /** By seller; empty where somebody draws what nobody knows. */
  private static Map<ProviderId, Optional<Double>> drawn(Plan plan) {
    Map<ProviderId, Optional<Double>> sums = new HashMap<>();
    plan.workloads().stream()
        .flatMap(it -> it.chosen().stream())
        .forEach(
            it ->
                sums.merge(
                    it.offer().provider(),
                    it.drawOfOne().map(one -> one.value() * it.nodes()),
                    (a, b) -> a.flatMap(one -> b.map(other -> one + other))));
    return sums;
  }

  private static long at(Plan plan, String offer) {
    return plan.workloads().stream()
        .flatMap(it -> it.chosen().stream())
        .filter(it -> it.offer().id().value().equals(offer))
        .count();
  }

  private static Plan plan(int workloads, double machines, Offer... offers) {
    PowerHeadroom power = new PowerHeadroom(Map.of(SITE, ONE_MACHINE.times(machines)));
    return Planner.plan(
        items(workloads),
        List.of(),
        Market.empty().with(FEED, List.of(offers)),
        Conditions.bundled(7, NOW).withPower(power),
        Scope.VISIBLE);
  }

  private static List<PlanItem> items(int count) {
    Map<String, Object> tree = Map.of("resources", Map.of("accelerators", "H100:8"));
    return Collections.nCopies(
        count, new PlanItem(WorkloadReader.read(tree).workload().orElseThrow(), "a"));
  }

  private static Watts drawOfOne() {
    Market market = Market.empty().with(FEED, List.of(offer("one", "1.00", "aws/us-east-1")));
    Candidate only =
        Planner.plan(items(1), List.of(), market, Conditions.bundled(7, NOW), Scope.VISIBLE)
            .workloads()
            .get(0)
            .chosen()
            .orElseThrow();
    return only.drawOfOne().orElseThrow();
  }

  private static Offer offer(String id, String price, String region) {
    return RandomCases.eightH100(id, price, region);
  }
}
