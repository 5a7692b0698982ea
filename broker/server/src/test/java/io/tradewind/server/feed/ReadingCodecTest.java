package io.tradewind.server.feed;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.OfferBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class ReadingCodecTest {
  @Inject LiveMarket market;
  @Inject ProviderRegistry providers;

  /** Those of the bundled catalogue: of many sellers, with every kind of part. */
  @Test
  void whatABrokerIsToldAnotherReadsAsItWas() {
    eventually(Duration.ofSeconds(30), market::isSettled, settled -> settled);
    List<Offer> offers =
        providers.all().stream()
            .map(Provider::id)
            .flatMap(feed -> market.told(feed).stream())
            .toList();
    assertThat(offers.size()).isGreaterThan(100);
    OfferFeed reading =
        new OfferFeed(
            offers,
            List.of(
                new Refusal(
                    ProviderId.of("mall"), "row 7", Reason.PRICE_MISSING, "no price", NOON)),
            offers.size() + 1);

    byte[] bytes = ReadingCodec.write(reading);

    assertThat(ReadingCodec.read(bytes)).isEqualTo(reading);
    assertThat(bytes.length / offers.size()).as("bytes an offer").isLessThan(200);
  }
}
