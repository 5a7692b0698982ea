package io.tradewind.matcher.federated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.PowerHeadroom;
import io.tradewind.matcher.RandomCases;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.federated.FederatedWish.Within;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.Watts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FederationTest {
  private static final Conditions CONDITIONS =
      Conditions.bundled(7, Instant.parse("2026-06-01T12:00:00Z"));
  private static final Watts ONE_MACHINE =
      Matcher.match(
              party(List.of(), Map.of()),
              Market.empty()
                  .with(ProviderId.of("catalog"), List.of(at("one", "1", "aws/us-east-1"))),
              CONDITIONS,
              Scope.VISIBLE)
          .choice()
          .flatMap(Candidate::drawOfOne)
          .orElseThrow();
  private static final Market MARKET =
      Market.empty()
          .with(
              ProviderId.of("catalog"),
              List.of(
                  at("ie", "10", "aws/eu-west-1"),
                  at("ie-dear", "12", "aws/eu-west-1"),
                  at("de", "11", "aws/eu-central-1"),
                  at("de-other", "9", "azure/germanywestcentral"),
                  at("us", "1", "aws/us-east-1")));

  @Test
  void everyPartyRunsWhereItsDataIsAndTheAggregatorBetweenThem() {
    FederatedPlan plan = place(data("aws/eu-west-1", "aws/eu-central-1"), 10, Within.REGION);

    assertThat(plan.outcome()).isEqualTo(Outcome.PLACED);
    assertThat(chosen(plan)).containsExactly("de", "ie");
    assertThat(plan.parties())
        .allSatisfy(
            party ->
                assertThat(party.placement().choice().orElseThrow().landed().egress())
                    .isEqualTo(Money.usd("0")));
    assertThat(plan.explanation().get(2)).contains("10 rounds of 1 GB from and to 2 places");
  }

  @Test
  void withinACountryACheaperNeighbourTakesTheDataIfMovingItIsWorthIt() {
    FederatedPlan little =
        place(
            List.of(Map.of("uri", "s3://x", "size", "1GB", "region", "aws/eu-central-1")),
            1,
            Within.COUNTRY);

    assertThat(chosen(little)).containsExactly("de-other");
    assertThat(chosen(place(data("aws/eu-central-1"), 1, Within.COUNTRY))).containsExactly("de");
  }

  @Test
  void manyRoundsKeepTheAggregatorNearFewLetItGoWhereMachinesAreCheap() {
    // One machine less than 9 USD is far away: 2 GB at 2 cents are little, 2,000 GB are 40 USD and
    // hours.
    assertThat(aggregator(place(data("aws/eu-west-1"), 1, Within.REGION))).isEqualTo("us");
    assertThat(aggregator(place(data("aws/eu-west-1"), 1_000, Within.REGION))).isEqualTo("ie");
  }

  @Test
  void theCostIsThatOfAllParts() {
    FederatedPlan plan = place(data("aws/eu-west-1", "aws/eu-central-1"), 10, Within.REGION);

    Money parts =
        plan.parties().stream()
            .map(it -> it.placement().choice().orElseThrow().landed().total())
            .reduce(Money.usd("0"), Money::plus);
    Money between = plan.aggregator().orElseThrow().choice().orElseThrow().landed().total();
    assertThat(plan.cost()).isEqualTo(parts.plus(between));
  }

  @Test
  void onePlaceWithoutAnOfferLeavesAllUnplacedAndIsNamed() {
    FederatedPlan plan = place(data("aws/eu-west-1", "gcp/asia-east1"), 10, Within.REGION);

    assertThat(plan.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(plan.aggregator()).isEmpty();
    assertThat(plan.explanation())
        .contains("Nothing within the region of the data in gcp/asia-east1 satisfies everything.");
  }

  @Test
  void whatTheUserDeniesIsNoPlaceForAPartyEither() {
    Workload party =
        party(data("aws/us-east-1"), Map.of("regions", Map.of("allow", List.of("EU"))));

    FederatedPlan plan =
        Federation.place(
            new FederatedWish(party, aggregator(), 1, DataSize.gigabytes(1), Within.REGION),
            MARKET,
            CONDITIONS,
            Scope.VISIBLE);

    assertThat(plan.outcome()).isEqualTo(Outcome.UNPLACED);
  }

  @Test
  void partsAtOneSiteShareItsPower() {
    Conditions enoughForOne =
        CONDITIONS.withPower(
            new PowerHeadroom(Map.of(ProviderId.of("azure"), ONE_MACHINE.times(1.5))));

    FederatedPlan plan = Federation.place(twoInGermany(), MARKET, enoughForOne, Scope.VISIBLE);

    assertThat(chosen(plan)).containsExactly("de-other", "de");
    assertThat(plan.parties().get(1).placement().explanation().get(0))
        .isEqualTo("Placed beside the other parts. The best of which the site has power left.");
  }

  @Test
  void whereNoSiteHasPowerLeftAPartIsLeftOut() {
    Conditions little =
        CONDITIONS.withPower(
            new PowerHeadroom(
                Map.of(ProviderId.of("azure"), new Watts(1), ProviderId.of("aws"), new Watts(1))));

    FederatedPlan plan = Federation.place(twoInGermany(), MARKET, little, Scope.VISIBLE);

    assertThat(plan.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(plan.parties().get(0).placement().explanation())
        .containsExactly("No site that would do has power left for it.");
  }

  /** Little data in two places of one country: the cheapest of the country does for each. */
  private static FederatedWish twoInGermany() {
    List<Map<String, Object>> data =
        List.of(
            Map.of("uri", "s3://x", "size", "1GB", "region", "aws/eu-central-1"),
            Map.of("uri", "s3://y", "size", "1GB", "region", "gcp/europe-west3"));
    return new FederatedWish(
        party(data, Map.of()), aggregator(), 1, DataSize.gigabytes(1), Within.COUNTRY);
  }

  @Test
  void dataWithoutAPlaceCannotBeFederated() {
    Workload nowhere = party(List.of(Map.of("uri", "s3://x", "size", "1GB")), Map.of());

    assertThatThrownBy(
            () -> new FederatedWish(nowhere, aggregator(), 1, DataSize.NONE, Within.REGION))
        .hasMessageContaining("s3://x has no region");
    assertThatThrownBy(
            () ->
                new FederatedWish(
                    party(data("aws/eu-west-1"), Map.of()),
                    aggregator(),
                    0,
                    DataSize.NONE,
                    Within.REGION))
        .hasMessageContaining("0 rounds");
  }

  private static FederatedPlan place(List<Map<String, Object>> data, int rounds, Within within) {
    return Federation.place(
        new FederatedWish(
            party(data, Map.of()), aggregator(), rounds, DataSize.gigabytes(1), within),
        MARKET,
        CONDITIONS,
        Scope.VISIBLE);
  }

  private static List<String> chosen(FederatedPlan plan) {
    return plan.parties().stream()
        .map(it -> it.placement().choice().orElseThrow().offer().id().value())
        .toList();
  }

  private static String aggregator(FederatedPlan plan) {
    return plan.aggregator().orElseThrow().choice().orElseThrow().offer().id().value();
  }

  private static Workload aggregator() {
    return WorkloadReader.read(Map.of("resources", Map.of("cpus", "4+"))).workload().orElseThrow();
  }

  private static Workload party(List<Map<String, Object>> data, Map<String, Object> placement) {
    Map<String, Object> tree = new HashMap<>();
    tree.put("resources", Map.of("accelerators", "H100:8"));
    tree.put("data", data);
    tree.put("placement", placement);
    return WorkloadReader.read(tree).workload().orElseThrow();
  }

  private static List<Map<String, Object>> data(String... regions) {
    return List.of(regions).stream()
        .map(at -> Map.<String, Object>of("uri", "s3://" + at, "size", "500GB", "region", at))
        .toList();
  }

  private static Offer at(String id, String price, String region) {
    return RandomCases.eightH100(id, price, region);
  }
}
