package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsOffersTest {
  private final FakeAws aws = FakeAws.start();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void anOfferJoinsShapeZoneAndPrice() throws ProviderException {
    Cloud.virginia(aws);
    Offer offer = Cloud.offer(read(), "p5.48xlarge", "use1-az4", CapacityType.ON_DEMAND);
    assertThat(offer.id().value())
        .isEqualTo("live:aws:aws:us-east-1:use1-az4:p5.48xlarge:on_demand");
    assertThat(offer.price()).isEqualTo(usd("55.04"));
    assertThat(offer.instanceType().vcpus()).isEqualTo(192);
    assertThat(offer.instanceType().interconnect()).isEqualTo(Interconnect.RDMA);
    assertThat(offer.accelerators().orElseThrow().model().name()).isEqualTo("H100");
    assertThat(offer.source().asOf()).contains(Instant.parse("2026-11-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "p5.48xlarge, H100, 8",
    "g5.xlarge, A10G, 1",
    "g6.xlarge, L4, 1",
    "g6f.xlarge, L4, 0.125",
    "p4de.24xlarge, A100-80GB, 8",
    "trn1.32xlarge, Trainium, 16",
    "f2.6xlarge, VU47P, 1"
  })
  void everyKindOfAcceleratorIsNamed(String type, String model, double count)
      throws ProviderException {
    Cloud.virginia(aws);
    Offer offer =
        read().offers().stream()
            .filter(it -> it.instanceType().name().equals(type))
            .findFirst()
            .orElseThrow();
    assertThat(offer.accelerators().orElseThrow().model().name()).isEqualTo(model);
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(count);
  }

  @Test
  void theLatestSpotPriceOfAZoneCounts() throws ProviderException {
    Cloud.virginia(aws);
    Offer offer = Cloud.offer(read(), "p5.48xlarge", "use1-az4", CapacityType.SPOT);
    assertThat(offer.price()).isEqualTo(usd("31.4641"));
    assertThat(offer.source().asOf()).contains(Instant.parse("2026-11-20T11:00:00Z"));
  }

  @Test
  void aCapacityBlockIsReservedAndItsFeeIsDividedByItsHours() throws ProviderException {
    Cloud.virginia(aws);
    Offer block = Cloud.offer(read(), "p5.48xlarge", "use1-az4", CapacityType.RESERVED);
    assertThat(block.price()).isEqualTo(usd("31.48"));
    assertThat(block.id().value()).endsWith(":p5.48xlarge_block-24h:reserved");
    assertThat(block.source().name())
        .isEqualTo("AWS capacity block of 24 h from 2026-11-21T11:30:00Z, paid in advance");
    assertThat(block.availability().state()).isEqualTo(Availability.State.LIMITED);
  }

  @Test
  void capacityBlocksAreNotAskedForWhenTheyAreSwitchedOff() throws ProviderException {
    Cloud.virginia(aws);
    assertThat(read("capacity-blocks", "0").offers())
        .extracting(Offer::capacityType)
        .doesNotContain(CapacityType.RESERVED);
    assertThat(aws.calls()).doesNotContain("DescribeCapacityBlockOfferings@us-east-1");
  }

  @ParameterizedTest
  @CsvSource({
    "p5.48xlarge, use1-az4, ON_DEMAND, NO_QUOTA",
    "p5.48xlarge, use1-az4, SPOT, NO_QUOTA",
    "p4de.24xlarge, use1-az6, ON_DEMAND, UNKNOWN",
    "g5.xlarge, use1-az4, SPOT, UNKNOWN",
    "f2.6xlarge, use1-az4, ON_DEMAND, UNKNOWN"
  })
  void aQuotaBelowTheMachineForbidsIt(
      String type, String zone, CapacityType capacity, Availability.State state)
      throws ProviderException {
    Cloud.virginia(aws);
    assertThat(Cloud.offer(read(), type, zone, capacity).availability().state()).isEqualTo(state);
  }

  @Test
  void listsOfManyPagesAreReadToTheEnd() throws ProviderException {
    Cloud.virginia(aws);
    assertThat(Cloud.types(read())).hasSize(7);
    assertThat(aws.calls()).filteredOn("DescribeInstanceTypes@us-east-1"::equals).hasSize(4);
    assertThat(aws.calls()).filteredOn("GetProducts@us-east-1"::equals).hasSize(4);
    assertThat(aws.calls()).filteredOn("DescribeSpotPriceHistory@us-east-1"::equals).hasSize(3);
    assertThat(aws.calls()).filteredOn("ListServiceQuotas@us-east-1"::equals).hasSize(3);
  }

  @Test
  void repeatedRowsSayNothingNew() throws ProviderException {
    FakeRegion region = Cloud.virginia(aws);
    int before = read().offers().size();
    region.repeated();
    OfferFeed feed = read();
    assertThat(feed.offers()).hasSize(before);
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void anotherPriceForTheSameTypeIsRefused() throws ProviderException {
    Cloud.virginia(aws).onDemand("g5.xlarge", "9.9990000000");
    OfferFeed feed = read();
    assertThat(Cloud.offer(feed, "g5.xlarge", "use1-az4", CapacityType.ON_DEMAND).price())
        .isEqualTo(usd("1.006"));
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void whatIsNotPlainOnDemandNeverPosesAsIt() throws ProviderException {
    String cheap = FakeRegion.terms("OnDemand", "USD", "0.1000000000", "Hrs");
    Cloud.ireland(aws)
        .gpus("g6.xlarge", 4, 16, "L4", 1, 22888)
        .offered("g6.xlarge", "euw1-az1")
        .product("g6.xlarge", "CapacityBlock", "Used", cheap)
        .product("g6.xlarge", "OnDemand", "UnusedCapacityReservation", cheap)
        .product(
            "g6.xlarge",
            "OnDemand",
            "Used",
            FakeRegion.terms("Reserved", "USD", "0.1000000000", "Hrs"));
    OfferFeed feed = read("regions", "eu-west-1");
    assertThat(Cloud.types(feed)).containsExactly("g5.xlarge");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsOnly(Reason.PRICE_MISSING)
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0000000000, Hrs, USD, PRICE_NOT_POSITIVE",
    "-1.5, Hrs, USD, PRICE_NOT_POSITIVE",
    "98304, Hrs, USD, PRICE_ABSURD",
    "1e999999999, Hrs, USD, MALFORMED_ROW",
    "1.006, Quantity, USD, MALFORMED_ROW",
    "7.1, Hrs, CNY, PRICE_MISSING"
  })
  void aPriceThatIsNoneIsRefused(String price, String unit, String currency, Reason reason)
      throws ProviderException {
    Cloud.ireland(aws)
        .gpus("g6.xlarge", 4, 16, "L4", 1, 22888)
        .offered("g6.xlarge", "euw1-az1")
        .product(
            "g6.xlarge", "OnDemand", "Used", FakeRegion.terms("OnDemand", currency, price, unit));
    OfferFeed feed = read("regions", "eu-west-1");
    assertThat(Cloud.types(feed)).containsExactly("g5.xlarge");
    assertThat(feed.refused()).extracting(Refusal::reason).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "0.000000, PRICE_NOT_POSITIVE",
    "N/A, MALFORMED_ROW",
    "1.123000, SPOT_NOT_BELOW_ON_DEMAND"
  })
  void aSpotPriceThatIsNoneIsRefused(String price, Reason reason) throws ProviderException {
    Cloud.ireland(aws).spot("g5.xlarge", "eu-west-1a", price, "2026-11-20T11:59:00.000Z");
    OfferFeed feed = read("regions", "eu-west-1");
    assertThat(feed.offers()).extracting(Offer::capacityType).containsOnly(CapacityType.ON_DEMAND);
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(reason);
  }

  @Test
  void aSpotPriceInAnUnknownZoneIsRefused() throws ProviderException {
    Cloud.ireland(aws).spot("g5.xlarge", "eu-west-1z", "0.4", "2026-11-20T11:00:00.000Z");
    assertThat(read("regions", "eu-west-1").refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.MALFORMED_ROW);
  }

  @ParameterizedTest
  @CsvSource({"Warp Core, 1, 22888", "L4, 1, 11444", "L4, 0, 22888"})
  void anAcceleratorThatNobodyKnowsIsRefused(String device, int count, int mebibytes)
      throws ProviderException {
    Cloud.ireland(aws)
        .gpus("g9.xlarge", 4, 16, device, count, mebibytes)
        .offered("g9.xlarge", "euw1-az1")
        .onDemand("g9.xlarge", "1.0");
    OfferFeed feed = read("regions", "eu-west-1");
    assertThat(Cloud.types(feed)).containsExactly("g5.xlarge");
    assertThat(feed.refused()).hasSize(1);
    assertThat(feed.refused().get(0).subject()).isEqualTo("eu-west-1 g9.xlarge");
  }

  @Test
  void aTypeOfAnAcceleratedFamilyWithoutAcceleratorIsRefused() throws ProviderException {
    Cloud.ireland(aws).type("p7.48xlarge", 192, 2048, "", "on-demand").offered("p7.48xlarge", "x");
    assertThat(read("regions", "eu-west-1").refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.UNKNOWN_ACCELERATOR);
  }

  @Test
  void machinesWithoutAcceleratorAreListedWhenTheirFamilyIsAskedFor() throws ProviderException {
    Cloud.ireland(aws)
        .type("c7i.4xlarge", 16, 32, "", "on-demand", "spot")
        .offered("c7i.4xlarge", "euw1-az1")
        .onDemand("c7i.4xlarge", "0.7500000000");
    assertThat(Cloud.types(read("regions", "eu-west-1"))).containsExactly("g5.xlarge");
    assertThat(Cloud.types(read("regions", "eu-west-1", "families", "c, g")))
        .containsExactlyInAnyOrder("c7i.4xlarge", "g5.xlarge");
  }

  @Test
  void aTypeThatIsOnlySoldAsBlocksHasNoOnDemandOffer() throws ProviderException {
    String gpus =
        "<gpuInfo><gpus><item><name>B300</name><manufacturer>NVIDIA</manufacturer><count>8</count><memoryInfo><sizeInMiB>275040</sizeInMiB></memoryInfo></item></gpus></gpuInfo>";
    Cloud.ireland(aws)
        .type("p6-b300.48xlarge", 192, 4096, gpus, "capacity-block")
        .offered("p6-b300.48xlarge", "euw1-az1")
        .onDemand("p6-b300.48xlarge", "142.4160000000")
        .block("p6-b300.48xlarge", "eu-west-1a", 1, 24, "2400", "2026-11-25T11:30:00.000Z");
    OfferFeed feed = read("regions", "eu-west-1");
    Offer only = Cloud.offer(feed, "p6-b300.48xlarge", "euw1-az1", CapacityType.RESERVED);
    assertThat(only.price()).isEqualTo(usd("100"));
    assertThat(feed.offers()).hasSize(3);
  }

  @Test
  void anEmptyRegionIsNoFailure() throws ProviderException {
    aws.region("us-east-1").zone("us-east-1a", "use1-az4");
    OfferFeed feed = read();
    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void pricesInAnotherRegionsListAreNotThisOnes() throws ProviderException {
    Cloud.ireland(aws);
    String virginian = Cloud.virginia(aws).products().get(0);
    aws.region("eu-west-1").rawProduct(virginian).rawProduct(virginian.substring(0, 300));
    OfferFeed feed = read("regions", "eu-west-1");
    assertThat(Cloud.types(feed)).containsExactly("g5.xlarge");
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.MALFORMED_ROW);
  }

  private OfferFeed read(String... more) throws ProviderException {
    try (Provider provider = Cloud.provider(aws, more)) {
      return provider.offers();
    }
  }

  private static HourlyRate usd(String amount) {
    return new HourlyRate(Money.usd(amount));
  }
}
