package io.tradewind.matcher;

import static io.tradewind.matcher.Given.chosen;
import static io.tradewind.matcher.Given.conditions;
import static io.tradewind.matcher.Given.countOf;
import static io.tradewind.matcher.Given.ids;
import static io.tradewind.matcher.Given.market;
import static io.tradewind.matcher.Given.match;
import static io.tradewind.matcher.Given.missOf;
import static io.tradewind.matcher.Given.offer;
import static io.tradewind.matcher.Given.wants;
import static io.tradewind.matcher.Given.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.StartTimes;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatcherTest {

  @Test
  void theCheapestFeasibleOfferWins() {
    Placement placement =
        match(wants("H100:8"), market(offer("a", "3.00"), offer("b", "2.00"), offer("c", "4.00")));

    assertThat(placement.outcome()).isEqualTo(Outcome.PLACED);
    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(ids(placement.runnersUp())).containsExactly("a", "c");
  }

  @Test
  void equalPricesAreDecidedById() {
    assertThat(chosen(match(wants("H100:8"), market(offer("b", "2"), offer("a", "2")))))
        .isEqualTo("a");
  }

  @Test
  void anEmptyMarketIsUnplacedAndSaysSo() {
    Placement placement = match(wants("H100:8"), Market.empty());

    assertThat(placement.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(placement.choice()).isEmpty();
    assertThat(placement.explanation()).containsExactly("None of 0 offers satisfies everything.");
  }

  @Test
  void nodesMultiplyThePrice() {
    Workload four = wants("H100:8").withNodes(4);

    Candidate choice = match(four, market(offer("a", "2.50"))).choice().orElseThrow();

    assertThat(choice.pricePerHour().perHour()).isEqualTo(Money.usd("10"));
    assertThat(choice.landed().compute()).isEqualTo(Money.usd("10"));
    // 75 s to start, as the table says of this seller.
    assertThat(choice.landed().total()).isEqualTo(Money.usd("10.208333333"));
  }

  @Test
  void onDemandIsTheDefaultAndSpotIsToldAsAMiss() {
    Placement placement =
        match(wants("H100:8"), market(offer("dear", "4"), offer("spot", "1").spot()));

    assertThat(chosen(placement)).isEqualTo("dear");
    assertThat(missOf(placement, RejectionReason.CAPACITY).orElseThrow().advice())
        .startsWith("Accept spot: ");
  }

  @Test
  void theSameChipInAnotherFormIsTold() {
    Placement placement =
        match(
            wants("H100:8"),
            market(
                offer("h100", "4"),
                offer("sxm", "3").with("H100-SXM", 8),
                offer("l4", "1").with("L4", 8)));

    NearestMiss miss = missOf(placement, RejectionReason.ACCELERATOR).orElseThrow();
    assertThat(chosen(placement)).isEqualTo("h100");
    assertThat(miss.candidate().offer().id().value()).isEqualTo("sxm");
    assertThat(miss.savingPercent().orElseThrow()).isEqualTo(25, within(1e-6));
    assertThat(miss.advice()).startsWith("Take 8 × H100-SXM: 25 % cheaper");
  }

  @Test
  void leavingTheUnionIsToldWithItsSaving() {
    Placement placement =
        match(
            wants("H100:8", Map.of("regions", Map.of("allow", List.of("EU")))),
            market(offer("us", "69"), offer("eu", "100").at("aws", "eu-west-1")));

    NearestMiss miss = missOf(placement, RejectionReason.REGION).orElseThrow();
    assertThat(chosen(placement)).isEqualTo("eu");
    assertThat(miss.advice()).startsWith("Allow US: 31 % cheaper");
  }

  @Test
  void aRegionThatNobodyKnowsSatisfiesNoResidency() {
    Placement placement =
        match(
            wants("H100:8", Map.of("residency", "eu")),
            market(offer("a", "1").at("aws", "moon-1"), offer("b", "9").at("aws", "eu-west-1")));

    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(countOf(placement, RejectionReason.RESIDENCY)).isEqualTo(1);
  }

  @Test
  void somebodysOwnMachineIsUsedOnlyWhenNamed() {
    Market market = market(offer("mine", "0.01").at("local", "here").byName(), offer("b", "2"));

    assertThat(chosen(match(wants("H100:8"), market))).isEqualTo("b");
    assertThat(
            chosen(
                match(
                    wants("H100:8", Map.of("providers", Map.of("allow", List.of("local")))),
                    market)))
        .isEqualTo("mine");
  }

  @Test
  void aSoldOutOfferIsCountedAndNeverPlaced() {
    Placement placement =
        match(wants("H100:8"), market(offer("gone", "1").soldOut(), offer("b", "2")));

    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(countOf(placement, RejectionReason.SOLD_OUT)).isEqualTo(1);
    assertThat(missOf(placement, RejectionReason.SOLD_OUT)).isEmpty();
  }

  @Test
  void anUnknownNumberOfProcessorsSatisfiesNoWishForThem() {
    Workload cpus = workload(Map.of("resources", Map.of("cpus", "4+", "memory", "8+")));

    Placement placement =
        match(cpus, market(offer("unknown", "0.1").machine(0, 16), offer("b", "1").machine(4, 16)));

    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(countOf(placement, RejectionReason.CPUS)).isEqualTo(1);
  }

  @Test
  void aMachineWithAcceleratorsServesAWorkloadThatAsksForNone() {
    Workload cpus = workload(Map.of("resources", Map.of("cpus", "4+")));

    assertThat(
            chosen(
                match(cpus, market(offer("gpu", "1").host(8, 64), offer("b", "2").machine(4, 16)))))
        .isEqualTo("gpu");
  }

  @Test
  void aSliceIsFoundUnderAnyOfItsNames() {
    Market market = market(offer("slice", "9").with("tpu-v5litepod-8", 1));

    assertThat(chosen(match(wants("tpu-v5e-8"), market))).isEqualTo("slice");
    assertThat(chosen(match(wants("TPU-v5e:8"), market))).isEqualTo("slice");
    assertThat(chosen(match(wants("tpu-v5litepod-4"), market))).isEqualTo("none");
  }

  @Test
  void orderedAlternativesAreTakenInOrder() {
    Workload ordered =
        workload(Map.of("resources", Map.of("ordered", List.of("H200:8", "H100:8", "L4:1"))));

    Placement placement =
        match(ordered, market(offer("h100", "9"), offer("l4", "1").with("L4", 1)));

    assertThat(chosen(placement)).isEqualTo("h100");
    assertThat(placement.explanation())
        .contains("The first 1 alternative had no offer, so the next was taken.");
  }

  @Test
  void ofAnyAlternativeTheCheapestIsTaken() {
    Workload any =
        workload(Map.of("resources", Map.of("any_of", List.of("H200:8", "H100:8", "L4:1"))));

    assertThat(chosen(match(any, market(offer("h100", "9"), offer("l4", "1").with("L4", 1)))))
        .isEqualTo("l4");
  }

  @Test
  void theGreenestWithinThePriceBoundWins() {
    Market market =
        market(
            offer("cheap", "100"),
            offer("green", "104").at("aws", "eu-north-1"),
            offer("greener-but-dear", "106").at("aws", "eu-north-1").host(8, 16));

    Placement placement = match(wants("H100:8", Map.of("objective", "greenest")), market);

    assertThat(chosen(placement)).isEqualTo("green");
    assertThat(placement.explanation().get(1))
        .startsWith("The greenest within 5.0 % of the cheapest: cost +4.0 %, carbon −");
  }

  @Test
  void theNearestToTheUsersWinsWithinThePriceBound() {
    Map<String, ?> near =
        Map.of("objective", "nearest", "users", List.of("SE"), "within_price_pct", 10);
    Market market =
        market(
            offer("us", "100"),
            offer("ie", "101").at("aws", "eu-west-1"),
            offer("se", "109").at("aws", "eu-north-1"));

    Placement placement = match(wants("H100:8", near), market);

    assertThat(chosen(placement)).isEqualTo("se");
    assertThat(placement.choice().orElseThrow().roundTrip().orElseThrow().from())
        .isEqualTo("users in SE");
  }

  @Test
  void aTaskIsNearItsData() {
    Workload task =
        workload(
            Map.of(
                "resources", Map.of("accelerators", "H100:8"),
                "data", List.of(Map.of("uri", "s3://b", "size", "1GB", "region", "aws/eu-west-1")),
                "placement", Map.of("objective", "nearest", "cost", "list")));

    Placement placement =
        match(task, market(offer("us", "100"), offer("ie", "101").at("aws", "eu-west-1")));

    assertThat(chosen(placement)).isEqualTo("ie");
  }

  @Test
  void movingDataCostsWhatItsSellerAsks() {
    Workload task =
        workload(
            Map.of(
                "resources", Map.of("accelerators", "H100:8"),
                "data",
                    List.of(Map.of("uri", "s3://b", "size", "100GB", "region", "aws/eu-west-1"))));
    Market market =
        market(
            offer("far", "99").at("gcp", "us-central1"),
            offer("near", "105").at("aws", "eu-west-1"));

    Placement placement = match(task, market);

    assertThat(chosen(placement)).isEqualTo("near");
    assertThat(placement.runnersUp().get(0).landed().egress()).isEqualTo(Money.usd("9"));
  }

  @Test
  void machinesAreHeldWhileDataIsMoved() {
    // 1,850 GB at 3,700 Mbit/s between two continents are 4,000 s; 36 USD an hour are a cent a
    // second.
    Placement placement =
        match(moving("1850GB", Map.of()), market(offer("far", "36").at("aws", "us-east-1")));

    Candidate choice = placement.choice().orElseThrow();
    assertThat(choice.transferTime()).isEqualTo(Duration.ofSeconds(4_000));
    assertThat(choice.landed().transferTime()).isEqualTo(Money.usd("40"));
    assertThat(choice.landed().startUp()).isEqualTo(Money.usd("0.75"));
    assertThat(placement.explanation())
        .anyMatch(it -> it.startsWith("Moving the data takes 67 min, at 3700 Mbit/s"))
        .anyMatch(it -> it.startsWith("A machine there takes 75 s to start"));
  }

  @Test
  void dataThatLiesThereIsReadAtOnce() {
    Candidate choice =
        match(moving("1850GB", Map.of()), market(offer("near", "36").at("aws", "eu-west-1")))
            .choice()
            .orElseThrow();

    assertThat(choice.landed().transferTime()).isEqualTo(Money.usd("0"));
  }

  @Test
  void whereTheDataArrivesTooLateIsOut() {
    Workload task =
        moving("1850GB", Map.of("max_duration", "1h", "deadline", "2026-06-01T13:30:00Z"));
    Market market =
        market(offer("far", "1").at("aws", "us-east-1"), offer("near", "9").at("aws", "eu-west-1"));

    Placement placement = match(task, market);

    assertThat(chosen(placement)).isEqualTo("near");
    assertThat(countOf(placement, RejectionReason.START)).isEqualTo(1);
    assertThat(missOf(placement, RejectionReason.START).orElseThrow().advice())
        .startsWith("Leave 68 min more for starting there and moving the data");
  }

  @Test
  void movingDataAsLongAsTheRunMayTakeLeavesNothingToRun() {
    Market far = market(offer("far", "1").at("aws", "us-east-1"));

    assertThat(chosen(match(moving("1850GB", Map.of("max_duration", "4000s")), far)))
        .isEqualTo("none");
    assertThat(chosen(match(moving("1850GB", Map.of("max_duration", "4001s")), far)))
        .isEqualTo("far");
  }

  @Test
  void aStartThatWasMeasuredTakesThePlaceOfTheTable() {
    StartTimes measured =
        StartTimes.measured(
            List.of(
                new StartTimes.Measured(
                    ProviderId.of("aws"), CapacityType.ON_DEMAND, Duration.ofSeconds(200), 9)));

    Placement placement =
        Matcher.match(
            wants("H100:8"),
            market(offer("a", "36")),
            conditions().withLaunches(measured, PoolMemory.EMPTY),
            Scope.VISIBLE);

    assertThat(placement.choice().orElseThrow().landed().startUp()).isEqualTo(Money.usd("2"));
    assertThat(placement.explanation())
        .anyMatch(
            it ->
                it.startsWith(
                    "A machine there takes 3 min to start (the median of the last 9 launches"));
  }

  @Test
  void theAgentsOfASiteRunAlready() {
    Conditions enrolled = conditions().withSites(Set.of(ProviderId.of("hall")));
    Market market = market(offer("a", "36").at("hall", "one"));

    Placement placement = Matcher.match(wants("H100:8"), market, enrolled, Scope.VISIBLE);

    assertThat(placement.choice().orElseThrow().landed().startUp()).isEqualTo(Money.usd("0.02"));
  }

  @Test
  void launchesOfTheLastDaysAreToldInWords() {
    Offer offer = offer("a", "36").build();
    PoolMemory memory = PoolMemory.EMPTY;
    for (int i = 0; i < 12; i++) {
      Evidence evidence = i == 4 ? Evidence.SOLD_OUT : Evidence.STARTED;
      memory = memory.with(Pool.of(offer), evidence, Given.NOW.minusSeconds(7_200 - 600 * i));
    }

    Placement placement =
        Matcher.match(
            wants("H100:8"),
            Market.empty().with(Given.FEED, List.of(offer)),
            conditions().withLaunches(StartTimes.bundled(), memory),
            Scope.VISIBLE);

    Candidate choice = placement.choice().orElseThrow();
    assertThat(choice.why())
        .endsWith(" Started 9 of the last 10 tries here; expected 75 s to start.");
    assertThat(choice.start().chance()).isBetween(0.9, 0.99);
    assertThat(choice.start().expected()).isGreaterThan(choice.start().typical().typical());
  }

  @Test
  void usersOfACityAreNearTheirEndOfTheCountry() {
    Market market =
        market(
            offer("east", "10").at("aws", "us-east-1"), offer("west", "10").at("aws", "us-west-2"));
    Map<String, ?> seattle = Map.of("users", List.of("Seattle"), "objective", "nearest");
    Map<String, ?> boston = Map.of("users", List.of("Boston"), "objective", "nearest");

    assertThat(chosen(match(wants("H100:8", seattle), market))).isEqualTo("west");
    Placement placement = match(wants("H100:8", boston), market);
    assertThat(chosen(placement)).isEqualTo("east");
    assertThat(placement.choice().orElseThrow().roundTrip().orElseThrow().from())
        .isEqualTo("users in Boston");
  }

  private static Workload moving(String size, Map<String, ?> limits) {
    return workload(
        Map.of(
            "resources", Map.of("accelerators", "H100:8"),
            "data", List.of(Map.of("uri", "s3://b", "size", size, "region", "aws/eu-west-1")),
            "limits", limits));
  }

  @Test
  void listPricesIgnoreWhatElseIsPaid() {
    Workload task =
        workload(
            Map.of(
                "resources", Map.of("accelerators", "H100:8"),
                "data",
                    List.of(Map.of("uri", "s3://b", "size", "100GB", "region", "aws/eu-west-1")),
                "placement", Map.of("cost", "list")));
    Market market =
        market(
            offer("far", "99").at("gcp", "us-central1"),
            offer("near", "105").at("aws", "eu-west-1"));

    assertThat(chosen(match(task, market))).isEqualTo("far");
  }

  @Test
  void nothingIsPlacedBeyondThePriceCapAndTheCapIsTold() {
    Workload capped =
        workload(
            Map.of(
                "resources", Map.of("accelerators", "H100:8"),
                "nodes", 2,
                "limits", Map.of("max_price_hour", "5 USD")));

    Placement placement = match(capped, market(offer("a", "2.51")));

    assertThat(placement.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(missOf(placement, RejectionReason.PRICE_CAP).orElseThrow().advice())
        .startsWith("Raise max_price_hour to 5.02 USD: it could be placed");
  }

  @Test
  void aRunThatWouldEndAfterTheDeadlineIsNotPlaced() {
    Workload late =
        workload(
            Map.of(
                "resources", Map.of("accelerators", "H100:8"),
                "limits", Map.of("max_duration", "2h", "deadline", "2026-06-01T13:59Z")));

    Placement placement = match(late, market(offer("a", "2")));

    assertThat(countOf(placement, RejectionReason.DEADLINE)).isEqualTo(1);
  }

  @Test
  void aGangThatNeedsANetworkGetsOne() {
    Workload gang =
        workload(Map.of("resources", Map.of("accelerators", "H100:8", "interconnect", "required")));

    assertThat(chosen(match(gang, market(offer("a", "2"), offer("b", "3").rdma())))).isEqualTo("b");
  }

  @Test
  void aPriceInAnotherCurrencyIsNotCompared() {
    Placement placement =
        match(wants("H100:8"), market(offer("euro", "1").in("EUR"), offer("b", "2")));

    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(countOf(placement, RejectionReason.CURRENCY)).isEqualTo(1);
  }

  @Test
  void certificationsAreNeededAll() {
    Conditions certified =
        conditions()
            .withCertifications(
                new Certifications(
                    Map.of(), Map.of(Region.of("aws", "eu-west-1"), Set.of("iso27001"))));
    Market market = market(offer("a", "1"), offer("b", "2").at("aws", "eu-west-1"));

    Placement placement =
        Matcher.match(
            wants("H100:8", Map.of("certifications", List.of("ISO27001"))),
            market,
            certified,
            Scope.VISIBLE);

    assertThat(chosen(placement)).isEqualTo("b");
  }

  @Test
  void visibleIsNotLeasable() {
    ProviderId sites = ProviderId.of("sites");
    Market market = market(offer("cloud", "1")).with(sites, List.of(offer("site", "3").build()));
    Conditions conditions = conditions().withLeasableFeeds(Set.of(sites));

    Placement visible = Matcher.match(wants("H100:8"), market, conditions, Scope.VISIBLE);
    Placement leasable = Matcher.match(wants("H100:8"), market, conditions, Scope.LEASABLE);

    assertThat(chosen(visible)).isEqualTo("cloud");
    assertThat(visible.startable().orElseThrow().offer().id().value()).isEqualTo("site");
    assertThat(chosen(leasable)).isEqualTo("site");
    assertThat(missOf(leasable, RejectionReason.NOT_LEASABLE).orElseThrow().advice())
        .startsWith("Connect an account for aws: 67 % cheaper");
  }

  @Test
  void anAccountWithASellerMakesItsOffersLeasableWhoeverTellsOfThem() {
    Market market =
        market(
            offer("cloud", "2"), offer("other", "1").at("gcp", "europe-west4"), offer("dear", "3"));
    Conditions conditions = conditions().withLeasableSellers(Set.of(ProviderId.of("aws")));

    Placement visible = Matcher.match(wants("H100:8"), market, conditions, Scope.VISIBLE);
    Placement leasable = Matcher.match(wants("H100:8"), market, conditions, Scope.LEASABLE);

    assertThat(chosen(visible)).isEqualTo("other");
    assertThat(visible.choice().orElseThrow().leasable()).isFalse();
    assertThat(visible.startable().orElseThrow().offer().id().value()).isEqualTo("cloud");
    assertThat(chosen(leasable)).isEqualTo("cloud");
    assertThat(missOf(leasable, RejectionReason.NO_ACCOUNT).orElseThrow().advice())
        .startsWith("Connect an account for gcp: 50 % cheaper");
    assertThat(leasable.rejections())
        .extracting(Rejection::reason, Rejection::count)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(RejectionReason.NO_ACCOUNT, 1));
  }

  @Test
  void theBalancedChoiceIsTheKneeOfTheFront() {
    Market market =
        market(
            offer("cheap", "100"),
            offer("knee", "110").at("aws", "eu-north-1"),
            offer("dear", "300").at("aws", "eu-north-1").host(8, 16));

    assertThat(chosen(match(wants("H100:8", Map.of("objective", "balanced")), market)))
        .isEqualTo("knee");
  }

  @Test
  void theAnswerNamesTheVersionsItRestsOn() {
    Placement placement = match(wants("H100:8"), market(offer("a", "1")));

    assertThat(placement.marketVersion()).isEqualTo(1);
    assertThat(placement.conditionsVersion()).isEqualTo(7);
    assertThat(placement.decidedAt()).isEqualTo(Given.NOW);
  }

  @Test
  void carbonSaysItsBasisAndSource() {
    Placement placement = match(wants("H100:8"), market(offer("a", "1").at("aws", "eu-west-1")));

    assertThat(placement.explanation())
        .anyMatch(sentence -> sentence.contains("average, location-based, life cycle; estimated"))
        .anyMatch(
            sentence -> sentence.contains("300.0 g/kWh") && sentence.contains("a test's own"));
  }

  @Test
  void whereAMachineBreaksTheCarbonCapEverywhereTheCleanPlaceThatIsNotAllowedIsStillTold() {
    Market market =
        Given.market(
            Given.offer("cheap", "1.00").at("aws", "eu-west-1").host(96, 512),
            Given.offer("dear", "5.00").at("aws", "eu-west-1"),
            Given.offer("clean", "6.00").at("aws", "eu-north-1"));
    Workload workload =
        Given.workload(
            Map.of(
                "resources", Map.of("accelerators", "H100:8"),
                "placement", Map.of("regions", Map.of("allow", List.of("aws/eu-west-1"))),
                "limits", Map.of("max_carbon", "1kg")));

    Placement placement = Given.match(workload, market);

    assertThat(Given.countOf(placement, RejectionReason.CARBON_CAP)).isEqualTo(2);
    assertThat(Given.missOf(placement, RejectionReason.REGION))
        .map(miss -> miss.candidate().offer().id().value())
        .contains("clean");
  }

  @Test
  void theLargestThatTheGrammarAllowsIsReckonedWithoutOverflow() {
    Map<String, ?> data = Map.of("uri", "s3://b", "size", "9000TB", "region", "aws/eu-west-1");
    Workload largest =
        workload(
            Map.of(
                "resources", Map.of("accelerators", "H100:8", "disk", "10000TB", "capacity", "any"),
                "nodes", Workload.MOST_NODES,
                "data", Collections.nCopies(10, data),
                "limits", Map.of("max_duration", "3650d")));
    Market market =
        market(offer("a", "499999").spot(), offer("b", "499998").at("gcp", "us-central1"));

    Placement placement = match(largest, market);

    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(placement.choice().orElseThrow().landed().total())
        .isGreaterThan(Money.usd("499998").times(87_600L * Workload.MOST_NODES));
  }
}
