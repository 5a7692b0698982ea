package io.tradewind.adapters.verda;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.OptionalData;
import io.tradewind.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Instance types as Verda answered them, recorded by others. */
class RealReplyTest {
  @Test
  void aRecordedReplyIsUnderstood() throws IOException, ProviderException {
    String types =
        Files.readString(OptionalData.require("samples/gpuhunt-provider-replies/verda.json"));
    VerdaFactory factory = new VerdaFactory();
    try (LoopbackApi api = LoopbackApi.start()) {
      new FakeVerda(api).in("FIN-01");
      api.on("GET", "/v1/instance-types", ApiReply.json(types));
      Map<String, String> settings =
          Map.of("url", api.url(), "client-id", "client-7", "client-secret", FakeVerda.SECRET);
      OfferFeed feed = factory.create(TestContext.of(factory, settings)).get(0).offers();
      assertThat(feed.refused()).isEmpty();
      assertThat(feed.offers())
          .filteredOn(offer -> offer.capacityType() == CapacityType.ON_DEMAND)
          .extracting(offer -> offer.instanceType().name(), Offer::price)
          .extracting(Tuple::toString)
          .containsExactly(
              "(\"1H100.80S.30V\", 3.950000000 USD an hour)",
              "(\"1V100.6V\", 0.890000000 USD an hour)",
              "(\"2A6000.20V\", 1.980000000 USD an hour)",
              "(\"CPU.120V.480G\", 3.000000000 USD an hour)");
    }
  }
}
