package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AwsPublicTest {
  private final FakePriceFiles files = FakePriceFiles.start();

  static Map<String, String> settings(FakePriceFiles files) {
    return Map.of(
        "enabled",
        "true",
        "regions",
        "us-east-1",
        "bulk-url",
        files.url(),
        "spot-url",
        files.url(),
        "advisor-url",
        files.url(),
        "time-limit",
        "PT20S");
  }

  @BeforeEach
  void stock() {
    files
        .onDemand("us-east-1", "p5.48xlarge", "55.0400000000")
        .onDemand("us-east-1", "g5.xlarge", "1.0060000000")
        .onDemand("us-east-1", "m5.large", "0.0960000000");
  }

  @AfterEach
  void close() {
    files.close();
  }

  @ParameterizedTest
  @CsvSource({"enabled, auto", "enabled, false"})
  void unlessTheNetworkIsAllowedThereIsNoProvider(String key, String value) {
    assertThat(new AwsPublicFactory().create(context(key, value))).isEmpty();
  }

  @Test
  void aListPriceIsDatedByItsPublication() throws ProviderException {
    Offer offer = Cloud.offer(read(), "p5.48xlarge", "-", CapacityType.ON_DEMAND);
    assertThat(offer.price()).isEqualTo(usd("55.04"));
    assertThat(offer.provider().value()).isEqualTo("aws");
    assertThat(offer.source().term()).isEqualTo(Source.Term.LIST);
    assertThat(offer.source().asOf()).contains(Instant.parse("2026-11-19T20:11:02Z"));
    assertThat(offer.accelerators().orElseThrow().model().name()).isEqualTo("H100");
  }

  @Test
  void onlyTypesOfTheTableAreListed() throws ProviderException {
    assertThat(Cloud.types(read())).containsExactlyInAnyOrder("p5.48xlarge", "g5.xlarge");
  }

  @Test
  void aSpotPriceIsFoundUnderTheRegionsFirstName() throws ProviderException {
    Offer offer = Cloud.offer(read(), "p5.48xlarge", "-", CapacityType.SPOT);
    assertThat(offer.price()).isEqualTo(usd("31.4641"));
  }

  @Test
  void theInterruptionBandIsAScore() throws ProviderException {
    Availability told = Cloud.offer(read(), "p5.48xlarge", "-", CapacityType.SPOT).availability();
    assertThat(told.kind()).isEqualTo(Availability.Kind.SCORE);
    assertThat(told.value()).hasValue(0);
    assertThat(told.state()).isEqualTo(Availability.State.LIMITED);
  }

  @Test
  void notAvailableIsNoSpotPriceAndNoRefusal() throws ProviderException {
    OfferFeed feed = read();
    assertThat(feed.offers())
        .filteredOn(offer -> offer.instanceType().name().equals("g5.xlarge"))
        .extracting(Offer::capacityType)
        .containsExactly(CapacityType.ON_DEMAND);
    assertThat(feed.refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Reserved, Hrs, Shared, Linux, Used, NA, OnDemand",
    "OnDemand, Quantity, Shared, Linux, Used, NA, OnDemand",
    "OnDemand, Hrs, Dedicated, Linux, Used, NA, OnDemand",
    "OnDemand, Hrs, Shared, Windows, Used, NA, OnDemand",
    "OnDemand, Hrs, Shared, Linux, AllocatedCapacityReservation, NA, OnDemand",
    "OnDemand, Hrs, Shared, Linux, Used, SQL Ent, OnDemand",
    "OnDemand, Hrs, Shared, Linux, Used, NA, CapacityBlock"
  })
  void whatIsNotPlainOnDemandNeverPosesAsIt(
      String term,
      String unit,
      String tenancy,
      String system,
      String status,
      String software,
      String market)
      throws ProviderException {
    files.row(
        "us-east-1",
        FakePriceFiles.line(
            term, "g6.xlarge", "0.1", unit, tenancy, system, status, software, market));
    OfferFeed feed = read();
    assertThat(Cloud.types(feed)).containsExactlyInAnyOrder("p5.48xlarge", "g5.xlarge");
    assertThat(feed.refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0000000000, PRICE_NOT_POSITIVE",
    "-2.5, PRICE_NOT_POSITIVE",
    "99999, PRICE_ABSURD",
    "free, MALFORMED_ROW"
  })
  void aPriceThatIsNoneIsRefused(String price, Reason reason) throws ProviderException {
    files.onDemand("us-east-1", "g6.xlarge", price);
    OfferFeed feed = read();
    assertThat(Cloud.types(feed)).doesNotContain("g6.xlarge");
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(reason);
  }

  @Test
  void aRepeatedRowSaysNothingNewAndAnotherPriceIsRefused() throws ProviderException {
    files
        .onDemand("us-east-1", "g5.xlarge", "1.0060000000")
        .onDemand("us-east-1", "g5.xlarge", "2.0000000000");
    OfferFeed feed = read();
    assertThat(Cloud.offer(feed, "g5.xlarge", "-", CapacityType.ON_DEMAND).price())
        .isEqualTo(usd("1.006"));
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void aPriceListThatIsTheSameIsNotSentAgain() throws ProviderException {
    TestContext context = context();
    try (Provider provider = provider(context)) {
      OfferFeed first = provider.offers();
      context.clock().advance(Duration.ofHours(7));
      OfferFeed second = provider.offers();
      assertThat(second.offers()).hasSameSizeAs(first.offers());
      assertThat(second.offers().get(0).observedAt()).isEqualTo(context.clock().instant());
      assertThat(listRequests().get(1).header("If-None-Match")).isPresent();
    }
  }

  @Test
  void aNewPriceListIsTakenAfterSixHours() throws ProviderException {
    TestContext context = context();
    try (Provider provider = provider(context)) {
      provider.offers();
      files.onDemand("us-east-1", "g6.xlarge", "0.8048000000");
      context.clock().advance(Duration.ofHours(5));
      assertThat(Cloud.types(provider.offers())).doesNotContain("g6.xlarge");
      context.clock().advance(Duration.ofHours(2));
      assertThat(Cloud.types(provider.offers())).contains("g6.xlarge");
    }
  }

  @Test
  void withoutSpotPricesTheListPricesStay() throws ProviderException {
    files.api().on("GET", "/spot.json", ApiReply.status(500));
    OfferFeed feed = read();
    assertThat(feed.offers()).extracting(Offer::capacityType).containsOnly(CapacityType.ON_DEMAND);
    assertThat(feed.refused()).extracting(Refusal::reason).containsExactly(Reason.UNREADABLE_PART);
  }

  @Test
  void spotPricesStayForAnHourWhenTheirPageFails() throws ProviderException {
    TestContext context = context();
    try (Provider provider = provider(context)) {
      provider.offers();
      files.api().on("GET", "/spot.json", ApiReply.json("{\"config\": {\"regions\": \"moved\"}}"));
      context.clock().advance(Duration.ofHours(1));
      assertThat(provider.offers().offers()).hasSize(3);
      context.clock().advance(Duration.ofMinutes(1));
      assertThat(provider.offers().offers()).hasSize(2);
    }
  }

  @Test
  void oneRegionsFailureLeavesTheOthers() throws ProviderException {
    files.api().on("GET", FakePriceFiles.path("eu-west-1"), ApiReply.status(404, "no such key"));
    OfferFeed feed = read("regions", "us-east-1,eu-west-1");
    assertThat(feed.offers()).hasSize(3);
    assertThat(feed.refused()).extracting(Refusal::subject).containsExactly("region eu-west-1");
  }

  @ParameterizedTest
  @MethodSource
  void everyAnswerIsNamedByTheNextMove(ApiReply reply, Fault fault) {
    files.api().on("GET", FakePriceFiles.path("us-east-1"), reply);
    assertThat(failure().fault()).isEqualTo(fault);
  }

  static Stream<Arguments> everyAnswerIsNamedByTheNextMove() {
    String list = FakePriceFiles.HEAD + "\"SKU\",\"half";
    return Stream.of(
        Arguments.of(ApiReply.throttled(Duration.ofSeconds(9)), Fault.THROTTLED),
        Arguments.of(ApiReply.unavailable(Duration.ofSeconds(9)), Fault.THROTTLED),
        Arguments.of(ApiReply.status(503), Fault.UNREACHABLE),
        Arguments.of(ApiReply.status(403), Fault.CREDENTIALS_REFUSED),
        Arguments.of(ApiReply.status(404), Fault.UNEXPECTED),
        Arguments.of(ApiReply.reset(), Fault.UNREACHABLE),
        Arguments.of(ApiReply.status(200, list).cut(), Fault.UNREACHABLE),
        Arguments.of(ApiReply.status(200, "<html>maintenance</html>"), Fault.UNEXPECTED),
        Arguments.of(ApiReply.status(200, ""), Fault.UNEXPECTED),
        Arguments.of(ApiReply.status(200, "\"SKU\",\"Price\"\n"), Fault.UNEXPECTED),
        Arguments.of(ApiReply.status(200, "x".repeat(100_000)), Fault.UNEXPECTED));
  }

  @Test
  void silenceIsUnreachableWhenTheTimeIsUp() {
    files.api().on("GET", FakePriceFiles.path("us-east-1"), ApiReply.silence());
    assertThat(failure("time-limit", "PT0.3S").fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void nobodyListeningIsUnreachable() {
    assertThat(failure("bulk-url", "http://127.0.0.1:1").fault()).isEqualTo(Fault.UNREACHABLE);
  }

  private OfferFeed read(String... more) throws ProviderException {
    try (Provider provider = provider(context(more))) {
      return provider.offers();
    }
  }

  private ProviderException failure(String... more) {
    try (Provider provider = provider(context(more))) {
      return catchThrowableOfType(ProviderException.class, provider::offers);
    }
  }

  private List<ApiRequest> listRequests() {
    return files.api().requests().stream()
        .filter(request -> request.path().endsWith("index.csv"))
        .toList();
  }

  private TestContext context(String... more) {
    Map<String, String> settings = new HashMap<>(settings(files));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return TestContext.of(new AwsPublicFactory(), settings);
  }

  private static Provider provider(TestContext context) {
    return new AwsPublicFactory().create(context).get(0);
  }

  private static HourlyRate usd(String amount) {
    return new HourlyRate(Money.usd(amount));
  }
}
