package io.tradewind.adapters.tencent;

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
import io.tradewind.api.Region;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TencentProviderTest {
  private static final String HERE = "ap-singapore";

  private final LoopbackApi api = LoopbackApi.start();
  private final TencentFactory factory = new TencentFactory();
  private final TestContext context = context(Map.of());
  private final FakeTencent tencent = new FakeTencent(api, context.clock());
  private final Provider provider = factory.create(context).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aMachineCostsWhatTheAccountPaysInItsZone() throws ProviderException {
    tencent
        .sells(HERE, "GT4.41XLARGE948", "GT4", "8", "25.5")
        .sellsSpot(HERE, "GT4.41XLARGE948", "GT4", "8", "5.1");
    assertThat(provider.offers().offers())
        .extracting(Offer::region, Offer::zone, Offer::capacityType, it -> it.price().toString())
        .extracting(Tuple::toString)
        .containsExactly(
            "(tencent/ap-singapore, Optional[ap-singapore-3], ON_DEMAND, \"25.500000000 USD an"
                + " hour\")",
            "(tencent/ap-singapore, Optional[ap-singapore-3], SPOT, \"5.100000000 USD an hour\")");
  }

  @Test
  void anAccountOfTheChineseSiteIsBilledInYuan() throws ProviderException {
    tencent.sells(HERE, "PNV4.7XLARGE116", "PNV4", "1", "12.3");
    Provider chinese = factory.create(context(Map.of("site", "china"))).get(0);
    assertThat(chinese.offers().offers().get(0).price()).hasToString("12.300000000 CNY an hour");
  }

  @ParameterizedTest
  @CsvSource({
    "GT4, A100",
    "GN10X, V100-32GB",
    "GN10Xp, V100-32GB",
    "GN8, P40",
    "GN7, T4",
    "GN7vi, T4",
    "GN6S, P4",
    "PNV4, A10",
    "GNV4, A10"
  })
  void theFamilyTellsTheCard(String family, String model) throws ProviderException {
    tencent.sells(HERE, family + ".LARGE", family, "1", "1");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @Test
  void aPartOfACardIsAPart() throws ProviderException {
    tencent.sells(HERE, "GN7.SMALL", "GN7", "0.25", "0.2");
    assertThat(provider.offers().offers().get(0).accelerators().orElseThrow().count())
        .isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({
    "SELL, EnoughStock, AVAILABLE",
    "SELL, NormalStock, AVAILABLE",
    "SELL, UnderStock, LIMITED",
    "SELL, WithoutStock, UNAVAILABLE",
    "SOLD_OUT, WithoutStock, UNAVAILABLE",
    "SOLD_OUT, '', UNAVAILABLE"
  })
  void theStockIsTold(String status, String category, State state) throws ProviderException {
    tencent.has(HERE, "PNV4.7XLARGE116", status, category);
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.availability().state())
        .containsExactly(state);
  }

  @Test
  void machinesWithoutACardAreLeftOut() throws ProviderException {
    tencent.says(
        HERE,
        "POSTPAID_BY_HOUR",
        FakeTencent.row("S5.LARGE8", "S5", "0", "0.1", "SELL", "EnoughStock")
            .replace("\"Gpu\": 1", "\"Gpu\": 0"));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused()).isEmpty();
    assertThat(feed.rows()).isEqualTo(1);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    tencent
        .sells(HERE, "good", "PNV4", "1", "1")
        .sells(HERE, "good", "PNV4", "1", "2")
        .sells(HERE, "free", "PNV4", "1", "0")
        .sells(HERE, "negative", "PNV4", "1", "-1")
        .sells(HERE, "odd", "PNV4", "1", "\"1\"")
        .sells(HERE, "new", "PNV9", "1", "1")
        .says(HERE, "POSTPAID_BY_HOUR", unpriced("sold-out"))
        .says(HERE, "POSTPAID_BY_HOUR", monthly("monthly"))
        .sellsSpot(HERE, "good", "PNV4", "1", "1");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:tencent:tencent:ap-singapore:ap-singapore-3:good:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @ParameterizedTest
  @CsvSource({
    "AuthFailure.SignatureFailure, CREDENTIALS_REFUSED",
    "AuthFailure.SecretIdNotFound, CREDENTIALS_REFUSED",
    "UnauthorizedOperation, CREDENTIALS_REFUSED",
    "InternalError, UNREACHABLE",
    "ResourceInsufficient.SpecifiedInstanceType, NO_CAPACITY",
    "LimitExceeded.InstanceQuota, QUOTA_EXCEEDED",
    "InvalidParameterValue, UNEXPECTED"
  })
  void aCodeInAnAnswerOf200NamesTheFault(String code, Fault fault) {
    api.next(FakeTencent.error(code));
    assertThat(failure(provider).fault()).isEqualTo(fault);
  }

  @Test
  void theLimitOfRequestsIsWaitedOut() throws ProviderException {
    tencent.sells(HERE, "PNV4.7XLARGE116", "PNV4", "1", "1");
    api.next(FakeTencent.error("RequestLimitExceeded"));
    assertThat(provider.offers().offers()).hasSize(1);
    assertThat(api.requests()).hasSize(3);
  }

  @Test
  void aWrongKeyIsRefused() {
    Provider wrong = factory.create(context(Map.of("secret-key", "another"))).get(0);
    assertThat(failure(wrong).fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void aRegionThatFailsLeavesTheOthers() throws ProviderException {
    tencent.sells("eu-frankfurt", "PNV4.7XLARGE116", "PNV4", "1", "1");
    Provider both = factory.create(context(Map.of("regions", HERE + ",eu-frankfurt"))).get(0);
    api.next(FakeTencent.error("InternalError"));
    OfferFeed feed = both.offers();
    assertThat(feed.offers())
        .extracting(Offer::region, Offer::capacityType)
        .containsExactly(
            Tuple.tuple(new Region(TencentProvider.ID, "eu-frankfurt"), CapacityType.ON_DEMAND));
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.UNREADABLE_PART);
  }

  @Test
  void aListThatIsMissingIsUnexpected() {
    api.next(ApiReply.json("{\"Response\": {\"RequestId\": \"r-1\"}}"));
    assertThat(failure(provider).fault()).isEqualTo(Fault.UNEXPECTED);
  }

  @Test
  void anUnknownSiteIsAMistake() {
    TestContext unknown = context(Map.of("site", "mars"));
    assertThatThrownBy(() -> factory.create(unknown))
        .hasMessageContaining("tradewind.tencent.site is 'mars'. Write international or china");
  }

  private TestContext context(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("url", api.url());
    settings.put("secret-id", FakeTencent.SECRET_ID);
    settings.put("secret-key", FakeTencent.SECRET_KEY);
    settings.put("regions", HERE);
    settings.putAll(more);
    return TestContext.of(factory, settings);
  }

  private static ProviderException failure(Provider provider) {
    return Optional.ofNullable(catchThrowableOfType(ProviderException.class, provider::offers))
        .orElseThrow();
  }

  private static String unpriced(String type) {
    return FakeTencent.row(type, "PNV4", "1", "1", "SOLD_OUT", "WithoutStock")
        .replaceFirst("(?s)\"Price\": \\{.*?\\}", "\"Price\": null");
  }

  private static String monthly(String type) {
    return FakeTencent.row(type, "PNV4", "1", "1", "SELL", "EnoughStock")
        .replace("\"HOUR\"", "\"MONTH\"");
  }
}
