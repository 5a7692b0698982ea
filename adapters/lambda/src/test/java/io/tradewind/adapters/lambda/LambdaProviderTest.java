package io.tradewind.adapters.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Architecture;
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
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LambdaProviderTest {
  private static final String H100 = "H100 (80 GB SXM5)";

  private final LoopbackApi api = LoopbackApi.start();
  private final FakeLambda lambda = new FakeLambda(api);
  private final LambdaFactory factory = new LambdaFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url(), "api-key", "k"))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aPriceInCentsIsOnePriceInEveryRegion() throws ProviderException {
    lambda.sells("gpu_8x_h100_sxm5", H100, 8, "3192", "us-east-2", "us-west-3");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.region().name(), offer -> offer.price().toString())
        .containsExactlyInAnyOrder(
            Tuple.tuple("us-east-2", "31.920000000 USD an hour"),
            Tuple.tuple("us-west-3", "31.920000000 USD an hour"));
  }

  @Test
  void whatIsSoldOutStaysVisibleWhereItWasSeen() throws ProviderException {
    lambda.sells("gpu_1x_h100_sxm5", H100, 1, "429", "us-east-2");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.availability().state())
        .containsExactly(State.AVAILABLE);
    lambda.sells("gpu_1x_h100_sxm5", H100, 1, "429");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.availability().state())
        .containsExactly(State.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "H100 (80 GB SXM5), H100-SXM",
    "H100 (80 GB PCIe), H100-PCIe",
    "A100 (40 GB SXM4), A100",
    "A100 (80 GB SXM4), A100-80GB-SXM",
    "A100 (40 GB PCIe), A100-PCIe",
    "A10 (24 GB PCIe), A10",
    "GH200 (96 GB), GH200",
    "B200 (180 GB SXM6), B200",
    "RTX A6000 (48 GB), RTXA6000",
    "Quadro RTX 6000 (24 GB), RTX6000",
    "Tesla V100 (16 GB), V100"
  })
  void theDescriptionNamesTheCard(String card, String model) throws ProviderException {
    lambda.sells("gpu_1x", card, 1, "100", "us-east-1");
    assertThat(provider.offers().offers().get(0).accelerators().orElseThrow().model().name())
        .isEqualTo(model);
  }

  @Test
  void aGraceHopperHasAnArmHostAndAPlainMachineNoCard() throws ProviderException {
    lambda
        .sells("gpu_1x_gh200", "GH200 (96 GB)", 1, "229", "us-east-3")
        .sells("cpu_4x_general", "N/A", 0, "20", "us-east-3");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.instanceType().architecture())
        .containsExactly(Architecture.ARM64, Architecture.X86_64);
    assertThat(feed.offers().get(1).accelerators()).isEmpty();
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    lambda
        .sells("gpu_good", H100, 1, "429", "us-east-2", "us-east-2")
        .sells("gpu_free", H100, 1, "0", "us-east-2")
        .sells("gpu_negative", H100, 1, "-5", "us-east-2")
        .sells("gpu_unpriced", H100, 1, "null", "us-east-2")
        .sells("gpu_text", H100, 1, "\"429\"", "us-east-2")
        .sells("gpu_new", "X9000 (1 GB)", 1, "1", "us-east-2")
        .says("gpu_bare", "{\"regions_with_capacity_available\": []}");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(Offer::instanceType)
        .extracting(type -> type.name())
        .containsExactly("gpu_good");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW);
  }
}
