package io.tradewind.adapters.gcp;

import static io.tradewind.adapters.gcp.FakeGoogle.sku;
import static io.tradewind.adapters.gcp.Market.IOWA;
import static io.tradewind.adapters.gcp.Market.ZONE;
import static io.tradewind.api.CapacityType.ON_DEMAND;
import static io.tradewind.api.CapacityType.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Availability;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferId;
import io.tradewind.api.Region;
import io.tradewind.pricing.HourlyRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One price a machine, from the prices of its parts. The sums were made by hand. */
class CompositionTest extends GcpScenario {
  @Test
  void processorsMemoryAndAcceleratorMakeAG2() throws Exception {
    Offer offer = only(read(market()), "g2-standard-4", ON_DEMAND);
    // 4 × 0.024988 + 16 × 0.002927501 + 0.560040239
    assertThat(offer.price()).isEqualTo(usd("0.706832255"));
    assertThat(offer.id())
        .isEqualTo(new OfferId("live:gcp:gcp:us-central1:us-central1-a:g2-standard-4:on_demand"));
    assertThat(offer.region()).isEqualTo(Region.of("gcp", IOWA));
    assertThat(offer.zone()).contains(ZONE);
    assertThat(offer.accelerators()).contains(devices("L4", 1));
  }

  @Test
  void bundledDisksAreBilledByTheMonth() throws Exception {
    Offer offer = only(read(market()), "a3-highgpu-8g", ON_DEMAND);
    // 208 × 0.022009063 + 1872 × 0.002608 + 8 × 9.796550569 + 6000 × 0.08 ÷ 730
    assertThat(offer.price()).isEqualTo(usd("88.489999903"));
    assertThat(offer.accelerators()).contains(devices("H100", 8));
  }

  @Test
  void spotIsMadeOfSpotParts() throws Exception {
    Offer offer = only(read(market()), "a3-highgpu-8g", SPOT);
    // 208 × 0.01 + 1872 × 0.001 + 8 × 5.5 + 6000 × 0.048 ÷ 730
    assertThat(offer.price()).isEqualTo(usd("48.346520548"));
  }

  @Test
  void anAcceleratorIsPutIntoAnN1() throws Exception {
    var offers = offers(read(market()), "n1-standard-4", ON_DEMAND);
    // 4 × 0.031611 + 15 × 0.004237 + 1, 2 or 4 × 0.35
    assertThat(offers)
        .extracting(Offer::price)
        .containsExactlyInAnyOrder(usd("0.539999"), usd("0.889999"), usd("1.589999"));
    assertThat(offers)
        .extracting(offer -> offer.accelerators().orElseThrow())
        .containsExactlyInAnyOrder(devices("T4", 1), devices("T4", 2), devices("T4", 4));
  }

  @Test
  void aV5eSliceIsCountedInChips() throws Exception {
    OfferFeed feed = read(market());
    assertThat(only(feed, "tpu-v5litepod-8", ON_DEMAND).price()).isEqualTo(usd("9.6"));
    assertThat(only(feed, "tpu-v5litepod-8", SPOT).price()).isEqualTo(usd("4.8"));
    assertThat(only(feed, "tpu-v5litepod-8", SPOT).accelerators())
        .isEqualTo(Accelerators.bundled().resolve("tpu-v5litepod-8"));
  }

  @Test
  void aV4SliceIsNamedByCoresAndPricedByEightOfThem() throws Exception {
    Offer offer = only(read(market()), "tpu-v4-32", ON_DEMAND);
    // 16 chips; 12.88 buys four
    assertThat(offer.price()).isEqualTo(usd("51.52"));
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(16);
    assertThat(offer.region()).isEqualTo(Region.of("gcp", "us-central2"));
  }

  @ParameterizedTest
  @CsvSource({
    "TpuV5p,      4.2, tpu-v5p-8,  16.8",
    "TpuV6e,      2.7, tpu-v6e-8,  21.6",
    "TpuV5e,      1.2, tpu-v5litepod-1, 1.2"
  })
  void laterTpusArePricedByTheChip(String name, String chip, String slice, String price)
      throws Exception {
    FakeGoogle google = google();
    google.sku(sku("T", name + " running in us-east5", "OnDemand", "h", chip, "us-east5"));
    google.tpuSku(sku("V2", "Tpu-v2 accelerator", "OnDemand", "h", "4.5", "us-east5"));
    google.tpus.zone("us-east5-a", slice.substring("tpu-".length()));
    assertThat(only(read(google), slice, ON_DEMAND).price()).isEqualTo(usd(price));
  }

  @Test
  void memoryMayBePricedInDecimalGigabytes() throws Exception {
    FakeGoogle google = onlyG2("GBy.h", "0.01");
    // 4 × 0.02 + 16 × 0.01 × 1.073741824 + 0.5
    assertThat(only(read(google), "g2-standard-4", ON_DEMAND).price())
        .isEqualTo(usd("0.751798692"));
  }

  @Test
  void otherTermsAreNeverTakenForOnDemand() throws Exception {
    FakeGoogle google = onlyG2("GiBy.h", "0.01");
    String gpu = "Nvidia L4 GPU";
    google
        .sku(sku("C1", "Commitment v1: " + gpu + " for 1 Year", "Commit1Yr", "h", "9", IOWA))
        .sku(sku("C2", "Commitment v1: " + gpu, "OnDemand", "h", "9", IOWA))
        .sku(sku("C3", gpu + " DWS Calendar Mode", "OnDemand", "h", "9", IOWA))
        .sku(sku("C4", "Reserved " + gpu, "OnDemand", "h", "9", IOWA))
        .sku(sku("C5", gpu + " Sole Tenancy", "OnDemand", "h", "9", IOWA))
        .sku(sku("C6", "Premium G2 Instance Core", "OnDemand", "h", "9", IOWA))
        .sku(sku("C7", "Custom G2 Instance Core", "OnDemand", "h", "9", IOWA))
        .sku(sku("C8", "DWS Defined Duration G2 Instance Core", "OnDemand", "h", "9", IOWA))
        .sku(sku("C9", "G2 Sole Tenancy Instance Ram", "OnDemand", "GiBy.h", "9", IOWA));
    OfferFeed feed = read(google);
    assertThat(only(feed, "g2-standard-4", ON_DEMAND).price()).isEqualTo(usd("0.74"));
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void ofTwoPricesForOnePartTheDearerCounts() throws Exception {
    FakeGoogle google = onlyG2("GiBy.h", "0.01");
    google.sku(sku("L4-b", "Nvidia L4 GPU running in Iowa", "OnDemand", "h", "0.6", IOWA));
    google.sku(sku("L4-c", "Nvidia L4 GPU running in US", "OnDemand", "h", "0.4", IOWA));
    assertThat(only(read(google), "g2-standard-4", ON_DEMAND).price()).isEqualTo(usd("0.84"));
  }

  @Test
  void whatComesOnlyWithAReservationIsSoldAsSpotAlone() throws Exception {
    OfferFeed feed = read(market());
    assertThat(offers(feed, "a3-highgpu-1g", ON_DEMAND)).isEmpty();
    assertThat(only(feed, "a3-highgpu-1g", SPOT).accelerators()).contains(devices("H100", 1));
  }

  @Test
  void theNewestFamiliesArePricedAllInByTheAccelerator() throws Exception {
    FakeGoogle google = market();
    google
        .sku(sku("B-1", "Nvidia B200 (1 gpu slice)", "OnDemand", "h", "16.11", IOWA))
        .sku(
            sku(
                "B-2",
                "Spot Preemptible Nvidia B200 (1 gpu slice)",
                "Preemptible",
                "h",
                "4.9",
                IOWA))
        .machine(ZONE, "a4-highgpu-8g", 224, 4063232, "nvidia-b200", 8);
    OfferFeed feed = read(google);
    assertThat(only(feed, "a4-highgpu-8g", SPOT).price()).isEqualTo(usd("39.2"));
    assertThat(offers(feed, "a4-highgpu-8g", ON_DEMAND)).isEmpty();
  }

  @Test
  void theMegaFamilyHasPricesOfItsOwn() throws Exception {
    FakeGoogle google = market();
    google
        .sku(sku("M-1", "A3Plus Instance Core running in Americas", "OnDemand", "h", "0.03", IOWA))
        .sku(
            sku(
                "M-2",
                "A3Plus Instance Ram running in Americas",
                "OnDemand",
                "GiBy.h",
                "0.003",
                IOWA))
        .sku(
            sku(
                "M-3",
                "Nvidia H100 80GB Plus GPU running in Americas",
                "OnDemand",
                "h",
                "10",
                IOWA))
        .machine(ZONE, "a3-megagpu-8g", 208, 1916928, "nvidia-h100-mega-80gb", 8);
    // 208 × 0.03 + 1872 × 0.003 + 8 × 10 + 6000 × 0.08 ÷ 730
    Offer offer = only(read(google), "a3-megagpu-8g", ON_DEMAND);
    assertThat(offer.price()).isEqualTo(usd("92.513534247"));
    assertThat(offer.accelerators()).contains(devices("H100-MEGA", 8));
  }

  @Test
  void aPartOfAnAcceleratorIsCountedAsAPart() throws Exception {
    FakeGoogle google = market();
    google
        .sku(sku("G4-1", "G4 Instance Core running in Iowa", "OnDemand", "h", "0.01", IOWA))
        .sku(sku("G4-2", "G4 Instance Ram running in Iowa", "OnDemand", "GiBy.h", "0.002", IOWA))
        .sku(sku("G4-3", "RTX 6000 96GB running in Iowa", "OnDemand", "h", "3.2", IOWA))
        .machine(ZONE, "g4-standard-12", 12, 46080, "nvidia-rtx-pro-6000", 1);
    Offer offer = only(read(google), "g4-standard-12", ON_DEMAND);
    // 12 × 0.01 + 45 × 0.002 + 0.25 × 3.2
    assertThat(offer.price()).isEqualTo(usd("1.01"));
    assertThat(offer.accelerators()).contains(devices("RTXPRO6000", 0.25));
  }

  @Test
  void withoutQuotaNothingStarts() throws Exception {
    OfferFeed feed = read(market());
    assertThat(only(feed, "a3-highgpu-8g", ON_DEMAND).availability().state())
        .isEqualTo(Availability.State.NO_QUOTA);
    assertThat(only(feed, "a3-highgpu-8g", SPOT).availability().state())
        .isEqualTo(Availability.State.UNKNOWN);
    assertThat(only(feed, "g2-standard-4", ON_DEMAND).availability().state())
        .isEqualTo(Availability.State.UNKNOWN);
  }

  @Test
  void aMachineWhosePartHasNoPriceIsNoted() throws Exception {
    FakeGoogle google = market();
    google.machine(ZONE, "a2-highgpu-1g", 12, 87040, "nvidia-tesla-a100", 1);
    google.machine("us-central1-b", "a2-highgpu-1g", 12, 87040, "nvidia-tesla-a100", 1);
    OfferFeed feed = read(google);
    assertThat(feed.refused())
        .extracting(OfferFeed.Refusal::subject, OfferFeed.Refusal::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(IOWA, Reason.PRICE_MISSING));
  }

  @Test
  void onlyTheRegionsThatAreAskedForAreListed() throws Exception {
    OfferFeed feed = read(market(), "regions", "us-central2");
    assertThat(feed.offers())
        .isNotEmpty()
        .allMatch(offer -> offer.region().name().equals("us-central2"));
  }

  @Test
  void plainMachinesAreListedWhenTheirFamilyIsAskedFor() throws Exception {
    FakeGoogle google = market();
    google
        .sku(sku("N2-1", "N2 Instance Core running in Americas", "OnDemand", "h", "0.03", IOWA))
        .sku(
            sku("N2-2", "N2 Instance Ram running in Americas", "OnDemand", "GiBy.h", "0.004", IOWA))
        .machine(ZONE, "n2-standard-2", 2, 8192);
    assertThat(only(read(google, "families", "n2"), "n2-standard-2", ON_DEMAND).price())
        .isEqualTo(usd("0.092"));
    assertThat(offers(read(google), "n2-standard-2", ON_DEMAND)).isEmpty();
  }

  @Test
  void aKeyAloneListsBundledShapesByRegion() throws Exception {
    OfferFeed feed = provider(market().keySettings()).offers();
    assertThat(only(feed, "a3-highgpu-8g", ON_DEMAND).price()).isEqualTo(usd("88.489999903"));
    assertThat(only(feed, "a3-highgpu-8g", ON_DEMAND).zone()).isEmpty();
    assertThat(feed.refused()).isEmpty();
  }

  private FakeGoogle onlyG2(String memoryUnit, String memoryPrice) {
    FakeGoogle google = google();
    google
        .sku(sku("G2-1", "G2 Instance Core running in Americas", "OnDemand", "h", "0.02", IOWA))
        .sku(
            sku(
                "G2-2",
                "G2 Instance Ram running in Americas",
                "OnDemand",
                memoryUnit,
                memoryPrice,
                IOWA))
        .sku(sku("L4-a", "Nvidia L4 GPU running in Americas", "OnDemand", "h", "0.5", IOWA))
        .tpuSku(sku("V2", "Tpu-v2 accelerator", "OnDemand", "h", "4.5", IOWA))
        .machine(ZONE, "g2-standard-4", 4, 16384, "nvidia-l4", 1);
    return google;
  }

  private static HourlyRate usd(String amount) {
    return HourlyRate.of(amount, "USD");
  }

  private static AcceleratorSet devices(String model, double count) {
    return AcceleratorSet.of(Accelerators.bundled().resolve(model).orElseThrow().model(), count);
  }
}
