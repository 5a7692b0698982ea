package io.tradewind.adapters.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Availability.State;
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
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitalOceanProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeDigitalOcean ocean = new FakeDigitalOcean(api, 2);
  private final DigitalOceanFactory factory = new DigitalOceanFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url(), "api-key", "k"))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyPageIsRead() throws ProviderException {
    for (int size = 0; size < 7; size++) {
      ocean.sells("gpu-" + size, "1.5", "nvidia_l40s", 1, "tor1", "nyc2");
    }
    assertThat(provider.offers().offers()).hasSize(14);
    assertThat(api.requests()).hasSize(4);
  }

  @Test
  void aSizeIsOnePriceInEachOfItsRegions() throws ProviderException {
    ocean.sells("gpu-h100x8-640gb", "23.92", "nvidia_h100", 8, "nyc1");
    ocean.sells("gpu-sold-out", "1", "nvidia_h100", 1, "nyc1");
    OfferFeed feed = provider.offers();
    Offer offer = feed.offers().get(0);
    assertThat(offer.region()).hasToString("do/nyc1");
    assertThat(offer.price()).hasToString("23.920000000 USD an hour");
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(8);
    assertThat(offer.instanceType().memory().gibibytes()).isEqualTo(240);
    assertThat(feed.offers())
        .extracting(it -> it.availability().state())
        .containsExactly(State.AVAILABLE, State.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia_h100, H100",
    "nvidia_h200, H200",
    "nvidia_l40s, L40S",
    "nvidia_rtx4000_ada, RTX4000-Ada",
    "nvidia_rtx6000_ada, RTX6000-Ada",
    "amd_mi300x, MI300X",
    "amd_mi325x, MI325X"
  })
  void theCardIsKnownByItsName(String card, String model) throws ProviderException {
    ocean.sells("gpu", "1", card, 1, "tor1");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @Test
  void aSizeWithoutACardOrWithoutARegionIsNoFault() throws ProviderException {
    ocean.sells("g-16vcpu-64gb", "0.75", "", 0, "sfo3");
    ocean.says(
        "{\"slug\": \"old\", \"memory\": 1, \"vcpus\": 1, \"price_hourly\": 1, \"regions\": [],"
            + " \"available\": true}");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.instanceType().name(), Offer::accelerators)
        .containsExactly(Tuple.tuple("g-16vcpu-64gb", java.util.Optional.empty()));
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    ocean
        .sells("gpu-good", "1", "nvidia_h100", 1, "tor1", "tor1", " ")
        .sells("gpu-good", "2", "nvidia_h100", 1, "tor1")
        .sells("gpu-free", "0", "nvidia_h100", 1, "tor1")
        .sells("gpu-negative", "-1", "nvidia_h100", 1, "tor1")
        .sells("gpu-unpriced", "null", "nvidia_h100", 1, "tor1")
        .sells("gpu-text", "\"1\"", "nvidia_h100", 1, "tor1")
        .sells("gpu-new", "1", "nvidia_x9000", 1, "tor1")
        .sells("gpu-none", "1", "nvidia_h100", 0, "tor1");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:do:do:tor1:-:gpu-good:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.MALFORMED_ROW,
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW);
  }

  @Test
  void aLinkInACircleEnds() {
    api.on(
        "GET",
        FakeDigitalOcean.PATH,
        ApiReply.json(
            "{\"sizes\": [], \"links\": {\"pages\": {\"next\": \"%s/v2/sizes?page=2\"}}}"
                .formatted(api.url())));
    assertThat(catchThrowableOfType(ProviderException.class, provider::offers).fault())
        .isEqualTo(Fault.UNEXPECTED);
  }
}
