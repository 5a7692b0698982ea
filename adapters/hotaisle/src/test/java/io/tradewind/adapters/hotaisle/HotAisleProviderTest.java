package io.tradewind.adapters.hotaisle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Availability.State;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HotAisleProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeHotAisle aisle = new FakeHotAisle(api);
  private final HotAisleFactory factory = new HotAisleFactory();
  private final Provider provider = factory.create(context(FakeHotAisle.TEAM)).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aMachineCostsItsCents() throws ProviderException {
    aisle.has("MI300X", 4, 52, "1196");
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.price()).hasToString("11.960000000 USD an hour");
    assertThat(offer.region()).hasToString("hotaisle/us-michigan-1");
    assertThat(offer.instanceType().name()).isEqualTo("4x-MI300X-52vcpu-224gb");
    assertThat(offer.instanceType().memory().gibibytes()).isEqualTo(224);
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(4);
    assertThat(offer.availability().state()).isEqualTo(State.AVAILABLE);
  }

  @Test
  void aPriceMayBeWrittenAsAText() throws ProviderException {
    aisle.has("MI300X", 1, 13, "\"299\"");
    assertThat(provider.offers().offers().get(0).price()).hasToString("2.990000000 USD an hour");
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    aisle
        .has("MI300X", 1, 13, "299")
        .has("MI300X", 1, 13, "199")
        .has("MI300X", 2, 26, "0")
        .has("MI300X", 3, 26, "-1")
        .has("MI300X", 4, 26, "null")
        .has("MI300X", 5, 26, "\"some\"")
        .has("MI999X", 1, 13, "299")
        .has("MI300X", 0, 13, "299")
        .says("{\"OnDemandPrice\": 299, \"Specs\": {\"gpus\": []}}")
        .says("{\"OnDemandPrice\": 299}");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:hotaisle:hotaisle:us-michigan-1:-:1x-MI300X-13vcpu-224gb:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW);
  }

  @Test
  void aKeyWithoutATeamIsAMistake() {
    TestContext teamless = context("../other");
    assertThatThrownBy(() -> factory.create(teamless))
        .hasMessageContaining("tradewind.hotaisle.team is '../other'. Write the team's handle");
  }

  private TestContext context(String team) {
    return TestContext.of(factory, Map.of("url", api.url(), "api-key", "k", "team", team));
  }
}
