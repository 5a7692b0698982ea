package io.tradewind.adapters.verda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Availability.State;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdaProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeVerda verda = new FakeVerda(api);
  private final VerdaFactory factory = new VerdaFactory();
  private final TestContext context = context(FakeVerda.SECRET);
  private final Provider provider = factory.create(context).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aTypeIsSoldInEveryLocationAndFreeWhereItIsNamed() throws ProviderException {
    verda
        .in("FIN-01", "FIN-03")
        .sells("8H200", 8, "H200 SXM5 141GB", "\"24.0\"", "\"9.5\"")
        .has("FIN-03", "8H200")
        .hasSpot("FIN-01", "8H200");
    assertThat(provider.offers().offers())
        .extracting(
            offer -> offer.region().name(),
            Offer::capacityType,
            offer -> offer.price().toString(),
            offer -> offer.availability().state())
        .containsExactly(
            row("FIN-01", CapacityType.ON_DEMAND, "24.000000000", State.UNAVAILABLE),
            row("FIN-03", CapacityType.ON_DEMAND, "24.000000000", State.AVAILABLE),
            row("FIN-01", CapacityType.SPOT, "9.500000000", State.AVAILABLE),
            row("FIN-03", CapacityType.SPOT, "9.500000000", State.UNAVAILABLE));
  }

  @Test
  void aMachineWithoutACardIsListedAndMayHaveNoSpotPrice() throws ProviderException {
    verda.in("FIN-01").sells("CPU.120V.480G", 0, "AMD EPYC", "3.00", "null");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.instanceType().name(), Offer::accelerators)
        .containsExactly(Tuple.tuple("CPU.120V.480G", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "H100 SXM5 80GB, H100-SXM",
    "H200 SXM5 141GB, H200",
    "B200 SXM6 180GB, B200",
    "B300 SXM6 262GB, B300",
    "A100 SXM4 80GB, A100-80GB-SXM",
    "A100 SXM4 40GB, A100",
    "RTX6000 Ada 48GB, RTX6000-Ada",
    "RTX PRO 6000 96GB, RTXPRO6000",
    "RTX A6000 48GB, RTXA6000",
    "Tesla V100 16GB, V100",
    "L40S 48GB, L40S"
  })
  void theCardIsKnownByItsName(String card, String model) throws ProviderException {
    verda.in("FIN-01").sells("x", 1, card, "\"1\"", "null");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    verda
        .in("FIN-01")
        .sells("good", 1, "L40S 48GB", "\"1\"", "\"0.5\"")
        .sells("good", 1, "L40S 48GB", "\"2\"", "\"0.5\"")
        .sells("free", 1, "L40S 48GB", "\"0\"", "\"0\"")
        .sells("negative", 1, "L40S 48GB", "\"-1\"", "null")
        .sells("unpriced", 1, "L40S 48GB", "null", "null")
        .sells("odd", 1, "L40S 48GB", "\"one\"", "null")
        .sells("new", 1, "AMD 7900XTX", "\"1\"", "null")
        .sells("inverted", 1, "L40S 48GB", "\"1\"", "\"1\"")
        .says("{\"instance_type\": 7}");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly(
            "live:verda:verda:FIN-01:-:good:on_demand",
            "live:verda:verda:FIN-01:-:good:spot",
            "live:verda:verda:FIN-01:-:inverted:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @Test
  void aTokenIsUsedWhileItHolds() throws ProviderException {
    provider.offers();
    context.clock().advance(Duration.ofMinutes(57));
    provider.offers();
    assertThat(tokens()).isEqualTo(1);
    context.clock().advance(Duration.ofMinutes(2));
    provider.offers();
    assertThat(tokens()).isEqualTo(2);
  }

  @Test
  void aTokenThatIsWithdrawnIsTradedAnewOnce() throws ProviderException {
    provider.offers();
    verda.forgetsItsTokens();
    provider.offers();
    assertThat(tokens()).isEqualTo(2);
  }

  @Test
  void aWrongSecretIsRefused() {
    Provider wrong = factory.create(context("another")).get(0);
    assertThat(catchThrowableOfType(ProviderException.class, wrong::offers).fault())
        .isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void halfOfTheCredentialsIsAMistake() {
    TestContext half = TestContext.of(factory, Map.of("client-id", "client-7"));
    assertThatThrownBy(() -> factory.create(half))
        .hasMessageContaining("Set client-id and client-secret, or neither");
  }

  private TestContext context(String secret) {
    return TestContext.of(
        factory, Map.of("url", api.url(), "client-id", "client-7", "client-secret", secret));
  }

  private long tokens() {
    return api.requests().stream().map(ApiRequest::path).filter("/v1/oauth2/token"::equals).count();
  }

  private static Tuple row(String location, CapacityType capacity, String price, State state) {
    return Tuple.tuple(location, capacity, price + " USD an hour", state);
  }
}
