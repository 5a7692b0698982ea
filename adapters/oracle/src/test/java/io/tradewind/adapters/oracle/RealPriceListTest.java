package io.tradewind.adapters.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.OfferFeed;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.OptionalData;
import io.tradewind.testkit.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A whole list as Oracle published it in January 2024. */
class RealPriceListTest {
  @Test
  void everyAcceleratedProductOfARealListIsUnderstood() throws IOException, ProviderException {
    String list = read();
    OracleFactory factory = new OracleFactory();
    try (LoopbackApi api = LoopbackApi.start()) {
      api.on("GET", FakePriceList.PATH, ApiReply.json(list));
      OfferFeed feed =
          factory.create(TestContext.of(factory, Map.of("url", api.url()))).get(0).offers();
      assertThat(feed.rows()).isEqualTo(7);
      assertThat(feed.refused()).isEmpty();
      assertThat(feed.offers())
          .filteredOn(offer -> offer.region().name().equals("eu-frankfurt-1"))
          .extracting(offer -> offer.instanceType().name())
          .hasSize(12)
          .contains("BM.GPU.H100.8", "VM.GPU.A10.1", "BM.GPU4.8", "VM.GPU2.1");
    }
  }

  private static String read() throws IOException {
    try (InputStream file =
        new GZIPInputStream(
            Files.newInputStream(OptionalData.require("samples/oracle-prices_usd.json.gz")))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
