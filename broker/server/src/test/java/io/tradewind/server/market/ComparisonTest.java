package io.tradewind.server.market;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
import io.tradewind.server.testing.OfferBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final ProviderId ONE = new ProviderId("one");
  private static final ProviderId TWO = new ProviderId("two");

  @Test
  void theSellersOwnInterfaceIsBelievedBeforeItsPublishedListAndThatBeforeAThirdParty() {
    Comparison compared =
        compare(
            stock("third", Standing.REPORTED, offer("c").price("7")),
            stock("list", Standing.PUBLISHED, offer("b").price("8")),
            stock("seller", Standing.SELLER, offer("a").live().price("9")));

    assertThat(compared.superseded(new ProviderId("seller"))).isEmpty();
    assertThat(compared.superseded(new ProviderId("list"))).containsExactly(id("b"));
    assertThat(compared.superseded(new ProviderId("third"))).containsExactly(id("c"));
    assertThat(compared.machines().values().iterator().next())
        .extracting(it -> it.feed().value())
        .containsExactly("seller", "list", "third");
  }

  @Test
  void amongEqualsTheNewerFigureIsBelievedAndAListWithoutADateIsOfAny() {
    Comparison compared =
        compare(
            stock("one", Standing.REPORTED, offer("undated").price("7")),
            stock("two", Standing.REPORTED, offer("new").listed(NOON.minus(Duration.ofDays(9)))),
            stock("zoo", Standing.REPORTED, offer("old").listed(NOON.minus(Duration.ofDays(99)))));

    assertThat(compared.superseded(ONE)).containsExactly(id("undated"));
    assertThat(compared.superseded(TWO)).isEmpty();
    assertThat(compared.superseded(new ProviderId("zoo"))).containsExactly(id("old"));
  }

  @Test
  void anAccountThatHasNotAnsweredForHalfADayGivesWayToThePublicList() {
    Offer account = offer("mine").live().observedAt(NOON.minus(Duration.ofHours(12))).build();

    Comparison compared =
        Comparison.of(
            List.of(
                new Stock(ONE, Standing.SELLER, List.of(account)),
                stock("two", Standing.PUBLISHED, offer("list"))),
            NOON);

    assertThat(compared.superseded(ONE)).containsExactly(id("mine"));
    assertThat(compared.superseded(TWO)).isEmpty();
  }

  @Test
  void whatAnotherSourceDoesNotTellIsNotSuperseded() {
    Comparison compared =
        compare(
            stock("one", Standing.SELLER, offer("a")),
            stock(
                "two",
                Standing.REPORTED,
                offer("type").type("other"),
                offer("spot").spot(),
                offer("place").at("aws", "us-east-1"),
                offer("seller").at("gcp", "eu-west-1"),
                offer("chips").with("H100", 8)));

    assertThat(compared.machines()).isEmpty();
    assertThat(compared.superseded(TWO)).isEmpty();
  }

  @Test
  void aZoneIsComparedWithItselfOrWithTheRegionButNotWithAnotherZone() {
    Comparison compared =
        compare(
            stock("one", Standing.SELLER, offer("a").zone("a")),
            stock(
                "two",
                Standing.REPORTED,
                offer("same").zone("a"),
                offer("other").zone("b"),
                offer("region")));

    assertThat(compared.superseded(TWO)).containsExactlyInAnyOrder(id("same"), id("region"));
  }

  @Test
  void manyMachinesOfOneFeedAreNoContradiction() {
    Comparison compared =
        compare(stock("one", Standing.SELLER, offer("a").price("1"), offer("b").price("2")));

    assertThat(compared.machines()).isEmpty();
  }

  @Test
  void aSourceThatIsConsistentlyAThirdBelowAnotherIsSuspectedOfCommittedPrices() {
    List<OfferBuilder> low = new ArrayList<>();
    List<OfferBuilder> high = new ArrayList<>();
    for (int gpus = 1; gpus <= 4; gpus++) {
      low.add(offer("low-" + gpus).type("a2-" + gpus).with("A100-80GB", gpus).price("2.5"));
      high.add(offer("high-" + gpus).type("a2-" + gpus).with("A100-80GB", gpus).price("4"));
    }
    low.forEach(it -> it.listed(NOON));

    Comparison compared =
        compare(
            stock("one", Standing.REPORTED, low.toArray(OfferBuilder[]::new)),
            stock("two", Standing.REPORTED, high.toArray(OfferBuilder[]::new)));

    assertThat(compared.suspected(ONE)).hasSize(4);
    assertThat(compared.superseded(ONE)).hasSize(4);
    assertThat(compared.superseded(TWO)).isEmpty();
  }

  @Test
  void aSellersOwnLowerPriceIsAPriceCutAndNoSuspicion() {
    List<OfferBuilder> low = new ArrayList<>();
    List<OfferBuilder> high = new ArrayList<>();
    for (int gpus = 1; gpus <= 4; gpus++) {
      low.add(offer("low-" + gpus).type("a2-" + gpus).with("A100-80GB", gpus).live().price("2.5"));
      high.add(offer("high-" + gpus).type("a2-" + gpus).with("A100-80GB", gpus).price("4"));
    }

    Comparison compared =
        compare(
            stock("one", Standing.SELLER, low.toArray(OfferBuilder[]::new)),
            stock("two", Standing.REPORTED, high.toArray(OfferBuilder[]::new)));

    assertThat(compared.suspected(ONE)).isEmpty();
    assertThat(compared.superseded(TWO)).hasSize(4);
  }

  @Test
  void oneLowPriceAloneIsNoPattern() {
    Comparison compared =
        compare(
            stock("one", Standing.REPORTED, offer("low").with("H100", 8).price("60")),
            stock("two", Standing.REPORTED, offer("high").with("H100", 8).price("98")));

    assertThat(compared.suspected(ONE)).isEmpty();
  }

  private static Comparison compare(Stock... stocks) {
    return Comparison.of(List.of(stocks), NOON);
  }

  private static Stock stock(String feed, Standing standing, OfferBuilder... offers) {
    return new Stock(
        new ProviderId(feed), standing, Arrays.stream(offers).map(OfferBuilder::build).toList());
  }

  private static OfferId id(String id) {
    return new OfferId(id);
  }
}
