package io.tradewind.matcher;

import static io.tradewind.matcher.Given.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketTest {
  private static final ProviderId ONE = ProviderId.of("one");
  private static final ProviderId TWO = ProviderId.of("two");

  @Test
  void aFeedReplacesOnlyItsOwnOffers() {
    Market before = Market.empty().with(ONE, offers("a", "b")).with(TWO, offers("c"));

    Market after = before.with(ONE, offers("d"));

    assertThat(ids(after)).containsExactlyInAnyOrder("c", "d");
    assertThat(ids(before)).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(after.version()).isEqualTo(before.version() + 1);
  }

  @Test
  void otherFeedsAreSharedAndNotCopied() {
    Market before = Market.empty().with(ONE, offers("a")).with(TWO, offers("c"));

    Market after = before.with(ONE, offers("b"));

    assertThat(after.byFeed().get(TWO)).isSameAs(before.byFeed().get(TWO));
  }

  @Test
  void aFeedWithoutOffersIsGone() {
    Market market = Market.empty().with(ONE, offers("a")).with(ONE, List.of());

    assertThat(market.feeds()).isEmpty();
    assertThat(market.size()).isZero();
  }

  @Test
  void anOfferIsFoundWithItsFeed() {
    Market market = Market.empty().with(ONE, offers("a")).with(TWO, offers("c"));

    assertThat(market.find(new OfferId("c"))).isPresent();
    assertThat(market.feedOf(new OfferId("c"))).contains(TWO);
    assertThat(market.find(new OfferId("x"))).isEmpty();
    assertThat(market.feedOf(new OfferId("x"))).isEmpty();
  }

  @Test
  void anIdThatAFeedTellsTwiceIsRefused() {
    assertThatThrownBy(() -> Market.empty().with(ONE, offers("a", "a")))
        .hasMessage("The feed one tells of the offer a twice. Ids are unique within a feed.");
  }

  @Test
  void offersAreTheSameObjectsThatCameIn() {
    Offer one = offer("a", "1").build();

    assertThat(Market.empty().with(ONE, List.of(one)).offers(ONE).get(0)).isSameAs(one);
  }

  private static List<Offer> offers(String... ids) {
    return List.of(ids).stream().map(id -> offer(id, "1").build()).toList();
  }

  private static List<String> ids(Market market) {
    return market.stream().map(offer -> offer.id().value()).toList();
  }
}
