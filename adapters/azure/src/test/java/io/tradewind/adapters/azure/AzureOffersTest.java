package io.tradewind.adapters.azure;

import static io.tradewind.api.CapacityType.ON_DEMAND;
import static io.tradewind.api.CapacityType.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.adapters.azure.FakeRetailPrices.Item;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability.Kind;
import io.tradewind.api.Availability.State;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureOffersTest extends AzureScenario {
  @Test
  void aSizeIsListedInEveryZoneOfTheSubscription() throws ProviderException {
    assertThat(offers(read(), Skus.A100, ON_DEMAND))
        .extracting(offer -> offer.zone().orElseThrow(), offer -> offer.price().toString())
        .containsExactly(
            tuple("eastus-1", "3.673000000 USD an hour"),
            tuple("eastus-2", "3.673000000 USD an hour"));
  }

  @Test
  void anIdNamesTheSellerTheZoneTheSizeAndTheTerm() throws ProviderException {
    assertThat(read().offers())
        .extracting(offer -> offer.id().value())
        .contains("live:azure:azure:eastus:eastus-1:Standard_NC24ads_A100_v4:spot");
  }

  @Test
  void theShapeIsAzuresAndTheModelOurs() throws ProviderException {
    Offer offer = only(read(), Skus.H100, ON_DEMAND);
    assertThat(offer.instanceType().vcpus()).isEqualTo(96);
    assertThat(offer.instanceType().interconnect()).isEqualTo(Interconnect.RDMA);
    assertThat(offer.accelerators().orElseThrow().model().name()).isEqualTo("H100");
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(8);
    assertThat(offer.source().asOf()).contains(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void aSharedDeviceIsTheShareThatItIsThoughAzureTellsAWholeOne() throws ProviderException {
    Offer offer = only(read(), Skus.A10_SIXTH, ON_DEMAND);
    assertThat(offer.accelerators().orElseThrow().countThousandths()).isEqualTo(167);
    assertThat(offer.zone()).isEmpty();
  }

  @Test
  void aSizeWhoseDevicesAzureForgetsHasThemFromTheTable() throws ProviderException {
    String name = "Standard_ND96isr_MI300X_v5";
    azure.size("eastus", Skus.size(name, 96, 1850, 0).json());
    azure.retail.sells("eastus", Item.onDemand(name, "48.1"));
    assertThat(only(read(), name, ON_DEMAND).accelerators().orElseThrow().count()).isEqualTo(8);
  }

  @Test
  void plainFamiliesAreListedWhenTheyAreAskedFor() throws ProviderException {
    azure.size(
        "eastus",
        Skus.size("Standard_E64-32pds_v5", 64, 504, 0)
            .capability("vCPUsAvailable", "32")
            .capability("CpuArchitectureType", "Arm64")
            .json());
    azure.retail.sells("eastus", Item.onDemand("Standard_E64-32pds_v5", "2.9"));
    OfferFeed feed = read("families", "d,e");
    assertThat(feed.offers())
        .extracting(
            offer -> offer.instanceType().name(),
            offer -> offer.instanceType().vcpus(),
            offer -> offer.instanceType().architecture())
        .containsExactlyInAnyOrder(
            tuple("Standard_D4s_v5", 4.0, Architecture.X86_64),
            tuple("Standard_E64-32pds_v5", 32.0, Architecture.ARM64));
    assertThat(feed.offers()).allMatch(offer -> offer.accelerators().isEmpty());
  }

  @Test
  void everyPageOfSizesAndPricesIsRead() throws ProviderException {
    assertThat(read().offers()).hasSize(6);
    assertThat(azure.calls(FakeAzure.SKUS)).hasSize(3);
    assertThat(azure.calls(FakeRetailPrices.PATH)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "NotAvailableForSubscription, UNAVAILABLE",
    "QuotaId, NO_QUOTA",
    "SomethingNew, UNAVAILABLE"
  })
  void aRestrictionOfTheRegionHoldsInAllItsZones(String reason, State state)
      throws ProviderException {
    String name = "Standard_NC48ads_A100_v4";
    azure.size("eastus", Skus.size(name, 48, 440, 2).zones("1", "3").restrictedHere(reason).json());
    azure.retail.sells("eastus", Item.onDemand(name, "7.346"));
    assertThat(offers(read(), name, ON_DEMAND))
        .extracting(offer -> offer.availability().state())
        .containsExactly(state, state);
  }

  @Test
  void aRestrictionOfAZoneLeavesTheOthersAlone() throws ProviderException {
    String name = "Standard_NC48ads_A100_v4";
    azure.size(
        "eastus",
        Skus.size(name, 48, 440, 2)
            .zones("1", "2", "3")
            .restrictedInZone("2", "NotAvailableForSubscription")
            .json());
    azure.retail.sells("eastus", Item.onDemand(name, "7.346"));
    assertThat(offers(read(), name, ON_DEMAND))
        .extracting(offer -> offer.zone().orElseThrow(), offer -> offer.availability().state())
        .containsExactly(
            tuple("eastus-1", State.UNKNOWN),
            tuple("eastus-2", State.UNAVAILABLE),
            tuple("eastus-3", State.UNKNOWN));
  }

  @Test
  void aFamilyWithoutQuotaIsSaidToHaveNone() throws ProviderException {
    OfferFeed feed = read();
    assertThat(only(feed, Skus.H100, ON_DEMAND).availability().state()).isEqualTo(State.NO_QUOTA);
    assertThat(offers(feed, Skus.A100, ON_DEMAND))
        .extracting(offer -> offer.availability().kind())
        .containsOnly(Kind.NONE);
  }

  @ParameterizedTest
  @CsvSource({"cores, ON_DEMAND", "lowPriorityCores, SPOT", "StandardNCADSA100v4FAMILY, ON_DEMAND"})
  void whatIsUsedCountsAgainstTheQuota(String quota, io.tradewind.api.CapacityType capacity)
      throws ProviderException {
    azure.quotas("eastus", FakeAzure.quota(quota, 77, 100));
    for (Offer offer : offers(read(), Skus.A100, capacity)) {
      assertThat(offer.availability().state()).isEqualTo(State.NO_QUOTA);
    }
    azure.quotas("eastus", FakeAzure.quota(quota, 76, 100));
    for (Offer offer : offers(read(), Skus.A100, capacity)) {
      assertThat(offer.availability().state()).isEqualTo(State.UNKNOWN);
    }
  }

  @Test
  void withoutTheRightToReadQuotasTheOffersStay() throws ProviderException {
    azure.fail(
        FakeAzure.usages("eastus"),
        1,
        io.tradewind.testkit.ApiReply.status(
            403, FakeAzure.error("AuthorizationFailed", "no right")));
    OfferFeed feed = read();
    assertThat(feed.offers()).hasSize(6);
    assertThat(feed.refused())
        .extracting(Refusal::subject, Refusal::reason)
        .containsExactly(tuple("eastus quotas", Reason.UNREADABLE_PART));
  }

  @Test
  void whatIsNotSoldAsSpotHasNoSpotOffer() throws ProviderException {
    String name = "Standard_NC48ads_A100_v4";
    azure.size(
        "eastus", Skus.size(name, 48, 440, 2).capability("LowPriorityCapable", "False").json());
    azure.retail.sells("eastus", Item.onDemand(name, "7.346"), Item.spot(name, "2.0"));
    assertThat(offers(read(), name, SPOT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WestUS3", "West US 3", "westus3"})
  void aRegionIsTheSameInEverySpelling(String spelling) throws ProviderException {
    azure
        .size("westus3", Skus.a100().at(spelling).restrictedInZone("1", "QuotaId").json())
        .quotas("westus3", FakeAzure.quota("cores", 0, 500));
    azure.retail.sells("westus3", Item.onDemand(Skus.A100, "3.673"));
    assertThat(offers(read("regions", "WestUS3"), Skus.A100, ON_DEMAND))
        .extracting(Offer::region, offer -> offer.availability().state())
        .extracting(Object::toString)
        .containsExactly("(azure/westus3, NO_QUOTA)", "(azure/westus3, UNKNOWN)");
  }

  @Test
  void aSizeIsTheSameInEverySpelling() throws ProviderException {
    azure.size("eastus", Skus.size("Standard_NC4AS_T4_V3", 4, 28, 1).json());
    azure.retail.sells("eastus", Item.onDemand("Standard_NC4as_T4_v3", "0.526"));
    assertThat(only(read(), "Standard_NC4AS_T4_V3", ON_DEMAND).price())
        .hasToString("0.526000000 USD an hour");
  }

  @Test
  void aRegionThatSellsNothingIsEmpty() throws ProviderException {
    azure.quotas("uaenorth", FakeAzure.quota("cores", 0, 0));
    OfferFeed feed = read("regions", "uaenorth");
    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void whatIsNoPlainHourOfLinuxNeverPosesAsIt() throws ProviderException {
    String name = "Standard_NC48ads_A100_v4";
    azure.size("eastus", Skus.size(name, 48, 440, 2).json());
    azure.retail.sells(
        "eastus",
        Item.onDemand(name, "12").product("Virtual Machines NC Series Windows"),
        Item.onDemand(name, "1.1").suffix(" Promo"),
        Item.onDemand(name, "1.2").suffix(" Low Priority"),
        Item.onDemand(name, "1.3").type("DevTestConsumption", ""),
        Item.onDemand(name, "19000").type("Reservation", ", \"reservationTerm\": \"1 Year\""),
        Item.onDemand(name + "_Promo", "1.4"));
    OfferFeed feed = read();
    assertThat(offers(feed, name, ON_DEMAND)).isEmpty();
    assertThat(feed.refused())
        .extracting(Refusal::subject, Refusal::reason)
        .containsExactly(tuple("eastus " + name, Reason.PRICE_MISSING));
  }

  @Test
  void whatCannotBeIsRefusedAndTheOthersStay() throws ProviderException {
    azure
        .size("eastus", Skus.size("Standard_ND999_X1_v9", 96, 900, 8).json())
        .size("eastus", Skus.size("Standard_NC48ads_A100_v4", 48, 440, 3).json())
        .size(
            "eastus",
            Skus.size("Standard_NC4as_T4_v3", 4, 28, 1).capability("vCPUs", "four").json())
        .size("eastus", Skus.size("Standard_NC8as_T4_v3", 0, 56, 1).json());
    azure.retail.sells(
        "eastus",
        Item.onDemand("Standard_NP10s", "0"),
        Item.onDemand("Standard_NP20s", "-1"),
        Item.onDemand(Skus.A100, "3.7"));
    OfferFeed feed = read();
    assertThat(feed.offers()).hasSize(6);
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.DUPLICATE_ID,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW);
  }

  @Test
  void aRepeatedSizeSaysNothingNewAndAnotherShapeIsRefused() throws ProviderException {
    azure
        .size("eastus", Skus.h100().json())
        .size("eastus", Skus.h100().capability("MemoryGB", "1901").json());
    OfferFeed feed = read();
    assertThat(feed.offers()).hasSize(6);
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void pricesAreReadOnceAnHourAndAnOfferIsAsOldAsItsPrice() throws ProviderException {
    TestContext context = context();
    try (Provider provider = provider(context)) {
      Instant start = context.clock().instant();
      provider.offers();
      context.clock().advance(Duration.ofMinutes(59));
      Offer offer = only(provider.offers(), Skus.H100, ON_DEMAND);
      assertThat(azure.calls(FakeRetailPrices.PATH)).hasSize(3);
      assertThat(offer.observedAt()).isEqualTo(start);
      assertThat(offer.availability().observedAt()).isEqualTo(context.clock().instant());
      context.clock().advance(Duration.ofMinutes(1));
      assertThat(only(provider.offers(), Skus.H100, ON_DEMAND).observedAt())
          .isEqualTo(context.clock().instant());
      assertThat(azure.calls(FakeRetailPrices.PATH)).hasSize(6);
    }
  }
}
