package io.tradewind.adapters.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.Status;
import io.tradewind.adapters.nebius.FakeNebius.Preset;
import io.tradewind.api.Availability.Kind;
import io.tradewind.api.Availability.State;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.MutableClock;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NebiusProviderTest {
  private static final String FINLAND = "eu-north1";
  private static final String H100 = "gpu-h100-sxm";
  private static final Preset EIGHT = new Preset("8gpu-128vcpu-1600gb", 8, 128, 1600, true);

  private final FakeNebius nebius = new FakeNebius(MutableClock.at(TestContext.START));
  private final NebiusFactory factory = new NebiusFactory();
  private final TestContext context = TestContext.of(factory, settings(nebius));
  private final Provider provider = factory.create(context).get(0);

  @AfterEach
  void close() {
    provider.close();
    nebius.close();
  }

  @Test
  void aPresetCostsWhatTheCalculatorSays() throws ProviderException {
    finland().sells(FINLAND, H100, 80, true, EIGHT);
    nebius.priced(H100, EIGHT.name(), "23.6").pricedSpot(H100, EIGHT.name(), "10.4");
    assertThat(provider.offers().offers())
        .extracting(Offer::capacityType, offer -> offer.price().toString())
        .containsExactly(
            Tuple.tuple(CapacityType.ON_DEMAND, "23.600000000 USD an hour"),
            Tuple.tuple(CapacityType.SPOT, "10.400000000 USD an hour"));
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.region()).hasToString("nebius/eu-north1");
    assertThat(offer.instanceType().name()).isEqualTo("gpu-h100-sxm_8gpu-128vcpu-1600gb");
    assertThat(offer.instanceType().interconnect()).isEqualTo(Interconnect.RDMA);
    assertThat(offer.instanceType().memory().gibibytes()).isEqualTo(1600);
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(8);
  }

  @Test
  void everyPageOfProjectsAndPlatformsIsRead() throws ProviderException {
    nebius.pagesOf(2);
    for (int region = 0; region < 3; region++) {
      nebius
          .hasProject("project-" + region, "region-" + region)
          .hasProject("another-" + region, "region-" + region);
      for (int size = 1; size <= 5; size++) {
        Preset preset = new Preset(size + "gpu", size, 16, 200, false);
        nebius.sells("region-" + region, H100, 80, false, preset).priced(H100, size + "gpu", "3");
      }
    }
    assertThat(provider.offers().offers()).hasSize(15);
    assertThat(Collections.frequency(nebius.asked(), Method.LIST_PROJECTS)).isEqualTo(3);
    assertThat(Collections.frequency(nebius.asked(), Method.LIST_PLATFORMS)).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "gpu-h100-sxm, 80, H100-SXM",
    "gpu-h200-sxm, 141, H200",
    "gpu-b200-sxm, 180, B200",
    "gpu-b200-sxm-a, 180, B200",
    "gpu-b300-sxm, 288, B300",
    "gpu-l40s-a, 48, L40S",
    "gpu-l40s-d, 48, L40S",
    "gpu-rtx6000, 96, RTXPRO6000"
  })
  void theCardIsKnownByThePlatformAndItsMemory(String platform, long gigabytes, String model)
      throws ProviderException {
    finland().sells(FINLAND, platform, gigabytes, false, EIGHT).priced(platform, EIGHT.name(), "1");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @Test
  void freeMachinesOfAllFabricsAreCounted() throws ProviderException {
    h100()
        .advises(FINLAND, H100, EIGHT.name(), 1, 2, 4)
        .advises(FINLAND, H100, EIGHT.name(), 1, 1, 4);
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.availability().kind()).isEqualTo(Kind.COUNT);
    assertThat(offer.availability().value()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 4, UNAVAILABLE", "1, 0, 0, NO_QUOTA", "2, 3, 4, UNKNOWN", "10, 3, 4, UNKNOWN"})
  void whatIsNotFreshIsNotBelieved(long dataState, long available, long limit, State state)
      throws ProviderException {
    h100().advises(FINLAND, H100, EIGHT.name(), dataState, available, limit);
    assertThat(provider.offers().offers())
        .extracting(it -> it.availability().state())
        .containsExactly(state);
  }

  @Test
  void whoMayNotAskForAdviceGetsPricesAllTheSame() throws ProviderException {
    h100();
    provider.offers();
    nebius.failNextOf(Method.LIST_ADVICE, Status.PERMISSION_DENIED);
    assertThat(provider.offers().offers())
        .extracting(it -> it.availability().state())
        .containsExactly(State.UNKNOWN);
  }

  @Test
  void machinesWithoutACardAreLeftOut() throws ProviderException {
    finland().sells(FINLAND, "cpu-d3", 0, false, new Preset("8vcpu-32gb", 0, 8, 32, false));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused()).isEmpty();
    assertThat(nebius.asked()).doesNotContain(Method.ESTIMATE);
  }

  @Test
  void aTenantWithoutProjectsSeesNothing() throws ProviderException {
    assertThat(provider.offers().offers()).isEmpty();
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    h100()
        .sells(FINLAND, "gpu-l40s-a", 48, false, EIGHT)
        .priced("gpu-l40s-a", EIGHT.name(), "0")
        .sells(FINLAND, "gpu-h200-sxm", 141, true, EIGHT)
        .priced("gpu-h200-sxm", EIGHT.name(), "30")
        .pricedSpot("gpu-h200-sxm", EIGHT.name(), "30")
        .sells(FINLAND, "gpu-b200-sxm", 180, false, EIGHT)
        .priced("gpu-b200-sxm", EIGHT.name(), "-1")
        .sells(FINLAND, "gpu-b300-sxm", 288, false, EIGHT)
        .sells(FINLAND, "gpu-l40s-d", 48, false, EIGHT)
        .priced("gpu-l40s-d", EIGHT.name(), "one")
        .sells(FINLAND, "gpu-x9000-sxm", 80, false, EIGHT)
        .priced("gpu-x9000-sxm", EIGHT.name(), "1")
        .sells(FINLAND, "gpu-rtx6000", 0, false, EIGHT)
        .priced("gpu-rtx6000", EIGHT.name(), "1");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.instanceType().name())
        .containsExactly(H100 + "_" + EIGHT.name(), "gpu-h200-sxm_" + EIGHT.name());
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.PRICE_MISSING,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHENTICATED, CREDENTIALS_REFUSED",
    "PERMISSION_DENIED, CREDENTIALS_REFUSED",
    "RESOURCE_EXHAUSTED, THROTTLED",
    "UNAVAILABLE, UNREACHABLE",
    "DEADLINE_EXCEEDED, UNREACHABLE",
    "INTERNAL, UNREACHABLE",
    "UNIMPLEMENTED, UNEXPECTED",
    "INVALID_ARGUMENT, UNEXPECTED",
    "UNKNOWN, UNEXPECTED"
  })
  void theStatusNamesTheFault(Status.Code code, Fault fault) {
    h100().failNext(code.toStatus());
    assertThat(failure().fault()).isEqualTo(fault);
  }

  @Test
  void theWaitThatIsAskedForIsPassedOn() {
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER), "60000");
    h100().failNext(Status.RESOURCE_EXHAUSTED, trailers);
    assertThat(failure().retryAfter()).contains(Duration.ofMinutes(1));
  }

  @Test
  void aReplyThatIsNoMessageIsUnexpected() throws ProviderException {
    h100().answerNext(new byte[] {(byte) 0xff, (byte) 0xff, 7});
    assertThat(failure().fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(provider.offers().offers()).hasSize(1);
  }

  @Test
  void aTokenThatIsNoneIsUnexpected() {
    h100().answerNext(new byte[0]);
    assertThat(failure()).hasMessageContaining("without an access_token");
  }

  @Test
  void nobodyListeningIsUnreachable() {
    nebius.close();
    assertThat(failure().fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void silenceIsUnreachableWhenTheTimeIsUp() {
    Map<String, String> hurried = new HashMap<>(settings(h100()));
    hurried.put("time-limit", "PT0.2S");
    nebius.staysSilent();
    try (Provider lost = factory.create(TestContext.of(factory, hurried)).get(0)) {
      assertThat(catchThrowableOfType(ProviderException.class, lost::offers).fault())
          .isEqualTo(Fault.UNREACHABLE);
    }
  }

  @Test
  void aRegionThatFailsLeavesTheOthers() throws ProviderException {
    h100().hasProject("project-2", "us-central1").sells("us-central1", H100, 80, false, EIGHT);
    provider.offers();
    nebius.failNextOf(Method.LIST_PLATFORMS, Status.UNAVAILABLE);
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).hasSize(2);
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.UNREADABLE_PART);
  }

  @Test
  void aPriceIsRememberedForAnHourAndKeepsItsTime() throws ProviderException {
    h100();
    Offer first = provider.offers().offers().get(0);
    context.clock().advance(Duration.ofMinutes(59));
    Offer second = provider.offers().offers().get(0);
    assertThat(second.observedAt()).isEqualTo(first.observedAt());
    assertThat(Collections.frequency(nebius.asked(), Method.ESTIMATE)).isEqualTo(1);
    context.clock().advance(Duration.ofMinutes(1));
    provider.offers();
    assertThat(Collections.frequency(nebius.asked(), Method.ESTIMATE)).isEqualTo(2);
  }

  @Test
  void aTokenIsUsedWhileItHoldsAndTradedAnewOnceWhenItIsWithdrawn() throws ProviderException {
    h100();
    provider.offers();
    provider.offers();
    assertThat(Collections.frequency(nebius.asked(), Method.EXCHANGE_TOKEN)).isEqualTo(1);
    nebius.forgetsItsTokens();
    assertThat(provider.offers().offers()).hasSize(1);
    assertThat(Collections.frequency(nebius.asked(), Method.EXCHANGE_TOKEN)).isEqualTo(2);
  }

  @Test
  void aKeyInOneLineIsReadLikeOneInMany() throws ProviderException {
    h100();
    Map<String, String> oneLine = new HashMap<>(settings(nebius));
    oneLine.put("private-key", FakeTokens.pem().replace("\n", "\\n"));
    try (Provider same = factory.create(TestContext.of(factory, oneLine)).get(0)) {
      assertThat(same.offers().offers()).hasSize(1);
    }
  }

  @Test
  void aKeyThatIsNoneIsAMistakeAndIsNotShown() {
    Map<String, String> wrong = new HashMap<>(settings(nebius));
    wrong.put("private-key", "not-a-key-4711");
    TestContext context = TestContext.of(factory, wrong);
    assertThatThrownBy(() -> factory.create(context))
        .hasMessageContaining("is no RSA key in PKCS #8 form")
        .hasMessageNotContaining("4711");
  }

  @Test
  void withoutCredentialsThereIsNoProviderAndWithHalfOfThemAMistake() {
    assertThat(factory.create(TestContext.of(factory))).isEmpty();
    TestContext half = TestContext.of(factory, Map.of("tenant-id", "tenant-e00"));
    assertThatThrownBy(() -> factory.create(half)).hasMessageContaining("or none of them");
  }

  static Map<String, String> settings(FakeNebius nebius) {
    return Map.of(
        "url",
        nebius.url(),
        "tenant-id",
        FakeNebius.TENANT,
        "service-account-id",
        FakeTokens.ACCOUNT,
        "public-key-id",
        FakeTokens.KEY_ID,
        "private-key",
        FakeTokens.pem(),
        "time-limit",
        "PT20S");
  }

  private FakeNebius finland() {
    return nebius.hasProject("project-1", FINLAND);
  }

  private FakeNebius h100() {
    return finland().sells(FINLAND, H100, 80, false, EIGHT).priced(H100, EIGHT.name(), "23.6");
  }

  private ProviderException failure() {
    return Optional.ofNullable(catchThrowableOfType(ProviderException.class, provider::offers))
        .orElseThrow();
  }
}
