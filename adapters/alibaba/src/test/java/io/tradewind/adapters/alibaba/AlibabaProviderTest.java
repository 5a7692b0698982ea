package io.tradewind.adapters.alibaba;

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
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlibabaProviderTest {
  private static final String ZONE = "ap-southeast-1a";
  private static final String A10 = "ecs.gn7i-c16g1.4xlarge";

  private final LoopbackApi api = LoopbackApi.start();
  private final AlibabaFactory factory = new AlibabaFactory();
  private final TestContext context = context(Map.of());
  private final FakeAlibaba alibaba = new FakeAlibaba(api, context.clock(), 2);
  private final Provider provider = factory.create(context).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aMachineCostsWhatTheAccountPaysForItAlone() throws ProviderException {
    alibaba
        .makes("ecs.gn7e-c16g1.32xlarge", "NVIDIA A100", 80, 8)
        .sells(ZONE, "ecs.gn7e-c16g1.32xlarge", "Available", "WithStock")
        .priced("ecs.gn7e-c16g1.32xlarge", "39.5");
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.region()).hasToString("alibaba/ap-southeast-1");
    assertThat(offer.zone()).contains(ZONE);
    assertThat(offer.price()).hasToString("39.500000000 USD an hour");
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(8);
    assertThat(offer.instanceType().memory().gibibytes()).isEqualTo(125);
  }

  @Test
  void anAccountOfTheChineseSiteIsBilledInYuan() throws ProviderException {
    a10().billedIn("CNY").sells(ZONE, A10, "Available", "WithStock");
    assertThat(provider.offers().offers().get(0).price()).hasToString("2.100000000 CNY an hour");
  }

  @Test
  void everyPageOfShapesIsRead() throws ProviderException {
    for (int i = 0; i < 7; i++) {
      String type = "ecs.gn7i-%d.large".formatted(i);
      alibaba
          .makes(type, "NVIDIA A10", 24, 1)
          .sells(ZONE, type, "Available", "WithStock")
          .priced(type, "1");
    }
    assertThat(provider.offers().offers()).hasSize(7);
    assertThat(asked("DescribeInstanceTypes")).isEqualTo(4);
  }

  @Test
  void theLatestSpotPriceOfEachZoneCountsOverAllPages() throws ProviderException {
    a10()
        .sellsSpot(ZONE, A10)
        .sellsSpot("ap-southeast-1b", A10)
        .sampled(ZONE, A10, "0.9", "2026-11-20T09:00:00Z")
        .sampled(ZONE, A10, "0.4", "2026-11-20T11:00:00Z")
        .sampled("ap-southeast-1b", A10, "\"0.7\"", "2026-11-20T08:00:00Z")
        .sampled(ZONE, A10, "0.8", "2026-11-20T10:00:00Z")
        .sampled(ZONE, A10, "0.8", "2026-11-20T07:00:00Z");
    assertThat(provider.offers().offers())
        .extracting(it -> it.zone().orElseThrow(), Offer::capacityType, it -> price(it))
        .containsExactly(
            Tuple.tuple(ZONE, CapacityType.SPOT, "0.400000000 USD an hour"),
            Tuple.tuple("ap-southeast-1b", CapacityType.SPOT, "0.700000000 USD an hour"));
    assertThat(asked("DescribeSpotPriceHistory")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA A10, 24, A10",
    "NVIDIA A100, 40, A100",
    "NVIDIA A100, 80, A100-80GB",
    "NVIDIA V100, 16, V100",
    "NVIDIA V100, 32, V100-32GB",
    "NVIDIA T4, 16, T4",
    "NVIDIA P100, 16, P100",
    "NVIDIA P4, 8, P4",
    "NVIDIA L20, 48, L20"
  })
  void theCardIsKnownByItsNameAndItsMemory(String card, double gigabytes, String model)
      throws ProviderException {
    alibaba
        .makes("x", card, gigabytes, 1)
        .sells(ZONE, "x", "Available", "WithStock")
        .priced("x", "1");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @ParameterizedTest
  @CsvSource({
    "Available, WithStock, AVAILABLE",
    "Available, ClosedWithStock, LIMITED",
    "Available, WithoutStock, UNAVAILABLE",
    "Available, ClosedWithoutStock, UNAVAILABLE",
    "SoldOut, '', UNAVAILABLE"
  })
  void theStockOfTheTypeIsToldAndNotThatOfTheZone(String status, String category, State state)
      throws ProviderException {
    a10().sells(ZONE, A10, status, category);
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.availability().state())
        .containsExactly(state);
  }

  @Test
  void machinesWithoutACardAreLeftOut() throws ProviderException {
    alibaba
        .makes("{\"InstanceTypeId\": \"ecs.g7.large\", \"GPUAmount\": 0}")
        .sells(ZONE, "ecs.g7.large", "Available", "WithStock")
        .sells(ZONE, "ecs.c7.large", "Available", "WithStock");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused()).isEmpty();
    assertThat(asked("DescribePrice")).isZero();
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    a10()
        .makes("free", "NVIDIA A10", 24, 1)
        .makes("negative", "NVIDIA A10", 24, 1)
        .makes("unpriced", "NVIDIA A10", 24, 1)
        .makes("odd", "NVIDIA A10", 24, 1)
        .makes("part", "NVIDIA A10", 4, 1)
        .makes("new", "NVIDIA GU30", 24, 1)
        .makes("{\"InstanceTypeId\": \"vague\", \"GPUAmount\": 1, \"GPUSpec\": \"NVIDIA A100\"}")
        .priced("free", "0")
        .priced("negative", "-1")
        .priced("odd", "\"one\"")
        .priced("part", "1")
        .priced("new", "1")
        .priced("vague", "1")
        .sells(ZONE, A10, "Available", "WithStock")
        .sells(ZONE, A10, "SoldOut", "WithoutStock")
        .sellsSpot(ZONE, A10)
        .sampled(ZONE, A10, "2.1", "2026-11-20T11:00:00Z")
        .sellsSpot("ap-southeast-1b", A10);
    for (String type : "free negative unpriced odd part new vague".split(" ")) {
      alibaba.sells(ZONE, type, "Available", "WithStock");
    }
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly(
            "live:alibaba:alibaba:ap-southeast-1:%s:%s:on_demand".formatted(ZONE, A10));
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.PRICE_MISSING,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.PRICE_MISSING,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @ParameterizedTest
  @CsvSource({
    "404, InvalidAccessKeyId.NotFound, CREDENTIALS_REFUSED",
    "400, SignatureDoesNotMatch, CREDENTIALS_REFUSED",
    "403, Forbidden.RAM, CREDENTIALS_REFUSED",
    "400, InvalidSecurityToken.Expired, CREDENTIALS_REFUSED",
    "503, ServiceUnavailable, UNREACHABLE",
    "500, InternalError, UNREACHABLE",
    "403, QuotaExceed.ElasticQuota, QUOTA_EXCEEDED",
    "403, OperationDenied.NoStock, NO_CAPACITY",
    "400, MissingParameter, UNEXPECTED"
  })
  void theCodeNamesTheFaultWhateverTheStatus(int status, String code, Fault fault) {
    api.next(FakeAlibaba.error(status, code));
    assertThat(failure(provider).fault()).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource({"400, Throttling.User", "400, Throttling", "429, Throttling.Api"})
  void tooManyCallsAreWaitedOutAndSignedAnew(int status, String code) throws ProviderException {
    a10().sells(ZONE, A10, "Available", "WithStock");
    api.next(FakeAlibaba.error(status, code));
    assertThat(provider.offers().offers()).hasSize(1);
    assertThat(asked("DescribeInstanceTypes")).isEqualTo(2);
  }

  @Test
  void aWrongSecretIsRefused() {
    Provider wrong = factory.create(context(Map.of("access-key-secret", "another"))).get(0);
    assertThat(failure(wrong).fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void aPriceIsRememberedForAnHourAndKeepsItsTime() throws ProviderException {
    a10().sells(ZONE, A10, "Available", "WithStock");
    Offer first = provider.offers().offers().get(0);
    context.clock().advance(Duration.ofMinutes(59));
    Offer second = provider.offers().offers().get(0);
    assertThat(asked("DescribePrice")).isEqualTo(1);
    assertThat(second.observedAt()).isEqualTo(first.observedAt());
    assertThat(second.availability().observedAt()).isEqualTo(context.clock().instant());
    context.clock().advance(Duration.ofMinutes(1));
    provider.offers();
    assertThat(asked("DescribePrice")).isEqualTo(2);
  }

  @Test
  void pagesInACircleEnd() {
    api.on(
        "GET",
        "/",
        ApiReply.json("{\"NextToken\": \"same\", \"InstanceTypes\": {\"InstanceType\": []}}"));
    assertThat(failure(provider).fault()).isEqualTo(Fault.UNEXPECTED);
  }

  @Test
  void aRegionThatFailsLeavesTheOthers() throws ProviderException {
    Provider both =
        factory.create(context(Map.of("regions", "eu-central-1,ap-southeast-1"))).get(0);
    a10().sells(ZONE, A10, "Available", "WithStock");
    api.next(FakeAlibaba.error(500, "InternalError"));
    OfferFeed feed = both.offers();
    assertThat(feed.offers()).hasSize(1);
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.UNREADABLE_PART);
  }

  @Test
  void halfOfTheKeyIsAMistake() {
    TestContext half = TestContext.of(factory, Map.of("access-key-id", "LTAI-7"));
    assertThatThrownBy(() -> factory.create(half))
        .hasMessageContaining("Set access-key-id and access-key-secret, or neither");
  }

  private FakeAlibaba a10() {
    return alibaba.makes(A10, "NVIDIA A10", 24, 1).priced(A10, "2.1");
  }

  private TestContext context(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("url", api.url());
    settings.put("access-key-id", FakeAlibaba.KEY_ID);
    settings.put("access-key-secret", FakeAlibaba.KEY_SECRET);
    settings.put("regions", "ap-southeast-1");
    settings.putAll(more);
    return TestContext.of(factory, settings);
  }

  private long asked(String action) {
    return api.requests().stream()
        .map(ApiRequest::headers)
        .filter(headers -> action.equals(headers.get("x-acs-action")))
        .count();
  }

  private static String price(Offer offer) {
    return offer.price().toString();
  }

  private static ProviderException failure(Provider provider) {
    return Optional.ofNullable(catchThrowableOfType(ProviderException.class, provider::offers))
        .orElseThrow();
  }
}
