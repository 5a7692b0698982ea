package io.tradewind.adapters.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.Regions;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VastProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeVast vast = new FakeVast(api);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void theSearchIsRepeatedUntilItHasEverything() throws ProviderException {
    for (long id = 1; id <= 2 * VastProvider.PAGE_SIZE + 1; id++) {
      vast.has(id);
    }
    OfferFeed feed = provider(Map.of()).offers();
    assertThat(feed.rows()).isEqualTo(2 * VastProvider.PAGE_SIZE + 1);
    assertThat(feed.refused()).isEmpty();
    assertThat(api.requests()).hasSize(3);
  }

  @Test
  void aSearchThatDoesNotGoOnIsSeen() throws ProviderException {
    vast.ignoresIds();
    for (long id = 1; id <= VastProvider.PAGE_SIZE; id++) {
      vast.has(id);
    }
    OfferFeed feed = provider(Map.of()).offers();
    assertThat(feed.offers()).hasSize(2 * VastProvider.PAGE_SIZE);
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.LOST_TOO_MUCH);
  }

  @Test
  void thePriceHoldsTheStorageOfTheDisk() throws ProviderException {
    vast.has(11);
    assertThat(provider(Map.of("disk-gigabytes", "48")).offers().offers())
        .extracting(Offer::capacityType, offer -> offer.price().toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(CapacityType.ON_DEMAND, "0.710000000 USD an hour"),
            org.assertj.core.groups.Tuple.tuple(CapacityType.SPOT, "0.410000000 USD an hour"));
  }

  @Test
  void theRenterHasAShareOfTheHost() throws ProviderException {
    vast.has(11).has(12, Map.of("cpu_cores", "null"));
    OfferFeed feed = provider(Map.of()).offers();
    Offer first = feed.offers().get(0);
    assertThat(first.instanceType().name()).isEqualTo("2x-RTX_4090");
    assertThat(first.instanceType().vcpus()).isEqualTo(16);
    assertThat(first.instanceType().memory().gibibytes()).isEqualTo(64);
    assertThat(feed.offers().get(2).instanceType().memory().gibibytes()).isZero();
  }

  @Test
  void whoStandsBehindAMachineAndWhetherItIsFreeIsTold() throws ProviderException {
    vast.has(11).has(12, Map.of("rented", "true", "verification", "null", "reliability2", "null"));
    OfferFeed feed = provider(Map.of()).offers();
    assertThat(feed.offers().get(0).source().name())
        .isEqualTo("Vast.ai, verified host, 99.8 % reliable");
    assertThat(feed.offers().get(0).zone()).contains("machine-9011");
    assertThat(feed.offers().get(0).availability().state()).isEqualTo(Availability.State.AVAILABLE);
    assertThat(feed.offers().get(2).source().name()).isEqualTo("Vast.ai, unverified host");
    assertThat(feed.offers().get(2).availability().state())
        .isEqualTo(Availability.State.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Denmark, DK|Denmark, DK, EU",
        "', CA'|, CA, NA",
        "Oregon, US|Oregon, US, NA",
        "Japan, JP, AS|Japan, JP, AS"
      })
  void aPlaceIsOneOfOurTable(String said, String region) throws ProviderException {
    vast.has(11, Map.of("geolocation", "\"%s\"".formatted(said)));
    Offer offer = provider(Map.of()).offers().offers().get(0);
    assertThat(offer.region().name()).isEqualTo(region);
    assertThat(Regions.bundled().find(offer.region())).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "A100 SXM4, 81920, A100-80GB-SXM",
    "A100 SXM4, 40960, A100",
    "A100 PCIE, 81920, A100-80GB-PCIe",
    "H100 SXM, 81559, H100-SXM",
    "Tesla V100, 32768, V100-32GB",
    "Tesla V100, 16384, V100",
    "L40S, 46068, L40S"
  })
  void oneNameStandsForCardsOfSeveralSizes(String name, String memory, String model)
      throws ProviderException {
    vast.has(11, Map.of("gpu_name", "\"%s\"".formatted(name), "gpu_ram", memory));
    assertThat(
            provider(Map.of()).offers().offers().get(0).accelerators().orElseThrow().model().name())
        .isEqualTo(model);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    vast.has(10, Map.of("min_bid", "0.0"))
        .has(11, Map.of("dph_base", "-0.1", "min_bid", "null"))
        .has(12, Map.of("dph_base", "null", "min_bid", "null"))
        .has(13, Map.of("min_bid", "0.7"))
        .has(14, Map.of("geolocation", "null"))
        .has(15, Map.of("geolocation", "\"Atlantis\""))
        .has(16, Map.of("gpu_name", "\"GTX 99\""))
        .has(17, Map.of("gpu_name", "\"RTX 4060 Ti\"", "gpu_ram", "16380"))
        .has(18, Map.of("num_gpus", "\"two\""))
        .has(19, Map.of("storage_cost", "-1"));
    OfferFeed feed = provider(Map.of()).offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly(
            "live:vast:vast:Denmark_DK_EU:machine-9010:10:on_demand",
            "live:vast:vast:Denmark_DK_EU:machine-9013:13:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.UNKNOWN_REGION,
            Reason.UNKNOWN_REGION,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @Test
  void aRepeatIsIgnoredAndAContradictionRefused() throws ProviderException {
    String row = "{\"offers\": [%s, %s, %s]}";
    String machine = new FakeVast(api).has(11).everything().body();
    String bare = machine.substring(machine.indexOf('[') + 1, machine.lastIndexOf(']'));
    api.next(
        io.tradewind.testkit.ApiReply.json(
            row.formatted(bare, bare, bare.replace("\"dph_base\": 0.7", "\"dph_base\": 0.8"))));
    OfferFeed feed = provider(Map.of()).offers();
    assertThat(feed.offers()).hasSize(2);
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void unverifiedHostsAreAskedForOnlyWhenWanted() throws ProviderException {
    vast.has(11);
    provider(Map.of()).offers();
    provider(Map.of("verified-only", "false")).offers();
    assertThat(api.requests().get(0).body()).contains("\"verified\": {\"eq\": true}");
    assertThat(api.requests().get(1).body()).doesNotContain("verified");
  }

  @Test
  void aSettingThatIsNoneIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("disk-gigabytes", "ten")))
        .withMessageContaining("tradewind.vast.disk-gigabytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("verified-only", "perhaps")))
        .withMessageContaining("tradewind.vast.verified-only");
  }

  private Provider provider(Map<String, String> more) {
    VastFactory factory = new VastFactory();
    Map<String, String> settings = new HashMap<>(more);
    settings.put("url", api.url());
    return factory.create(TestContext.of(factory, settings)).get(0);
  }
}
