package io.tradewind.adapters.hyperstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Availability.State;
import io.tradewind.api.CapacityType;
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
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperstackProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeHyperstack hyperstack = new FakeHyperstack(api);
  private final HyperstackFactory factory = new HyperstackFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url(), "api-key", "k"))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aMachineCostsItsCardsInEveryRegion() throws ProviderException {
    hyperstack
        .priced("H100-80G-SXM5", "3.2")
        .sells("n3-H100-SXM5x8", "H100-80G-SXM5", 8, "US-1", "true")
        .sells("n3-H100-SXM5x8", "H100-80G-SXM5", 8, "NORWAY-1", "false");
    assertThat(provider.offers().offers())
        .extracting(
            offer -> offer.region().name(),
            offer -> offer.price().toString(),
            offer -> offer.availability().state())
        .containsExactly(
            Tuple.tuple("US-1", "25.600000000 USD an hour", State.AVAILABLE),
            Tuple.tuple("NORWAY-1", "25.600000000 USD an hour", State.UNAVAILABLE));
  }

  @Test
  void aSpotMachineIsTheSameMachineAtAnotherPrice() throws ProviderException {
    hyperstack
        .priced("L40", "1.0")
        .priced("L40-spot", "0.8")
        .sells("n3-L40x2", "L40", 2, "CANADA-1", "true")
        .sells("n3-L40x2-spot", "L40-spot", 2, "CANADA-1", "true");
    assertThat(provider.offers().offers())
        .extracting(
            offer -> offer.instanceType().name(),
            offer -> offer.capacityType(),
            offer -> offer.price().toString())
        .containsExactly(
            Tuple.tuple("n3-L40x2", CapacityType.ON_DEMAND, "2.000000000 USD an hour"),
            Tuple.tuple("n3-L40x2", CapacityType.SPOT, "1.600000000 USD an hour"));
  }

  @ParameterizedTest
  @CsvSource({
    "A100-80G-PCIe, A100-80GB-PCIe",
    "A100-80G-PCIe-NVLink, A100-80GB-PCIe-NVLink",
    "H100-80G-PCIe, H100-PCIe",
    "H100-80G-PCIe-NVLink, H100-PCIe-NVLink",
    "H100-80G-SXM5-NVLink, H100-SXM",
    "H200-141G-SXM5, H200",
    "RTX-A6000, RTXA6000",
    "L40, L40"
  })
  void theCardIsKnownByItsName(String card, String model) throws ProviderException {
    hyperstack.priced(card, "1").sells("n3-x1", card, 1, "CANADA-1", "true");
    assertThat(provider.offers().offers().get(0).accelerators().orElseThrow().model().name())
        .isEqualTo(model);
  }

  @Test
  void machinesWithoutACardAreLeftOut() throws ProviderException {
    hyperstack.sells("n1-cpu-small", "", 0, "CANADA-1", "true");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused()).isEmpty();
    assertThat(feed.rows()).isEqualTo(1);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    hyperstack
        .priced("L40", "1.0")
        .priced("RTX-A6000", "0")
        .priced("RTX-A4000", "-1")
        .priced("X9000", "1")
        .priced("L40-spot", "1.0")
        .sells("good", "L40", 1, "CANADA-1", "true")
        .sells("good", "L40", 1, "CANADA-1", "true")
        .sells("good", "L40", 2, "CANADA-1", "true")
        .sells("odd", "L40", 1, "CANADA-1", "\"yes\"")
        .sells("free", "RTX-A6000", 1, "CANADA-1", "true")
        .sells("negative", "RTX-A4000", 1, "CANADA-1", "true")
        .sells("unpriced", "A100-80G-PCIe", 1, "CANADA-1", "true")
        .sells("new", "X9000", 1, "CANADA-1", "true")
        .sells("good-spot", "L40-spot", 1, "CANADA-1", "true");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:hyperstack:hyperstack:CANADA-1:-:good:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.MALFORMED_ROW,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @Test
  void aPriceBookOfAnotherFormIsUnexpected() {
    api.next(ApiReply.json("[{\"name\": \"L40\", \"value\": \"one\"}]"));
    assertThat(catchThrowableOfType(ProviderException.class, provider::offers).fault())
        .isEqualTo(Fault.UNEXPECTED);
  }
}
