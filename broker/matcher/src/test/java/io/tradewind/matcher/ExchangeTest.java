package io.tradewind.matcher;

import static io.tradewind.matcher.Given.RATES;
import static io.tradewind.matcher.Given.offer;
import static io.tradewind.matcher.Given.wants;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Prices of several currencies in one order, and nothing converted that is paid. */
class ExchangeTest {
  private static final String[] CURRENCIES = {"USD", "EUR", "GBP", "JPY"};

  @Property(tries = 500)
  void convertingNeverBreaksTheOrderWithinACurrency(@ForAll long seed) {
    Random random = new Random(seed);
    PriceScale scale = rated().scale();
    String currency = CURRENCIES[random.nextInt(CURRENCIES.length)];
    Money low = Money.of(BigDecimal.valueOf(1 + random.nextLong(1L << 40), 9), in(currency));
    Money more = Money.of(BigDecimal.valueOf(random.nextLong(1L << 20), 9), in(currency));

    Money lower = scale.of(low).orElseThrow();
    Money higher = scale.of(low.plus(more)).orElseThrow();

    assertThat(lower).isLessThanOrEqualTo(higher);
    assertThat(scale.nanosOf(at(low))).isLessThanOrEqualTo(scale.nanosOf(at(low.plus(more))));
  }

  @Property(tries = 200)
  void offersOfACurrencyAreTakenInItsOwnOrder(@ForAll long seed) {
    Random random = new Random(seed);
    List<Offer> offers = new ArrayList<>();
    for (int number = 0; number < 11; number++) {
      String cents = String.valueOf(100 + random.nextInt(100_000));
      offers.add(
          offer("o" + (10 + number), new BigDecimal(cents).movePointLeft(2).toPlainString())
              .in(CURRENCIES[random.nextInt(CURRENCIES.length)])
              .build());
    }
    Placement answer = match(wants("H100:8"), rated().with(Given.FEED, offers));

    List<Candidate> order = new ArrayList<>(answer.choice().stream().toList());
    order.addAll(answer.runnersUp());
    assertThat(order).hasSize(11);
    assertThat(order).isSortedAccordingTo(Comparator.comparing(Candidate::ranked));
    for (String currency : CURRENCIES) {
      List<Money> own =
          order.stream()
              .map(it -> it.offer().price().perHour())
              .filter(it -> it.currencyCode().equals(currency))
              .toList();
      assertThat(own).isSorted();
    }
  }

  @Example
  void theCheaperOfferWinsWhateverItsCurrency() {
    Market market = with(offer("dollars", "3.40"), offer("euros", "3.00").in("EUR"));

    assertThat(chosen(match(wants("H100:8"), market))).isEqualTo(new OfferId("dollars"));

    Market dearer = with(offer("dollars", "3.46"), offer("euros", "3.00").in("EUR"));
    assertThat(chosen(match(wants("H100:8"), dearer))).isEqualTo(new OfferId("euros"));
  }

  @Example
  void aCandidateKeepsItsPriceAndSaysByWhichRateItWasCompared() {
    Candidate choice =
        match(wants("H100:8", Map.of("cost", "list")), with(offer("euros", "3.00").in("EUR")))
            .choice()
            .orElseThrow();

    assertThat(choice.pricePerHour()).isEqualTo(HourlyRate.of("3.00", "EUR"));
    assertThat(choice.comparedPricePerHour()).isEqualTo(HourlyRate.of("3.453", "USD"));
    assertThat(choice.ranked()).isEqualTo(Money.usd("3.453"));
    Conversion conversion = choice.conversion().orElseThrow();
    assertThat(conversion.oneUnit()).isEqualTo(Money.usd("1.151"));
    assertThat(conversion.date()).isEqualTo(LocalDate.of(2026, 5, 29));
    assertThat(conversion.source()).isEqualTo("European Central Bank");
  }

  @Example
  void theExplanationTellsTheRateItsDayAndItsSource() {
    Placement answer = match(wants("H100:8"), with(offer("euros", "3.00").in("EUR")));

    assertThat(answer.explanation())
        .contains(
            "3.00 EUR an hour counts as 3.453 USD, at 1 EUR = 1.151 USD"
                + " (European Central Bank, 2026-05-29).");
  }

  @Example
  void aPriceInDollarsNeedsNoRate() {
    Placement answer = match(wants("H100:8"), with(offer("dollars", "3")));

    assertThat(answer.choice().orElseThrow().conversion()).isEmpty();
    assertThat(answer.explanation()).noneMatch(line -> line.contains("counts as"));
  }

  @Example
  void withoutARateAnOfferIsRejectedWithItsReason() {
    Placement answer = match(wants("H100:8"), with(offer("kronor", "3").in("SEK")));

    assertThat(answer.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(answer.rejections()).containsExactly(Rejection.of(RejectionReason.CURRENCY, 1));
  }

  @Example
  void aLimitInDollarsIsDecidedByTheConvertedPrice() {
    Market market = with(offer("euros", "30").in("EUR"));

    assertThat(match(capped("max_price_hour", "34.53 USD"), market).outcome())
        .isEqualTo(Outcome.PLACED);
    Placement over = match(capped("max_price_hour", "34.52 USD"), market);
    assertThat(over.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(over.nearestMisses().get(0).advice())
        .startsWith("Raise max_price_hour to 34.53 USD");
  }

  @Example
  void aLimitInEurosHoldsForDollars() {
    Market market = with(offer("dollars", "34.53"));

    Placement within = match(capped("max_price_hour", "30 EUR"), market);

    assertThat(within.outcome()).isEqualTo(Outcome.PLACED);
    assertThat(within.explanation())
        .contains(
            "max_price_hour of 30.00 EUR counts as 34.53 USD (European Central Bank, 2026-05-29).");
    assertThat(match(capped("max_price_hour", "29.99 EUR"), market).outcome())
        .isEqualTo(Outcome.UNPLACED);
  }

  @Example
  void nothingCanBeShownToKeepALimitWithoutARate() {
    Placement answer = match(capped("max_cost", "900 SEK"), with(offer("dollars", "3")));

    assertThat(answer.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(answer.explanation())
        .contains(
            "No exchange rate is known for SEK, so that no offer can be shown to keep max_cost.");
  }

  @Example
  void newRatesAreANewMarketAndTheOldOneAnswersAsBefore() {
    Market before = with(offer("dollars", "3.40"), offer("euros", "3.00").in("EUR"));
    ExchangeRates weaker =
        new ExchangeRates(
            LocalDate.of(2026, 6, 1), "European Central Bank", Map.of("USD", BigDecimal.ONE));

    Market after = before.ratedBy(weaker);

    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(chosen(match(wants("H100:8"), after))).isEqualTo(new OfferId("euros"));
    assertThat(chosen(match(wants("H100:8"), before))).isEqualTo(new OfferId("dollars"));
  }

  @Example
  void amountsOfSeveralCurrenciesAreHeldToOneLimit() {
    PriceScale scale = rated().scale();
    List<Money> spent = List.of(Money.usd("10"), Money.parse("10 EUR"));

    assertThat(scale.exceed(spent, Money.usd("21.51"))).isFalse();
    assertThat(scale.exceed(spent, Money.usd("21.50"))).isTrue();
    assertThat(scale.exceed(spent, Money.parse("20 EUR"))).isFalse();
  }

  @Example
  void amountsOfTheLimitsOwnCurrencyNeedNoRate() {
    List<Money> spent = List.of(Money.parse("10 SEK"), Money.parse("5 SEK"));

    assertThat(PriceScale.DOLLARS_ALONE.exceed(spent, Money.parse("15 SEK"))).isFalse();
    assertThat(PriceScale.DOLLARS_ALONE.exceed(spent, Money.parse("14 SEK"))).isTrue();
    assertThat(PriceScale.DOLLARS_ALONE.exceed(spent, Money.usd("1000"))).isTrue();
  }

  private static Market rated() {
    return Market.empty().ratedBy(RATES);
  }

  private static Market with(Given.OfferBuilder... offers) {
    return rated()
        .with(Given.FEED, List.of(offers).stream().map(Given.OfferBuilder::build).toList());
  }

  private static Placement match(Workload workload, Market market) {
    return Matcher.match(workload, market, Given.conditions(), Scope.VISIBLE);
  }

  private static OfferId chosen(Placement answer) {
    return answer.choice().orElseThrow().offer().id();
  }

  private static Workload capped(String limit, String amount) {
    return Given.workload(
        Map.of("resources", Map.of("accelerators", "H100:8"), "limits", Map.of(limit, amount)));
  }

  private static Offer at(Money price) {
    return offer("a", price.amount().toPlainString()).in(price.currencyCode()).build();
  }

  private static java.util.Currency in(String code) {
    return java.util.Currency.getInstance(code);
  }
}
