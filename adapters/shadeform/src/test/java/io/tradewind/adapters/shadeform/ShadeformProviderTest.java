package io.tradewind.adapters.shadeform;

import static io.tradewind.adapters.shadeform.FakeShadeform.Card.H100;
import static io.tradewind.adapters.shadeform.FakeShadeform.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.adapters.shadeform.FakeShadeform.Card;
import io.tradewind.api.Availability.State;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadeformProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeShadeform shadeform = new FakeShadeform(api);
  private final ShadeformFactory factory = new ShadeformFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url(), "api-key", "k"))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyCloudIsASellerUnderOurName() throws ProviderException {
    shadeform
        .sells("lambdalabs", "gpu_8x_h100", "2392", H100, in("us-east-1", true))
        .sells("datacrunch", "8H100", "1800", H100, in("FIN-01", true))
        .sells("massedcompute", "h100x8", "2000", H100, in("des-moines-usa-1", false));
    assertThat(provider.offers().offers())
        .extracting(
            offer -> offer.region().toString(),
            offer -> offer.price().toString(),
            offer -> offer.availability().state())
        .containsExactly(
            Tuple.tuple("lambda/us-east-1", "23.920000000 USD an hour", State.AVAILABLE),
            Tuple.tuple("verda/FIN-01", "18.000000000 USD an hour", State.AVAILABLE),
            Tuple.tuple(
                "massedcompute/des-moines-usa-1", "20.000000000 USD an hour", State.UNAVAILABLE));
  }

  @Test
  void twoCloudsMayCallAMachineAlike() throws ProviderException {
    shadeform
        .sells("hyperstack", "h100x8", "1", H100, in("r-1", true))
        .sells("nebius", "h100x8", "2", H100, in("r-1", true));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).hasSize(2);
    assertThat(feed.refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "H100, sxm5, 80, H100-SXM",
    "H100, pcie, 80, H100-PCIe",
    "A100_80G, sxm4, 80, A100-80GB-SXM",
    "A100_80G, pcie, 80, A100-80GB-PCIe",
    "A100, sxm4, 40, A100",
    "A6000, pcie, 48, RTXA6000",
    "L40S, pcie, 48, L40S",
    "B200, sxm6, 180, B200",
    "V100, sxm2, 16, V100"
  })
  void theFormAndTheMemoryTellTheCard(String type, String form, int memory, String model)
      throws ProviderException {
    shadeform.sells("nebius", "x", "100", new Card(1, type, form, memory), in("r-1", true));
    assertThat(provider.offers().offers().get(0).accelerators().orElseThrow().model().name())
        .isEqualTo(model);
  }

  @Test
  void aMachineWithoutACardIsAnOfferToo() throws ProviderException {
    shadeform.sells("nebius", "cpu", "10", new Card(0, "", "", 0), in("r-1", true));
    assertThat(provider.offers().offers().get(0).accelerators()).isEmpty();
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    shadeform
        .sells("nebius", "good", "100", H100, in("r-1", true), in("r-1", true), in(" ", true))
        .sells("nebius", "good", "101", H100, in("r-1", true))
        .sells("nebius", "odd", "100", H100, "{\"region\": \"r-1\", \"available\": \"yes\"}")
        .sells("nebius", "free", "0", H100, in("r-1", true))
        .sells("nebius", "negative", "-1", H100, in("r-1", true))
        .sells("nebius", "unpriced", "null", H100, in("r-1", true))
        .sells("nebius", "text", "\"100\"", H100, in("r-1", true))
        .sells("nebius", "new", "100", new Card(1, "X9000", "pcie", 1), in("r-1", true))
        .sells("no such cloud!", "x", "100", H100, in("r-1", true));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:shadeform:nebius:r-1:-:good:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.MALFORMED_ROW,
            Reason.DUPLICATE_ID,
            Reason.MALFORMED_ROW,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW);
  }
}
