package io.tradewind.adapters.akash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Availability.State;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AkashProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeAkash akash = new FakeAkash(api);
  private final AkashFactory factory = new AkashFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url(), "enabled", "true"))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aModelCostsTheMedianOfTheBidsAndTellsHowManyAreFree() throws ProviderException {
    akash.has("h100", "80Gi", "SXM5", 29, "2.58");
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.price()).hasToString("2.580000000 USD an hour");
    assertThat(offer.region()).hasToString("akash/anywhere");
    assertThat(offer.instanceType().name()).isEqualTo("nvidia-h100-80gi-sxm5");
    assertThat(offer.availability().value()).hasValue(29);
    assertThat(offer.source().name()).contains("median");
  }

  @Test
  void aModelOfWhichNoneIsFreeStaysListed() throws ProviderException {
    akash.has("t4", "16Gi", "PCIe", 0, "0.2");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.availability().state())
        .containsExactly(State.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "h100, 80Gi, SXM5, H100-SXM",
    "h100, 80Gi, PCIe, H100-PCIe",
    "h200, 141Gi, SXM5, H200",
    "a100, 80Gi, SXM4, A100-80GB-SXM",
    "a100, 80Gi, PCIe, A100-80GB-PCIe",
    "a100, 40Gi, SXM4, A100",
    "rtx4090, 24Gi, PCIe, RTX4090",
    "rtx5090, 32Gi, PCIe, RTX5090",
    "rtxa6000, 48Gi, PCIe, RTXA6000",
    "v100, 32Gi, '', V100-32GB",
    "v100, 16Gi, '', V100",
    "l40s, 48Gi, PCIe, L40S",
    "p40, 24Gi, PCIe, P40",
    "t4, 16Gi, PCIe, T4"
  })
  void theCardIsKnownByItsNameItsFormAndItsMemory(
      String card, String ram, String form, String model) throws ProviderException {
    akash.has(card, ram, form, 1, "1");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    akash
        .has("l40s", "48Gi", "PCIe", 1, "1")
        .has("l40s", "48Gi", "PCIe", 1, "2")
        .has("l4", "24Gi", "PCIe", 1, "0")
        .has("a30", "24Gi", "PCIe", 1, "-1")
        .has("a10", "24Gi", "PCIe", 1, "null")
        .has("a40", "48Gi", "PCIe", 1, "\"1\"")
        .has("gtx1080ti", "11Gi", "PCIe", 1, "1")
        .has("a100", "64Gi", "SXM4", 1, "1")
        .has("t4", "some", "PCIe", 1, "1")
        .says(
            """
            {"vendor": "nvidia", "model": "p40", "ram": "24Gi", "interface": "PCIe",
             "availability": {"total": 1, "available": 1}, "price": null}\
            """)
        .says("{\"vendor\": \"nvidia\"}");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:akash:akash:anywhere:-:nvidia-l40s-48gi-pcie:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW);
  }
}
