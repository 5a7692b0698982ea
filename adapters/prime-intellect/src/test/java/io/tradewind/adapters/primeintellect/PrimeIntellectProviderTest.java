package io.tradewind.adapters.primeintellect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Availability.State;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimeIntellectProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakePrimeIntellect prime = new FakePrimeIntellect(api, 2);
  private final PrimeIntellectFactory factory = new PrimeIntellectFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url(), "api-key", "k"))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyPageIsRead() throws ProviderException {
    for (int count = 1; count <= 7; count++) {
      prime.sells("nebius", "L40S_48GB", "PCIe", count, "1.5");
    }
    assertThat(provider.offers().offers()).hasSize(7);
    assertThat(api.requests()).hasSize(4);
  }

  @Test
  void thePriceIsOfTheWholeMachineAndTheSellerIsTheCloud() throws ProviderException {
    prime.sells("datacrunch", "H200_141GB", "SXM5", 8, "23.92");
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.region()).hasToString("verda/US-KS-2");
    assertThat(offer.price()).hasToString("23.920000000 USD an hour");
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(8);
    assertThat(offer.source().name()).isEqualTo("Prime Intellect");
  }

  @Test
  void aCommunityMachineAndASpotMachineHaveTheirPrices() throws ProviderException {
    prime
        .says(
            FakePrimeIntellect.row("vast", "RTX4090_24GB", "PCIe", 1, "0.9")
                .replace("secure_cloud", "community_cloud")
                .replace("\"communityPrice\": null", "\"communityPrice\": 0.4"))
        .says(
            FakePrimeIntellect.row("vast", "RTX4090_24GB", "PCIe", 1, "0.2")
                .replace("\"isSpot\": null", "\"isSpot\": true"));
    assertThat(provider.offers().offers())
        .extracting(Offer::capacityType, offer -> offer.price().toString())
        .containsExactly(
            Tuple.tuple(CapacityType.ON_DEMAND, "0.400000000 USD an hour"),
            Tuple.tuple(CapacityType.SPOT, "0.200000000 USD an hour"));
  }

  @ParameterizedTest
  @CsvSource({
    "Available, AVAILABLE",
    "Medium, AVAILABLE",
    "Low, LIMITED",
    "Out of Stock, UNAVAILABLE",
    "out_of_stock, UNAVAILABLE",
    "Perhaps, UNKNOWN"
  })
  void theStockIsTold(String told, State state) throws ProviderException {
    prime.says(
        FakePrimeIntellect.row("runpod", "L40S_48GB", "PCIe", 1, "1")
            .replace("\"Available\"", "\"%s\"".formatted(told)));
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.availability().state())
        .containsExactly(state);
  }

  @ParameterizedTest
  @CsvSource({
    "H100_80GB, SXM5, H100-SXM",
    "H100_80GB, PCIe, H100-PCIe",
    "H200_141GB, SXM5, H200",
    "A100_80GB, SXM4, A100-80GB-SXM",
    "A100_40GB, SXM4, A100",
    "L40S_48GB, PCIe, L40S",
    "RTX4090_24GB, PCIe, RTX4090",
    "RTX6000Ada_48GB, PCIe, RTX6000-Ada",
    "A6000_48GB, PCIe, RTXA6000",
    "V100_32GB, SXM2, V100-32GB",
    "MI300X_192GB, OAM, MI300X"
  })
  void theCardIsKnownByItsTypeAndItsSocket(String card, String socket, String model)
      throws ProviderException {
    prime.sells("runpod", card, socket, 1, "1");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @Test
  void machinesWithoutACardAreLeftOut() throws ProviderException {
    prime.sells("runpod", "CPU_NODE", "", 1, "0.1");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    prime
        .sells("runpod", "L40S_48GB", "PCIe", 1, "1")
        .sells("runpod", "L40S_48GB", "PCIe", 1, "2")
        .sells("runpod", "L4_24GB", "PCIe", 1, "0")
        .sells("runpod", "A40_48GB", "PCIe", 1, "-1")
        .sells("runpod", "A30_24GB", "PCIe", 1, "null")
        .sells("runpod", "A10_24GB", "PCIe", 1, "\"1\"")
        .sells("runpod", "X9000_96GB", "PCIe", 1, "1")
        .sells("runpod", "T4_16GB", "PCIe", 0, "1")
        .says("{\"gpuType\": \"T4_16GB\"}");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly(
            "live:prime-intellect:runpod:US-KS-2:-:machine-L40S_48GB-secure_cloud-x1:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW);
  }

  @Test
  void aTotalThatIsNeverReachedEnds() throws ProviderException {
    api.on("GET", "/api/v1/availability/gpus", ApiReply.json("{\"items\": [], \"totalCount\": 5}"));
    assertThat(provider.offers().offers()).isEmpty();
    assertThat(api.requests()).hasSize(1);
  }
}
