package io.tradewind.adapters.vultr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VultrProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeVultr vultr = new FakeVultr(api, 2);
  private final VultrFactory factory = new VultrFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url()))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyPageOfBothListsIsRead() throws ProviderException {
    for (int plan = 0; plan < 5; plan++) {
      vultr.sells("vcg-" + plan, "1.1", "NVIDIA_L40S", 48, "ewr", "fra");
      vultr.sellsMetal("vbm-64c-2048gb-8-l40-gpu" + "x".repeat(plan), "9", "null", "ord");
    }
    assertThat(provider.offers().offers()).hasSize(15);
    assertThat(api.requests()).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA_A100, 4, A100-80GB-PCIe, 50",
    "NVIDIA_A100, 80, A100-80GB-PCIe, 1000",
    "NVIDIA_A100, 640, A100-80GB-PCIe, 8000",
    "NVIDIA_A16, 2, A16, 125",
    "NVIDIA_A16, 32, A16, 2000",
    "NVIDIA_L40S, 48, L40S, 1000",
    "AMD_MI300X, 1536, MI300X, 8000"
  })
  void theMemoryTellsHowManyCardsOrWhatShareOfOne(
      String card, int memory, String model, int thousandths) throws ProviderException {
    vultr.sells("vcg-x", "1.1", card, memory, "ewr");
    AcceleratorSet devices = only(provider.offers()).accelerators().orElseThrow();
    assertThat(devices.model().name()).isEqualTo(model);
    assertThat(devices.countThousandths()).isEqualTo(thousandths);
  }

  @Test
  void aBareMachineTellsItsCardsInItsId() throws ProviderException {
    vultr.sellsMetal("vbm-112c-2048gb-8-h100-gpu", "23.92", "18.4", "sea");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(Offer::capacityType)
        .containsExactly(CapacityType.ON_DEMAND, CapacityType.SPOT);
    assertThat(feed.offers().get(0).accelerators().orElseThrow().count()).isEqualTo(8);
    assertThat(feed.offers().get(0).instanceType().vcpus()).isEqualTo(224);
  }

  @Test
  void aGraceHopperHasAnArmHost() throws ProviderException {
    vultr.sellsMetal("vbm-72c-480gb-gh200-gpu", "2.99", "null", "atl");
    assertThat(only(provider.offers()).instanceType().architecture()).isEqualTo(Architecture.ARM64);
  }

  @Test
  void aPlanWithoutCardsOrWithoutStockIsNoFault() throws ProviderException {
    vultr.sells("vc2-1c-1gb", "0.007", "", 0, "ewr");
    vultr.says(
        "{\"id\": \"vcg-sold-out\", \"vcpu_count\": 1, \"ram\": 1024, \"hourly_cost\": 1,"
            + " \"locations\": []}");
    OfferFeed feed = provider.offers();
    assertThat(only(feed).accelerators()).isEmpty();
    assertThat(feed.refused()).isEmpty();
    assertThat(feed.rows()).isEqualTo(2);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    vultr
        .sells("vcg-good", "1.1", "NVIDIA_L40S", 48, "ewr", "ewr")
        .sells("vcg-good", "1.2", "NVIDIA_L40S", 48, "ewr")
        .sells("vc2-free", "0", "", 0, "ewr")
        .sells("vcg-negative", "-1", "NVIDIA_L40S", 48, "ewr")
        .sells("vcg-text", "\"1.1\"", "NVIDIA_L40S", 48, "ewr")
        .sells("vcg-new", "1.1", "NVIDIA_X9000", 48, "ewr")
        .sells("vcg-none", "1.1", "NVIDIA_L40S", 0, "ewr");
    OfferFeed feed = provider.offers();
    assertThat(only(feed).price()).hasToString("1.100000000 USD an hour");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.PRICE_NOT_POSITIVE,
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW);
  }

  @Test
  void aCursorInACircleEnds() {
    api.on(
        "GET",
        FakeVultr.SHARED,
        ApiReply.json("{\"plans\": [], \"meta\": {\"links\": {\"next\": \"1\"}}}"));
    assertThat(catchThrowableOfType(ProviderException.class, provider::offers).fault())
        .isEqualTo(Fault.UNEXPECTED);
  }

  private static Offer only(OfferFeed feed) {
    assertThat(feed.offers()).hasSize(1);
    return feed.offers().get(0);
  }
}
