package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import java.nio.file.Path;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizedCatalogTest {
  private Catalogs catalogs;

  @BeforeEach
  void writeInto(@TempDir Path folder) {
    catalogs = new Catalogs(folder);
  }

  @Test
  void aRowBecomesAnOnDemandAndASpotOffer() throws ProviderException {
    OfferFeed feed = catalogs.normalized(Catalogs.h100("98.32", "39.1"));
    assertThat(Catalogs.priced(feed))
        .containsExactly(
            "aws:us-east-1:use1-az1:p5.48xlarge:H100x8:on_demand at 98.32",
            "aws:us-east-1:use1-az1:p5.48xlarge:H100x8:spot at 39.1");
    assertThat(feed.rows()).isEqualTo(1);
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void anOfferSaysWhatTheRowSays() throws ProviderException {
    Offer offer = catalogs.normalized(Catalogs.h100("98.32", "")).offers().get(0);
    assertThat(offer.region()).isEqualTo(Region.of("aws", "us-east-1"));
    assertThat(offer.zone()).contains("use1-az1");
    assertThat(offer.capacityType()).isEqualTo(CapacityType.ON_DEMAND);
    assertThat(offer.instanceType().vcpus()).isEqualTo(192);
    assertThat(offer.instanceType().memory()).isEqualTo(Memory.ofGibibytes(2048));
    assertThat(offer.availability().state()).isEqualTo(Availability.State.UNKNOWN);
    assertThat(offer.observedAt()).isEqualTo(Catalogs.CLOCK.instant());
    assertThat(offer.source().name()).endsWith("offers.csv");
    assertThat(offer.source().term()).isEqualTo(Source.Term.LIST);
    assertThat(offer.source().asOf()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', PRICE_MISSING",
    "nan, PRICE_MISSING",
    "0, PRICE_NOT_POSITIVE",
    "0.0, PRICE_NOT_POSITIVE",
    "-3, PRICE_NOT_POSITIVE",
    "1e-7, PRICE_ABSURD",
    "8000.01, PRICE_ABSURD",
    "1e300, PRICE_ABSURD",
    "1e999999999, PRICE_ABSURD",
    "Infinity, MALFORMED_ROW",
    "98.32 USD, MALFORMED_ROW"
  })
  void aPriceThatIsNoneIsRefused(String price, Reason reason) throws ProviderException {
    OfferFeed feed = catalogs.normalized(Catalogs.h100(price, ""));
    assertThat(feed.offers()).isEmpty();
    assertThat(Catalogs.reasons(feed)).containsExactly(reason);
    assertThat(feed.refused().get(0).subject())
        .isEqualTo("line 2: aws us-east-1 use1-az1 p5.48xlarge H100:8 on_demand");
  }

  @Test
  void aMachineWithoutAcceleratorsMayNotCostAsMuch() throws ProviderException {
    OfferFeed feed = catalogs.normalized("aws,m7i.large,us-east-1,,,0,,,2,8,2000.5,,x86_64\n");
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.PRICE_ABSURD);
  }

  @Test
  void theNoiseOfBinaryFractionsIsRoundedToNineDecimals() throws ProviderException {
    OfferFeed feed = catalogs.normalized(Catalogs.h100("0.30000000000000004", ""));
    assertThat(Catalogs.priced(feed).get(0)).endsWith(" at 0.3");
  }

  @ParameterizedTest
  @CsvSource({"98.32", "98.33"})
  void spotThatIsNotBelowOnDemandIsRefusedAndTheOtherStays(String spot) throws ProviderException {
    OfferFeed feed = catalogs.normalized(Catalogs.h100("98.32", spot));
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.SPOT_NOT_BELOW_ON_DEMAND);
    assertThat(feed.offers())
        .extracting(Offer::capacityType)
        .containsExactly(CapacityType.ON_DEMAND);
  }

  @Test
  void spotStaysWhereOnlyTheOnDemandPriceIsMissing() throws ProviderException {
    OfferFeed feed = catalogs.normalized(Catalogs.h100("", "39.1"));
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.PRICE_MISSING);
    assertThat(feed.offers()).extracting(Offer::capacityType).containsExactly(CapacityType.SPOT);
  }

  @Test
  void anUnknownAcceleratorIsRefusedWithWhatItMayHaveBeen() throws ProviderException {
    OfferFeed feed =
        catalogs.normalized("aws,p9.large,us-east-1,,H1000,1,80,nvidia,8,64,9.9,,x86_64\n");
    assertThat(feed.offers()).isEmpty();
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.UNKNOWN_ACCELERATOR);
    assertThat(feed.refused().get(0).detail()).contains("'H1000'").contains("H100");
  }

  @Test
  void aTpuSliceCountsItsChipsAndKeepsItsName() throws ProviderException {
    OfferFeed feed =
        catalogs.normalized(
            "gcp,TPU-VM,us-central1,us-central1-a,tpu-v5p-8,1,,google,0,0,16.8,,x86_64\n"
                + "gcp,TPU-VM,us-central1,us-central1-a,tpu-v5litepod-8,1,,google,0,0,9.6,,x86_64\n");
    assertThat(feed.offers())
        .extracting(offer -> offer.accelerators().orElseThrow())
        .extracting(set -> set.model().name(), AcceleratorSet::count, set -> set.slice().orElse(""))
        .containsExactly(
            Tuple.tuple("TPU-v5p", 4.0, "tpu-v5p-8"),
            Tuple.tuple("TPU-v5e", 8.0, "tpu-v5litepod-8"));
    assertThat(Catalogs.ids(feed).get(0))
        .isEqualTo("gcp:us-central1:us-central1-a:TPU-VM:tpu-v5p-8x1:on_demand");
  }

  @Test
  void aShareOfADeviceIsAFractionOfIt() throws ProviderException {
    OfferFeed feed =
        catalogs.normalized(
            "azure,Standard_NV6ads_A10_v5,eastus,,A10,0.167,24,nvidia,6,55,0.454,,x86_64\n");
    assertThat(Catalogs.ids(feed))
        .containsExactly("azure:eastus:-:Standard_NV6ads_A10_v5:A10x0.167:on_demand");
  }

  @Test
  void anExactRepeatCountsOnce() throws ProviderException {
    String row = Catalogs.h100("98.32", "39.1");
    OfferFeed feed = catalogs.normalized(row + row);
    assertThat(feed.offers()).hasSize(2);
    assertThat(feed.refused()).isEmpty();
    assertThat(feed.rows()).isEqualTo(2);
  }

  @Test
  void theSameMachineAtAnotherPriceIsRefusedAndTheFirstStays() throws ProviderException {
    OfferFeed feed = catalogs.normalized(Catalogs.h100("98.32", "") + Catalogs.h100("55.04", ""));
    assertThat(Catalogs.priced(feed))
        .containsExactly("aws:us-east-1:use1-az1:p5.48xlarge:H100x8:on_demand at 98.32");
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.DUPLICATE_ID);
    assertThat(feed.refused().get(0).detail()).contains("98.32").contains("55.04");
  }

  @Test
  void twoSpellingsOfAnAcceleratorAreOneOffer() throws ProviderException {
    OfferFeed feed =
        catalogs.normalized(
            "x,box,north,,RTXA6000,1,48,nvidia,8,64,0.8,,x86_64\n"
                + "x,box,north,,RTX-A6000,1,48,nvidia,8,64,0.8,,x86_64\n");
    assertThat(Catalogs.ids(feed)).containsExactly("x:north:-:box:RTXA6000x1:on_demand");
    assertThat(feed.refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws,p5.48xlarge,us-east-1 | 3 cells where the header has 13",
        "aws,p5,us-east-1,,H100,8,80,nvidia,192,2048,98.32,,x86_64,more | 14 cells where",
        "aws,p5,us-east-1,,H100,many,80,nvidia,192,2048,98.32,,x86_64 | is not a number",
        "aws,p5,us-east-1,,H100,0,80,nvidia,192,2048,98.32,,x86_64 | expected a number above zero",
        "aws,p5,us-east-1,,,8,80,nvidia,192,2048,98.32,,x86_64 | 8 accelerators, but no name",
        "aws,p5,us-east-1,,H100,8,80,nvidia,-1,2048,98.32,,x86_64 | is out of range",
        "aws,p5,us-east-1,,H100,8,80,nvidia,NaN,2048,98.32,,x86_64 | is out of range",
        "aws,p5,us-east-1,,H100,8,80,nvidia,192,2048,98.32,,mips | is neither",
        "aws,p5,,,H100,8,80,nvidia,192,2048,98.32,,x86_64 | region name of aws is blank",
        "aws,,us-east-1,,H100,8,80,nvidia,192,2048,98.32,,x86_64 | needs a name",
        ",p5,us-east-1,,H100,8,80,nvidia,192,2048,98.32,,x86_64 | provider id"
      })
  void aMalformedRowIsRefusedByLineAndTheOthersStay(String row, String detail)
      throws ProviderException {
    OfferFeed feed = catalogs.normalized(row + "\n" + Catalogs.h100("98.32", ""));
    assertThat(feed.offers()).hasSize(1);
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.MALFORMED_ROW);
    assertThat(feed.refused().get(0).subject()).startsWith("line 2");
    assertThat(feed.refused().get(0).detail()).contains(detail);
    assertThat(feed.rows()).isEqualTo(2);
  }

  @Test
  void aRegionThatNobodyHasPlacedIsKept() throws ProviderException {
    OfferFeed feed =
        catalogs.normalized("vast,1x-a,\", CA, NA\",,RTX5090,1,32,nvidia,32,64,0.44,,x86_64\n");
    assertThat(feed.offers().get(0).region()).isEqualTo(Region.of("vast", ", CA, NA"));
    assertThat(Catalogs.ids(feed)).containsExactly("vast:_CA_NA:-:1x-a:RTX5090x1:on_demand");
  }

  @Test
  void anUnstatedSizeIsZero() throws ProviderException {
    OfferFeed feed = catalogs.normalized("x,box,north,,,0,,,,,0.1,,x86_64\n");
    assertThat(feed.offers().get(0).instanceType().vcpus()).isZero();
    assertThat(feed.offers().get(0).instanceType().memory()).isEqualTo(Memory.NONE);
  }

  @Test
  void anAcceleratorThatOnlyComesOnArmGoesBeforeTheFile() throws ProviderException {
    OfferFeed feed =
        catalogs.normalized("lambda,gpu_1x,us-east-1,,GH200,1,96,nvidia,64,432,1.5,,x86_64\n");
    assertThat(feed.offers().get(0).instanceType().architecture()).isEqualTo(Architecture.ARM64);
  }

  @Test
  void anEstimatedPriceSaysSo() throws ProviderException {
    OfferFeed feed =
        catalogs.read(
            "wide.csv",
            Catalogs.NORMALIZED.strip()
                + ",price_source\n"
                + Catalogs.h100("98.32", "").strip()
                + ",estimated\n");
    assertThat(feed.offers().get(0).source().name()).endsWith("wide.csv (estimated)");
  }

  @Test
  void columnsMayComeInAnyOrder() throws ProviderException {
    OfferFeed feed =
        catalogs.read(
            "offers.csv",
            "price,region,instance_type,provider,accelerator,accelerator_count\n"
                + "2.5,north,box,acme,H100,1\n");
    assertThat(Catalogs.priced(feed)).containsExactly("acme:north:-:box:H100x1:on_demand at 2.5");
  }
}
