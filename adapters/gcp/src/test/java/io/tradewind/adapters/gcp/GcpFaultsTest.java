package io.tradewind.adapters.gcp;

import static io.tradewind.adapters.gcp.FakeGoogle.KEY;
import static io.tradewind.adapters.gcp.FakeGoogle.sku;
import static io.tradewind.adapters.gcp.Market.IOWA;
import static io.tradewind.adapters.gcp.Market.ZONE;
import static io.tradewind.api.CapacityType.ON_DEMAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpFaultsTest extends GcpScenario {
  @ParameterizedTest
  @MethodSource
  void aFailureIsNamedByTheNextMove(ApiReply reply, Fault fault) {
    FakeGoogle google = market();
    for (String path : calls()) {
      Provider provider = provider(google);
      google.api.on("GET", path, reply);
      assertThat(failure(provider)).extracting(ProviderException::fault).isEqualTo(fault);
      google = market();
    }
  }

  static Stream<Arguments> aFailureIsNamedByTheNextMove() {
    return Stream.of(
        Arguments.of(ApiReply.throttled(Duration.ofSeconds(30)), Fault.THROTTLED),
        Arguments.of(ApiReply.unavailable(Duration.ofSeconds(30)), Fault.THROTTLED),
        Arguments.of(
            ApiReply.status(
                403, "{\"error\": {\"errors\": [{\"reason\": \"rateLimitExceeded\"}]}}"),
            Fault.THROTTLED),
        Arguments.of(ApiReply.status(401), Fault.CREDENTIALS_REFUSED),
        Arguments.of(ApiReply.status(403), Fault.CREDENTIALS_REFUSED),
        Arguments.of(
            ApiReply.status(400, "{\"error\": {\"details\": [{\"reason\": \"API_KEY_INVALID\"}]}}"),
            Fault.CREDENTIALS_REFUSED),
        Arguments.of(ApiReply.status(500), Fault.UNREACHABLE),
        Arguments.of(ApiReply.status(503), Fault.UNREACHABLE),
        Arguments.of(ApiReply.reset(), Fault.UNREACHABLE),
        Arguments.of(ApiReply.json("{\"items\": {\"a\": 1}}").cut(), Fault.UNREACHABLE),
        Arguments.of(ApiReply.status(404), Fault.UNEXPECTED),
        Arguments.of(
            ApiReply.json("{\"skus\": [{\"skuId\": \"1\"}], \"items\": {}}").half(),
            Fault.UNEXPECTED),
        Arguments.of(ApiReply.json("{\"skus\": 7, \"items\": 7}"), Fault.UNEXPECTED),
        Arguments.of(ApiReply.json("<html>maintenance</html>"), Fault.UNEXPECTED),
        Arguments.of(ApiReply.json(""), Fault.UNEXPECTED));
  }

  @Test
  void howLongToWaitIsPassedOn() {
    FakeGoogle google = market();
    google.api.next(ApiReply.throttled(Duration.ofSeconds(42)));
    assertThat(failure(provider(google)).retryAfter()).contains(Duration.ofSeconds(42));
  }

  @Test
  void aFailingCallIsNotRepeated() {
    FakeGoogle google = market();
    google.api.next(ApiReply.status(503));
    failure(provider(google));
    assertThat(google.api.requests()).hasSize(1);
  }

  @Test
  void silenceEndsWithTheTimeLimit() {
    FakeGoogle google = market();
    google.api.next(ApiReply.silence());
    assertThat(failure(provider(google, "time-limit", "PT0.5S")).fault())
        .isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void anAccountThatIsNoLongerGoodIsNamed() {
    FakeGoogle google = market();
    google.api.on(
        "POST",
        "/token",
        ApiReply.status(400, "{\"error\": \"invalid_grant\", \"error_description\": \"expired\"}"));
    assertThat(failure(provider(google)).fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void aSecretThatGoogleRepeatsIsNotShown() {
    FakeGoogle google = market();
    google.api.next(ApiReply.status(400, "{\"error\": \"the key %s\"}".formatted(KEY)));
    StringWriter shown = new StringWriter();
    failure(provider(google)).printStackTrace(new PrintWriter(shown));
    assertThat(shown.toString()).doesNotContain(KEY).contains("400");
  }

  @Test
  void theKeyGoesInAHeaderAndTheTokenToTheProjectsOwnListsAlone() throws Exception {
    FakeGoogle google = market();
    provider(google).offers();
    for (ApiRequest request : google.api.requests()) {
      boolean isBilling = request.path().contains("/skus");
      assertThat(request.header("x-goog-api-key").isPresent()).isEqualTo(isBilling);
      assertThat(request.query().values()).doesNotContain(KEY);
      assertThat(request.header("authorization").isPresent())
          .isEqualTo(
              request.path().startsWith("/compute/") || request.path().equals(FakeGoogle.QUOTAS));
    }
  }

  @Test
  void withoutAKeyTheAccountReadsThePrices() throws Exception {
    FakeGoogle google = market();
    assertThat(provider(google, "api-key", "").offers().offers()).isNotEmpty();
    assertThat(google.api.requests())
        .filteredOn(request -> request.path().contains("/skus"))
        .isNotEmpty()
        .allMatch(request -> request.header("authorization").isPresent());
  }

  @Test
  void allPagesAreRead() throws Exception {
    FakeGoogle google = market();
    google.machine("europe-west4-a", "g2-standard-4", 4, 16384, "nvidia-l4", 1);
    List<Offer> small = read(google.pagesOf(1)).offers();
    assertThat(google.api.requests())
        .filteredOn(request -> request.path().equals(FakeGoogle.COMPUTE_SKUS))
        .hasSizeGreaterThan(3);
    assertThat(read(google.pagesOf(1000)).offers()).hasSameSizeAs(small);
  }

  @Test
  void anEmptyPriceListIsUnexpected() {
    FakeGoogle google = market();
    google.api.on("GET", FakeGoogle.COMPUTE_SKUS, ApiReply.json("{}"));
    assertThat(failure(provider(google)).fault()).isEqualTo(Fault.UNEXPECTED);
  }

  @Test
  void aZoneThatDoesNotAnswerKeepsWhatItHadAndLeavesTheOthersAlone() throws Exception {
    FakeGoogle google = market();
    Provider provider = provider(google);
    int before = provider.offers().offers().size();
    google.silent(ZONE).machine("us-central1-c", "g2-standard-4", 4, 16384, "nvidia-l4", 1);
    OfferFeed after = provider.offers();
    assertThat(offers(after, "g2-standard-4", ON_DEMAND))
        .extracting(offer -> offer.zone().orElseThrow())
        .containsExactlyInAnyOrder(ZONE, "us-central1-c");
    assertThat(after.offers()).hasSize(before + 2);
    assertThat(after.refused())
        .extracting(Refusal::subject, Refusal::reason)
        .containsExactly(tuple(ZONE, Reason.UNREADABLE_PART));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1.5"})
  void aPriceThatIsNoneIsRefusedAndTheOthersStay(String price) throws Exception {
    FakeGoogle google = market();
    google.sku(sku("X", "Nvidia L4 GPU running in Iowa", "OnDemand", "h", price, IOWA));
    OfferFeed feed = read(google);
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.PRICE_NOT_POSITIVE);
    assertThat(offers(feed, "g2-standard-4", ON_DEMAND)).hasSize(1);
  }

  @Test
  void oneIdWithTwoPricesIsRefused() throws Exception {
    FakeGoogle google = market();
    google.sku(sku("G2-3", "Nvidia L4 GPU running in Americas", "OnDemand", "h", "7", IOWA));
    assertThat(read(google).refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void unitsAndAcceleratorsThatNobodyKnowsAreRefused() throws Exception {
    FakeGoogle google = market();
    google
        .sku(sku("U-1", "G2 Instance Ram running in Iowa", "OnDemand", "By.h", "1", IOWA))
        .sku(sku("U-2", "Nvidia Z999 GPU running in Iowa", "OnDemand", "h", "1", IOWA))
        .machine(ZONE, "a9-hypergpu-8g", 208, 1916928, "nvidia-z999", 8)
        .machine(ZONE, "g2-standard-8", 0, 32768, "nvidia-l4", 1);
    assertThat(read(google).refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW);
  }

  @Test
  void spotThatIsNotBelowOnDemandIsRefused() throws Exception {
    FakeGoogle google = market();
    google.sku(
        sku("S", "Nvidia L4 GPU attached to Spot Preemptible VMs", "Preemptible", "h", "3", IOWA));
    assertThat(read(google).refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  private static List<String> calls() {
    return List.of(
        FakeGoogle.COMPUTE_SKUS,
        FakeGoogle.TPU_SKUS,
        FakeGoogle.MACHINES,
        FakeGoogle.ACCELERATORS,
        FakeGoogle.REGIONS);
  }

  private static ProviderException failure(Provider provider) {
    try {
      provider.offers();
    } catch (ProviderException thrown) {
      assertThat(thrown.provider()).isEqualTo(GcpProvider.ID);
      return thrown;
    }
    throw new AssertionError("The reading should have failed.");
  }
}
