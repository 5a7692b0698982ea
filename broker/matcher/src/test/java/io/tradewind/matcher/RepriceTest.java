package io.tradewind.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Prices that move in place answer like a market that was laid out anew. */
class RepriceTest {
  private static final Instant LATER = Given.NOW.plusSeconds(60);

  @Property(tries = 400)
  void aMovedPriceAnswersLikeAMarketLaidOutAnew(@ForAll long seed) {
    RandomCases random = new RandomCases(seed);
    List<Offer> offers = random.offers("a", 150);
    Conditions conditions = random.conditions();
    Workload workload = random.workload();
    List<PriceMove> moves = moves(new Random(seed), offers);

    Market moved = empty(seed).with(Given.FEED, offers).reprice(Given.FEED, moves);

    Market anew = empty(seed).with(Given.FEED, List.of()).with(Given.FEED, after(offers, moves));
    assertThat(Matcher.match(workload, moved, conditions, Scope.VISIBLE).toString())
        .isEqualTo(Matcher.match(workload, anew, conditions, Scope.VISIBLE).toString());
  }

  @Property(tries = 100)
  void everyOfferIsFoundAtItsNewPrice(@ForAll long seed) {
    List<Offer> offers = new RandomCases(seed).offers("a", 100);
    List<PriceMove> moves = moves(new Random(seed), offers);

    Market moved = Market.empty().with(Given.FEED, offers).reprice(Given.FEED, moves);

    List<Offer> expected = after(offers, moves);
    expected.forEach(offer -> assertThat(moved.find(offer.id())).contains(offer));
    assertThat(moved.offers(Given.FEED)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Property(tries = 200)
  void offersToldAnewAnswerLikeAMarketLaidOutAnew(@ForAll long seed) {
    RandomCases random = new RandomCases(seed);
    List<Offer> offers = random.offers("a", 150);
    Conditions conditions = random.conditions();
    Workload workload = random.workload();
    List<Offer> told = new ArrayList<>(after(offers, moves(new Random(seed), offers)));
    if (seed % 3 == 0) {
      told.set(7, random.offer("a-7"));
    }
    if (seed % 5 == 0) {
      told.add(random.offer("a-new"));
    }

    Market updated = empty(seed).with(Given.FEED, offers).update(Given.FEED, told);

    Market anew = empty(seed).with(Given.FEED, List.of()).with(Given.FEED, told);
    assertThat(updated.offers(Given.FEED)).containsExactlyInAnyOrderElementsOf(told);
    assertThat(Matcher.match(workload, updated, conditions, Scope.VISIBLE).toString())
        .isEqualTo(Matcher.match(workload, anew, conditions, Scope.VISIBLE).toString());
  }

  @Example
  void whatAFeedTellsFirstIsItsMarket() {
    Offer offer = Given.offer("a", "1").build();

    assertThat(Market.empty().update(Given.FEED, List.of(offer)).find(offer.id())).contains(offer);
  }

  @Example
  void aReaderKeepsTheSnapshotThatItHas() {
    Market before = Given.market(Given.offer("a", "1"));

    Market after = before.reprice(Given.FEED, List.of(move("a", "2")));

    assertThat(before.find(new OfferId("a")).orElseThrow().price()).isEqualTo(usd("1"));
    assertThat(after.find(new OfferId("a")).orElseThrow().price()).isEqualTo(usd("2"));
    assertThat(after.version()).isEqualTo(before.version() + 1);
  }

  @Example
  void anOfferThatTheFeedDoesNotListIsLeftOut() {
    Market market = Given.market(Given.offer("a", "1"));

    assertThat(market.reprice(Given.FEED, List.of(move("b", "2"))).size()).isOne();
  }

  /** With rates or without. */
  private static Market empty(long seed) {
    return seed % 2 == 0 ? Market.empty() : Market.empty().ratedBy(Given.RATES);
  }

  private static PriceMove move(String id, String price) {
    return new PriceMove(new OfferId(id), usd(price), LATER);
  }

  private static HourlyRate usd(String amount) {
    return HourlyRate.of(amount, "USD");
  }

  /** Some offers more than once, some in another currency. */
  private static List<PriceMove> moves(Random random, List<Offer> offers) {
    List<PriceMove> moves = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Offer offer = offers.get(random.nextInt(offers.size()));
      String currency = random.nextInt(400) == 0 ? "EUR" : offer.price().perHour().currencyCode();
      Money price =
          random.nextBoolean()
              ? Money.of(String.valueOf(1 + random.nextInt(6)), currency)
              : Money.of("0." + (1 + random.nextInt(999_999_998)), currency);
      moves.add(new PriceMove(offer.id(), new HourlyRate(price), LATER));
    }
    return moves;
  }

  private static List<Offer> after(List<Offer> offers, List<PriceMove> moves) {
    Map<OfferId, Offer> byId = new HashMap<>();
    offers.forEach(offer -> byId.put(offer.id(), offer));
    moves.forEach(
        move ->
            byId.computeIfPresent(
                move.offer(), (id, offer) -> offer.repriced(move.price(), move.observedAt())));
    return offers.stream().map(offer -> byId.get(offer.id())).toList();
  }
}
