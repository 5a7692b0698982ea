package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsFaultsTest {
  /** More than any call repeats, the JDK's own repetition of a lost request included. */
  private static final int ALWAYS = 1_000;

  private final FakeAws aws = FakeAws.start();

  @BeforeEach
  void stock() {
    Cloud.virginia(aws);
    Cloud.ireland(aws);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @ParameterizedTest
  @MethodSource
  void everyAnswerIsNamedByTheNextMove(String call, ApiReply reply, Fault fault) {
    aws.fail(call, ALWAYS, reply);
    ProviderException failure = failure();
    assertThat(failure.fault()).isEqualTo(fault);
    assertThat(failure).hasMessageContaining(call);
  }

  static Stream<Arguments> everyAnswerIsNamedByTheNextMove() {
    String types = "DescribeInstanceTypes";
    return Stream.of(
        Arguments.of(types, error(503, "RequestLimitExceeded"), Fault.THROTTLED),
        Arguments.of(types, error(400, "Throttling"), Fault.THROTTLED),
        Arguments.of(types, error(429, "SlowDown"), Fault.THROTTLED),
        Arguments.of("GetProducts", json(400, "ThrottlingException"), Fault.THROTTLED),
        Arguments.of("GetProducts", json(400, "ExpiredTokenException"), Fault.CREDENTIALS_REFUSED),
        Arguments.of("GetProducts", json(400, "AccessDeniedException"), Fault.CREDENTIALS_REFUSED),
        Arguments.of("GetProducts", json(500, "InternalErrorException"), Fault.UNREACHABLE),
        Arguments.of("GetProducts", json(400, "InvalidParameterException"), Fault.UNEXPECTED),
        Arguments.of(types, error(401, "AuthFailure"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(types, error(403, "UnauthorizedOperation"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(types, error(400, "RequestExpired"), Fault.CREDENTIALS_REFUSED),
        Arguments.of("GetCallerIdentity", sts("ExpiredToken"), Fault.CREDENTIALS_REFUSED),
        Arguments.of("GetCallerIdentity", sts("InvalidClientTokenId"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(types, error(500, "InternalError"), Fault.UNREACHABLE),
        Arguments.of(types, error(503, "Unavailable"), Fault.UNREACHABLE),
        Arguments.of(types, error(400, "InvalidParameterValue"), Fault.UNEXPECTED),
        Arguments.of(types, ApiReply.status(404, "no such page"), Fault.UNEXPECTED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeInstanceTypes", "GetProducts", "GetCallerIdentity"})
  void aLostConnectionIsUnreachable(String call) {
    aws.fail(call, ALWAYS, ApiReply.reset());
    assertThat(failure().fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeInstanceTypes", "GetProducts"})
  void silenceIsUnreachableWhenTheTimeIsUp(String call) {
    aws.fail(call, ALWAYS, ApiReply.silence());
    ProviderException failure = failure("time-limit", "PT0.3S");
    assertThat(failure.fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(failure).hasMessageContaining(call);
  }

  @Test
  void nobodyListeningIsUnreachable() {
    assertThat(failure("endpoint", "http://127.0.0.1:1").fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeInstanceTypes", "DescribeSpotPriceHistory"})
  void halfAPageIsUnexpected(String call) {
    aws.fail(call, ALWAYS, xml("<?xml version=\"1.0\"?><Reply><requestId>r</requestId><insta"));
    assertThat(failure().fault()).isEqualTo(Fault.UNEXPECTED);
  }

  @Test
  void halfAPageOfPricesIsUnexpected() {
    ApiReply half =
        ApiReply.status(200, "{\"FormatVersion\":\"aws_v1\",\"PriceList\":[\"{\\\"prod")
            .with("Content-Type", "application/x-amz-json-1.1");
    aws.fail("GetProducts", ALWAYS, half);
    assertThat(failure().fault()).isEqualTo(Fault.UNEXPECTED);
  }

  @Test
  void aWrongTypeIsUnexpected() {
    aws.fail(
        "DescribeInstanceTypes",
        ALWAYS,
        xml(
            "<R><instanceTypeSet><item><instanceType>p5.48xlarge</instanceType><vCpuInfo><defaultVCpus>many</defaultVCpus></vCpuInfo></item></instanceTypeSet></R>"));
    assertThat(failure().fault()).isEqualTo(Fault.UNEXPECTED);
  }

  @Test
  void aLongWaitIsPassedOnAndNotWaited() {
    aws.fail(
        "DescribeInstanceTypes",
        ALWAYS,
        error(503, "RequestLimitExceeded").with("Retry-After", "60"));
    ProviderException failure = failure();
    assertThat(failure.fault()).isEqualTo(Fault.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(60));
    assertThat(aws.calls()).filteredOn("DescribeInstanceTypes@us-east-1"::equals).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource
  void aFailureThatEndsByItselfIsWaitedOut(String call, ApiReply reply) throws ProviderException {
    aws.fail(call, Cloud.PATIENCE.tries() - 1, reply);
    try (Provider provider = Cloud.provider(aws)) {
      OfferFeed feed = provider.offers();
      assertThat(feed.offers()).isNotEmpty();
      assertThat(feed.refused()).isEmpty();
    }
  }

  static Stream<Arguments> aFailureThatEndsByItselfIsWaitedOut() {
    return Stream.of(
        Arguments.of("DescribeInstanceTypes@", error(503, "RequestLimitExceeded")),
        Arguments.of("DescribeSpotPriceHistory", error(503, "Unavailable")),
        Arguments.of("GetProducts", json(400, "ThrottlingException")),
        Arguments.of("GetProducts", json(503, "Unavailable").with("Retry-After", "0")),
        Arguments.of("GetProducts", ApiReply.reset()),
        Arguments.of("ListServiceQuotas", json(429, "TooManyRequestsException")));
  }

  @Test
  void oneRegionsFailureLeavesTheOthers() throws ProviderException {
    aws.fail("DescribeInstanceTypes@us-east-1", ALWAYS, error(500, "InternalError"));
    try (Provider provider = Cloud.provider(aws, "regions", "us-east-1,eu-west-1")) {
      OfferFeed feed = provider.offers();
      assertThat(regions(feed)).containsExactly("eu-west-1");
      assertThat(feed.refused())
          .extracting(Refusal::subject, Refusal::reason)
          .containsExactly(tuple("region us-east-1", Reason.UNREADABLE_PART));
      assertThat(feed.refused().get(0).detail())
          .startsWith("UNREACHABLE: ")
          .contains("InternalError")
          .endsWith("nothing is known of it");
    }
  }

  @Test
  void whatAFailingRegionToldBeforeStaysAndAges() throws ProviderException {
    TestContext context = Cloud.context(aws, "regions", "us-east-1,eu-west-1");
    try (Provider provider = Cloud.provider(context)) {
      OfferFeed first = provider.offers();
      aws.fail("DescribeInstanceTypes@us-east-1", ALWAYS, error(500, "InternalError"));
      context.clock().advance(Duration.ofHours(1));
      OfferFeed second = provider.offers();
      assertThat(second.offers())
          .extracting(Offer::id)
          .isEqualTo(first.offers().stream().map(Offer::id).toList());
      assertThat(observed(second, "us-east-1")).isEqualTo(observed(first, "us-east-1"));
      assertThat(observed(second, "eu-west-1")).isEqualTo(context.clock().instant());
      assertThat(second.refused().get(0).detail()).endsWith("stays");
      context.clock().advance(Duration.ofHours(24));
      assertThat(regions(provider.offers())).containsExactly("eu-west-1");
    }
  }

  @Test
  void aRegionThatIsNotEnabledIsNoRefusalOfTheAccount() throws ProviderException {
    aws.fail("DescribeInstanceTypes@us-east-1", ALWAYS, error(401, "AuthFailure"));
    try (Provider provider = Cloud.provider(aws, "regions", "eu-west-1,us-east-1")) {
      assertThat(regions(provider.offers())).containsExactly("eu-west-1");
    }
  }

  @Test
  void credentialsThatExpireInTheMiddleRefuseTheWhole() {
    aws.fail("DescribeInstanceTypes@us-east-1", ALWAYS, error(400, "RequestExpired"));
    try (Provider provider = Cloud.provider(aws, "regions", "us-east-1,eu-west-1")) {
      expireAfterTheFirstIdentity();
      ProviderException failure = catchThrowableOfType(ProviderException.class, provider::offers);
      assertThat(failure.fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
      assertThat(aws.calls()).noneMatch(call -> call.endsWith("@eu-west-1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListServiceQuotas", "DescribeCapacityBlockOfferings"})
  void aPermissionThatIsMissingCostsOnlyItsPart(String call) throws ProviderException {
    boolean isJson = call.startsWith("List");
    aws.fail(
        call,
        ALWAYS,
        isJson ? json(400, "AccessDeniedException") : error(403, "UnauthorizedOperation"));
    try (Provider provider = Cloud.provider(aws)) {
      OfferFeed feed = provider.offers();
      assertThat(Cloud.types(feed)).hasSize(7);
      assertThat(feed.refused())
          .extracting(Refusal::reason)
          .containsExactly(Reason.UNREADABLE_PART);
      assertThat(feed.refused().get(0).detail()).contains(call);
    }
  }

  @Test
  void whatIsNotReachedInTimeComesFirstTheNextTime() throws ProviderException {
    try (Provider provider =
        Cloud.provider(aws, "regions", "us-east-1,eu-west-1", "reading-limit", "PT0.000000001S")) {
      assertThat(regions(provider.offers())).containsExactly("us-east-1");
      OfferFeed second = provider.offers();
      assertThat(regions(second)).containsExactly("us-east-1", "eu-west-1");
      assertThat(second.refused()).extracting(Refusal::subject).containsExactly("region us-east-1");
    }
  }

  @Test
  void aListWithoutEndIsGivenUp() {
    FakeRegion region = aws.region("us-east-1");
    for (int i = 0; i < 1_010; i++) {
      region.quota("L-%08d".formatted(i), 1);
    }
    try (Provider provider = Cloud.provider(aws)) {
      OfferFeed feed = provider.offers();
      assertThat(feed.refused().get(0).detail()).contains("more than 500 pages");
    } catch (ProviderException e) {
      throw new AssertionError("Only the quotas should be missing.", e);
    }
  }

  private void expireAfterTheFirstIdentity() {
    aws.failAfter("GetCallerIdentity", 1, FakeAws.stsError(403, "ExpiredToken", "expired"));
  }

  private ProviderException failure(String... more) {
    try (Provider provider = Cloud.provider(aws, more)) {
      ProviderException failure = catchThrowableOfType(ProviderException.class, provider::offers);
      return Optional.ofNullable(failure)
          .orElseThrow(() -> new AssertionError("The reading should have failed."));
    }
  }

  private static List<String> regions(OfferFeed feed) {
    return feed.offers().stream().map(it -> it.region().name()).distinct().toList();
  }

  private static Instant observed(OfferFeed feed, String region) {
    return feed.offers().stream()
        .filter(it -> it.region().name().equals(region))
        .map(Offer::observedAt)
        .findFirst()
        .orElseThrow();
  }

  private static ApiReply error(int status, String code) {
    return FakeAws.queryError(status, code, "told so by the fake");
  }

  private static ApiReply json(int status, String code) {
    return FakeAws.jsonError(status, code, "told so by the fake");
  }

  private static ApiReply sts(String code) {
    return FakeAws.stsError(403, code, "told so by the fake");
  }

  private static ApiReply xml(String body) {
    return ApiReply.status(200, body).with("Content-Type", "text/xml;charset=UTF-8");
  }
}
