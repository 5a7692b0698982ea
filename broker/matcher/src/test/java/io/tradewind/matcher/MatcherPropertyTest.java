package io.tradewind.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What must hold whatever the market and the question are. */
class MatcherPropertyTest {
  private static final int OFFERS = 80;

  /** One random question. */
  private record Asked(
      List<Offer> offers, Workload workload, Conditions conditions, RandomCases more) {
    static Asked of(long seed) {
      RandomCases random = new RandomCases(seed);
      List<Offer> offers = random.offers("a", OFFERS);
      Conditions conditions = random.conditions();
      return new Asked(offers, random.workload(), conditions, random);
    }

    static Asked cheapest(long seed) {
      Asked any = of(seed);
      Workload cheapest =
          any.workload()
              .withPlacement(any.workload().placement().withObjective(Objective.CHEAPEST, 5))
              .withAlternatives(any.workload().alternatives(), false);
      return new Asked(any.offers(), cheapest, any.conditions(), any.more());
    }

    Placement of(List<Offer> market) {
      return Matcher.match(
          workload, Market.empty().with(Given.FEED, market), conditions, Scope.VISIBLE);
    }
  }

  @Property(tries = 300)
  void addingAnOfferNeverMakesTheAnswerDearer(@ForAll long seed) {
    Asked asked = Asked.cheapest(seed);
    Placement before = asked.of(asked.offers());
    List<Offer> more = new ArrayList<>(asked.offers());
    more.add(asked.more().offer("another"));

    Placement after = asked.of(more);

    before
        .choice()
        .ifPresent(
            choice ->
                assertThat(after.choice().orElseThrow().ranked())
                    .isLessThanOrEqualTo(choice.ranked()));
  }

  @Property(tries = 300)
  void aCheaperTwinNeverRanksLower(@ForAll long seed) {
    Asked asked = Asked.cheapest(seed);
    Placement before = asked.of(asked.offers());
    before
        .choice()
        .ifPresent(
            choice -> {
              List<Offer> more = new ArrayList<>(asked.offers());
              more.add(cheaperTwin(choice.offer()));

              assertThat(Given.chosen(asked.of(more))).isEqualTo("twin");
            });
  }

  @Property(tries = 300)
  void theOrderOfOffersDoesNotMatter(@ForAll long seed) {
    Asked asked = Asked.of(seed);
    List<Offer> shuffled = new ArrayList<>(asked.offers());
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(asked.of(shuffled)).isEqualTo(asked.of(asked.offers()));
  }

  @Property(tries = 300)
  void theSameInputsGiveTheSameBytes(@ForAll long seed) {
    Asked once = Asked.of(seed);
    Asked again = Asked.of(seed);

    Placement first = once.of(once.offers());
    Placement second = again.of(again.offers());

    assertThat(second.toString()).isEqualTo(first.toString());
  }

  @Property(tries = 300)
  void whoAsksForTheChoiceAloneIsToldTheSameChoice(@ForAll long seed) {
    Asked asked = Asked.of(seed);
    Market market = Market.empty().with(Given.FEED, asked.offers());

    Placement alone = Matcher.choose(asked.workload(), market, asked.conditions(), Scope.VISIBLE);
    Placement whole = Matcher.match(asked.workload(), market, asked.conditions(), Scope.VISIBLE);

    assertThat(alone.choice()).isEqualTo(whole.choice());
    assertThat(alone.startable()).isEqualTo(whole.startable());
    assertThat(alone.rejections()).isEqualTo(whole.rejections());
    assertThat(alone.explanation()).isEqualTo(whole.explanation());
    assertThat(alone.feasible()).isEqualTo(whole.feasible());
    assertThat(alone.startAfter()).isEqualTo(whole.startAfter());
    assertThat(List.of(alone.runnersUp(), alone.front(), alone.nearestMisses()))
        .allMatch(List::isEmpty);
  }

  @Property(tries = 300)
  void theChoiceIsNeverBeatenByItsRunnersUp(@ForAll long seed) {
    Asked asked = Asked.cheapest(seed);
    Placement placement = asked.of(asked.offers());
    List<Money> costs = new ArrayList<>();
    placement.choice().ifPresent(choice -> costs.add(choice.ranked()));
    placement.runnersUp().forEach(runnerUp -> costs.add(runnerUp.ranked()));

    assertThat(costs).isSorted();
  }

  @Property(tries = 300)
  void whatIsRankedIsWhatIsShown(@ForAll long seed) {
    Asked asked = Asked.of(seed);
    Placement placement = asked.of(asked.offers());
    List<Candidate> shown = new ArrayList<>(placement.front());
    shown.addAll(placement.runnersUp());

    for (Candidate candidate : shown) {
      Money expected =
          switch (placement.cost()) {
            case LIST -> candidate.pricePerHour().perHour();
            case LANDED -> candidate.landed().total();
          };
      assertThat(candidate.ranked()).isEqualTo(expected);
    }
  }

  private static Offer cheaperTwin(Offer offer) {
    HourlyRate cheaper = new HourlyRate(offer.price().perHour().minus(Money.usd("0.000000001")));
    HourlyRate price = cheaper.perHour().isPositive() ? cheaper : offer.price();
    return new Offer(
        new OfferId("twin"),
        offer.region(),
        offer.zone(),
        offer.instanceType(),
        offer.capacityType(),
        price,
        offer.availability(),
        offer.observedAt(),
        offer.source(),
        offer.listing());
  }
}
