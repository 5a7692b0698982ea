package io.tradewind.adapters.azure;

import static io.tradewind.adapters.azure.FakeRetailPrices.Item.onDemand;
import static io.tradewind.adapters.azure.FakeRetailPrices.Item.spot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AzureRetailProviderTest {
  private static final String A100 = "Standard_NC24ads_A100_v4";

  private final LoopbackApi api = LoopbackApi.start();
  private final FakeRetailPrices azure = new FakeRetailPrices(api, 2);
  private final AzureRetailFactory factory = new AzureRetailFactory();
  private final TestContext context =
      TestContext.of(factory, Map.of("url", api.url(), "regions", "eastus,westus3,uksouth"));
  private final Provider provider = factory.create(context).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyPageOfEveryRegionIsRead() throws ProviderException {
    azure
        .sells("eastus", onDemand(A100, "3.673"), spot(A100, "0.97"))
        .sells("eastus", onDemand("Standard_NC4as_T4_v3", "0.526"))
        .sells("eastus", onDemand("Standard_ND96isr_H100_v5", "98.32"))
        .sells("eastus", onDemand("Standard_NV6ads_A10_v5", "0.454"))
        .sells("uksouth", onDemand(A100, "4.591"));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).hasSize(6);
    assertThat(feed.refused()).isEmpty();
    assertThat(api.requests()).hasSize(5);
    assertThat(api.requests().get(1).parameter("$skip")).contains("2");
  }

  @Test
  void theShapeComesFromOurTable() throws ProviderException {
    azure.sells("eastus", onDemand("Standard_NV6ads_A10_v5", "0.454"));
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.id().value())
        .isEqualTo("live:azure-retail:azure:eastus:-:Standard_NV6ads_A10_v5:on_demand");
    assertThat(offer.region()).hasToString("azure/eastus");
    assertThat(offer.instanceType().vcpus()).isEqualTo(6);
    assertThat(offer.accelerators().orElseThrow().countThousandths()).isEqualTo(167);
    assertThat(offer.source().asOf()).contains(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void whatIsNotALinuxMachinePaidByUseIsLeftOut() throws ProviderException {
    azure
        .sells("eastus", onDemand(A100, "3.673"))
        .sells("eastus", onDemand(A100, "7.1").product("Virtual Machines NC Series Windows"))
        .sells("eastus", onDemand(A100, "3.1").product("NC Series Cloud Services"))
        .sells("eastus", onDemand(A100, "3.2").product("NCads Series Dedicated Host"))
        .sells("eastus", onDemand(A100, "0.9").suffix(" Low Priority"))
        .sells(
            "eastus",
            onDemand(A100, "19000").type("Reservation", ", \"reservationTerm\": \"1 Year\""))
        .sells(
            "eastus",
            onDemand(A100, "3.3").type("Consumption", ", \"reservationTerm\": \"3 Years\""))
        .sells("eastus", onDemand(A100, "2.9").type("DevTestConsumption", ""))
        .sells("eastus", onDemand("Standard_D4s_v5", "0.192"));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.price().toString())
        .containsExactly("3.673000000 USD an hour");
    assertThat(feed.refused()).isEmpty();
    assertThat(feed.rows()).isEqualTo(9);
  }

  @Test
  void anAcceleratedSizeThatWeDoNotKnowIsRefusedByName() throws ProviderException {
    azure.sells("eastus", onDemand(A100, "3.673"), onDemand("Standard_ND999_X1_v9", "9.99"));
    assertThat(provider.offers().refused())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_ACCELERATOR);
              assertThat(refusal.subject()).contains("Standard_ND999_X1_v9", "eastus");
            });
  }

  @Test
  void aPriceThatIsNoneAndAContradictionAreRefused() throws ProviderException {
    azure
        .sells("eastus", onDemand(A100, "3.673"), onDemand(A100, "3.673"), onDemand(A100, "3.7"))
        .sells("eastus", spot(A100, "0"), onDemand("Standard_NC4as_T4_v3", "-1"))
        .sells("eastus", onDemand("Standard_NP10s", "null"))
        .sells("eastus", onDemand("Standard_NP20s", "\"much\""))
        .sells("westus3", onDemand(A100, "3.673"), spot(A100, "3.673"));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).hasSize(2);
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"effectiveStartDate\": \"2027-01-01T00:00:00Z\"",
        "\"effectiveEndDate\": \"2026-06-01T00:00:00Z\""
      })
  void aPriceThatIsNotInForceIsLeftOut(String when) throws ProviderException {
    String later =
        onDemand(A100, "2.5")
            .json("eastus")
            .replace("\"effectiveStartDate\": \"2026-01-01T00:00:00Z\"", when);
    azure.says("eastus", later).sells("uksouth", onDemand(A100, "4.591"));
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.region().name())
        .containsExactly("uksouth");
  }

  @Test
  void aUnitOtherThanTheHourIsRefused() throws ProviderException {
    azure
        .sells("eastus", onDemand(A100, "3.673"))
        .says("eastus", spot(A100, "36").json("eastus").replace("1 Hour", "10 Hours"));
    assertThat(provider.offers().refused())
        .extracting(Refusal::detail)
        .containsExactly("the unit is 10 Hours; expected 1 Hour");
  }

  @Test
  void aRegionThatFailsKeepsItsLastReadingWhichAges() throws ProviderException {
    azure.sells("eastus", onDemand(A100, "3.673")).sells("westus3", onDemand(A100, "3.673"));
    provider.offers();
    context.clock().advance(Duration.ofHours(3));
    api.next(azure.page("eastus", "", 0), ApiReply.status(500));
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.region().name(), Offer::observedAt)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("eastus", context.clock().instant()),
            org.assertj.core.groups.Tuple.tuple("westus3", Instant.parse(TestContext.START)));
  }

  @Test
  void theWholeApiDownIsAFailureAlsoAfterASuccess() throws ProviderException {
    azure.sells("eastus", onDemand(A100, "3.673"));
    provider.offers();
    api.next(ApiReply.status(500), ApiReply.status(500), ApiReply.status(500));
    ProviderException failure = catchThrowableOfType(ProviderException.class, provider::offers);
    assertThat(failure.fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void aLoopOfPagesEnds() {
    api.on(
        "GET",
        FakeRetailPrices.PATH,
        ApiReply.json(
            "{\"Items\": [], \"NextPageLink\": \"%s\"}"
                .formatted(api.url() + FakeRetailPrices.PATH)));
    ProviderException failure = catchThrowableOfType(ProviderException.class, provider::offers);
    assertThat(failure.fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(failure).hasMessageContaining("more than 50 pages");
  }

  @Test
  void withoutRegionsEveryOneInOurTableIsAsked() {
    api.next(ApiReply.status(401));
    TestContext all = TestContext.of(factory, Map.of("url", api.url()));
    assertThat(
            catchThrowableOfType(ProviderException.class, () -> factory.create(all).get(0).offers())
                .fault())
        .isEqualTo(Fault.CREDENTIALS_REFUSED);
    assertThat(api.requests().get(0).parameter("$filter").orElse(""))
        .contains("armRegionName eq 'australiacentral'", "contains(armSkuName, 'Standard_N')");
  }
}
