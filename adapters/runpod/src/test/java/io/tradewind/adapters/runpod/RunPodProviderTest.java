package io.tradewind.adapters.runpod;

import static io.tradewind.adapters.runpod.FakeRunPod.Gpu.h100;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.adapters.runpod.FakeRunPod.Gpu;
import io.tradewind.api.Availability.State;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPodProviderTest {
  private static final String HIGH = "\"High\"";

  private final LoopbackApi api = LoopbackApi.start();
  private final FakeRunPod runPod = new FakeRunPod(api);
  private final RunPodFactory factory = new RunPodFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url()))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyListedPlaceIsAsked() throws ProviderException {
    runPod
        .center("EU-RO-1", true)
        .center("US-TX-3", true)
        .center("EU-XX-9", false)
        .country("SE")
        .country("FR");
    for (String place : List.of("EU-RO-1", "US-TX-3", "EU-XX-9", "SE", "FR")) {
      runPod.sells(place, h100(Map.of(1, HIGH)));
    }
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.region().name(), offer -> offer.zone().orElse(""))
        .containsExactly(
            at("RO", "EU-RO-1"), at("RO", "EU-RO-1"),
            at("US", "US-TX-3"), at("US", "US-TX-3"),
            at("SE", "community"), at("SE", "community"),
            at("FR", "community"), at("FR", "community"));
    assertThat(api.requests()).hasSize(5);
  }

  @Test
  void aPriceIsForAllAcceleratorsOfTheMachine() throws ProviderException {
    runPod.center("EU-RO-1", true).sells("EU-RO-1", h100(Map.of(8, HIGH)));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(Offer::capacityType, offer -> offer.price().toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(CapacityType.ON_DEMAND, "23.920000000 USD an hour"),
            org.assertj.core.groups.Tuple.tuple(CapacityType.SPOT, "14.000000000 USD an hour"));
    Offer offer = feed.offers().get(0);
    assertThat(offer.instanceType().name()).isEqualTo("8x-H100-SXM");
    assertThat(offer.instanceType().vcpus()).isEqualTo(160);
    assertThat(offer.accelerators().orElseThrow().model().name()).isEqualTo("H100-SXM");
  }

  @Test
  void theCommunityHasPricesOfItsOwn() throws ProviderException {
    runPod.country("SE").sells("SE", h100(Map.of(1, HIGH)));
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.price().toString())
        .containsExactly("2.690000000 USD an hour", "1.250000000 USD an hour");
    assertThat(provider.offers().offers().get(0).source().name())
        .isEqualTo("RunPod Community Cloud");
  }

  @ParameterizedTest
  @CsvSource({
    "High, AVAILABLE",
    "Medium, AVAILABLE",
    "Low, LIMITED",
    "None, UNAVAILABLE",
    "Odd, UNKNOWN"
  })
  void theStockIsTold(String status, State state) throws ProviderException {
    runPod.center("EU-RO-1", true).sells("EU-RO-1", h100(Map.of(1, "\"%s\"".formatted(status))));
    assertThat(provider.offers().offers().get(0).availability().state()).isEqualTo(state);
  }

  @Test
  void whatIsSoldOutStaysVisibleAndWhatIsNotSoldDoesNot() throws ProviderException {
    runPod.center("EU-RO-1", true).sells("EU-RO-1", h100(Map.of(2, "null")));
    List<Offer> offers = provider.offers().offers();
    assertThat(offers).extracting(offer -> offer.instanceType().name()).containsOnly("2x-H100-SXM");
    assertThat(offers.get(0).availability().state()).isEqualTo(State.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA A100 80GB PCIe, A100 PCIe, 80, A100-80GB-PCIe",
    "NVIDIA A100-SXM4-80GB, A100 SXM, 80, A100-80GB-SXM",
    "NVIDIA GeForce RTX 4090, RTX 4090, 24, RTX4090",
    "NVIDIA RTX 6000 Ada Generation, RTX 6000 Ada, 48, RTX6000-Ada",
    "AMD Instinct MI300X OAM, MI300X, 192, MI300X",
    "NVIDIA B200, B200, 180, B200"
  })
  void cardsAreKnownByTheirDriverName(String id, String name, int memory, String model)
      throws ProviderException {
    Gpu gpu = h100(Map.of(1, HIGH));
    runPod
        .center("EU-RO-1", true)
        .sells("EU-RO-1", new Gpu(id, name, memory, gpu.prices(), gpu.stock()));
    assertThat(provider.offers().offers().get(0).accelerators().orElseThrow().model().name())
        .isEqualTo(model);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    Gpu gpu = h100(Map.of(1, HIGH));
    Gpu mystery = new Gpu("NVIDIA Mystery", "Mystery", 7, gpu.prices(), gpu.stock());
    runPod
        .center("EU-RO-1", true)
        .center("EU-SE-1", true)
        .center("EU-CZ-1", true)
        .sells("EU-RO-1", gpu.at("0", "1", "-1", "1"))
        .sells("EU-RO-1", mystery)
        .sells("EU-SE-1", gpu.at("2", "1", "2", "1"))
        .sells("EU-SE-1", gpu.at("3", "1", "null", "1"))
        .sells("EU-CZ-1", gpu.at("null", "1", "\"cheap\"", "1"));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:runpod:runpod:SE:EU-SE-1:1x-H100-SXM:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.DUPLICATE_ID,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @Test
  void aRefusalInsideAnAnswerOf200IsUnexpected() {
    api.next(
        ApiReply.json("{\"errors\": [{\"message\": \"Something went wrong\"}], \"data\": null}"));
    ProviderException failure = catchThrowableOfType(ProviderException.class, provider::offers);
    assertThat(failure.fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(failure).hasMessageContaining("Something went wrong");
  }

  private static org.assertj.core.groups.Tuple at(String region, String zone) {
    return org.assertj.core.groups.Tuple.tuple(region, zone);
  }
}
