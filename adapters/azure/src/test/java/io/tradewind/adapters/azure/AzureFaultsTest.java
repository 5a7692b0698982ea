package io.tradewind.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.adapters.azure.FakeRetailPrices.Item;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureFaultsTest extends AzureScenario {
  private static final int ALWAYS = 9;

  @ParameterizedTest
  @MethodSource
  void anAnswerOfResourceManagerIsNamedByTheNextMove(ApiReply reply, Fault fault) {
    azure.fail(FakeAzure.SKUS, ALWAYS, reply);
    assertThat(failure().fault()).isEqualTo(fault);
  }

  static Stream<Arguments> anAnswerOfResourceManagerIsNamedByTheNextMove() {
    String page = "{\"value\": [%s]}".formatted(Skus.a100().json());
    return Stream.of(
        Arguments.of(ApiReply.throttled(Duration.ofSeconds(17)), Fault.THROTTLED),
        Arguments.of(ApiReply.unavailable(Duration.ofSeconds(17)), Fault.THROTTLED),
        Arguments.of(error(429, "OperationNotAllowed", "too many requests"), Fault.THROTTLED),
        Arguments.of(error(401, "ExpiredAuthenticationToken", "old"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(error(403, "AuthorizationFailed", "no right"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(error(404, "SubscriptionNotFound", "gone"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(error(500, "InternalServerError", "oh no"), Fault.UNREACHABLE),
        Arguments.of(ApiReply.status(503), Fault.UNREACHABLE),
        Arguments.of(ApiReply.reset(), Fault.UNREACHABLE),
        Arguments.of(ApiReply.json(page).cut(), Fault.UNREACHABLE),
        Arguments.of(ApiReply.json(page).half(), Fault.UNEXPECTED),
        Arguments.of(ApiReply.json("{\"value\": 7}"), Fault.UNEXPECTED),
        Arguments.of(ApiReply.json("<html>maintenance</html>"), Fault.UNEXPECTED),
        Arguments.of(error(404, "InvalidResourceType", "no such thing"), Fault.UNEXPECTED),
        Arguments.of(error(400, "NoRegisteredProviderFound", "where?"), Fault.UNEXPECTED));
  }

  @Test
  void howLongToWaitIsPassedOn() {
    azure.fail(FakeAzure.SKUS, 1, ApiReply.throttled(Duration.ofSeconds(17)));
    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(17));
    assertThat(azure.calls(FakeAzure.SKUS)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aShortWaitIsWaitedOut(int status) throws ProviderException {
    azure.fail(FakeAzure.SKUS, 2, ApiReply.status(status).with("Retry-After", "0"));
    assertThat(read().offers()).hasSize(6);
  }

  @Test
  void silenceEndsWithTheTimeLimit() {
    azure.fail(FakeAzure.SKUS, 1, ApiReply.silence());
    assertThat(failure("time-limit", "PT0.5S").fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @ParameterizedTest
  @MethodSource
  void anAnswerToTheSignInIsNamedByTheNextMove(ApiReply reply, Fault fault) {
    azure.fail(FakeAzure.SIGN_IN, ALWAYS, reply);
    ProviderException failure = failure();
    assertThat(failure.fault()).isEqualTo(fault);
    assertThat(failure).hasMessageContaining("Signing in");
  }

  static Stream<Arguments> anAnswerToTheSignInIsNamedByTheNextMove() {
    return Stream.of(
        Arguments.of(signIn(401, "invalid_client", "AADSTS7000215"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(
            signIn(401, "invalid_client", "AADSTS7000222 expired"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(signIn(400, "unauthorized_client", "AADSTS700016"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(signIn(400, "invalid_request", "AADSTS90002"), Fault.CREDENTIALS_REFUSED),
        Arguments.of(ApiReply.throttled(Duration.ofSeconds(17)), Fault.THROTTLED),
        Arguments.of(ApiReply.status(500), Fault.UNREACHABLE),
        Arguments.of(ApiReply.reset(), Fault.UNREACHABLE),
        Arguments.of(ApiReply.json(" ".repeat(100)).cut(), Fault.UNREACHABLE));
  }

  @Test
  void nobodyIsAskedForSizesWithoutAToken() {
    azure.fail(FakeAzure.SIGN_IN, 1, signIn(401, "invalid_client", "AADSTS7000215"));
    failure();
    assertThat(azure.calls(FakeAzure.SKUS)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void anAnswerOfThePriceListIsNamedByTheNextMove(ApiReply reply, Fault fault) {
    azure.api.on("GET", FakeRetailPrices.PATH, reply);
    assertThat(failure().fault()).isEqualTo(fault);
  }

  static Stream<Arguments> anAnswerOfThePriceListIsNamedByTheNextMove() {
    return Stream.of(
        Arguments.of(ApiReply.throttled(Duration.ofSeconds(17)), Fault.THROTTLED),
        Arguments.of(ApiReply.status(500), Fault.UNREACHABLE),
        Arguments.of(ApiReply.json("{\"Items\": 7}"), Fault.UNEXPECTED),
        Arguments.of(ApiReply.json("<html>"), Fault.UNEXPECTED));
  }

  @Test
  void aRegionThatFailsLeavesTheOthersAloneAndKeepsWhatItHad() throws ProviderException {
    azure
        .size("westus3", Skus.a100().at("WestUS3").json())
        .quotas("westus3", FakeAzure.quota("cores", 0, 500));
    azure.retail.sells("westus3", Item.onDemand(Skus.A100, "3.673"));
    try (Provider provider = provider(context("regions", "eastus,westus3"))) {
      assertThat(provider.offers().offers()).hasSize(8);
      azure.fail(FakeAzure.SKUS, 1, ApiReply.status(500));
      OfferFeed feed = provider.offers();
      assertThat(feed.offers()).hasSize(8);
      assertThat(feed.refused())
          .extracting(Refusal::subject, Refusal::reason)
          .containsExactly(tuple("region eastus", Reason.UNREADABLE_PART));
    }
  }

  @Test
  void thePriceListIsReadWithoutTheToken() throws ProviderException {
    read();
    assertThat(azure.calls(FakeRetailPrices.PATH))
        .isNotEmpty()
        .allMatch(request -> request.header("authorization").isEmpty());
    assertThat(azure.calls(FakeAzure.SIGN_IN)).hasSize(1);
  }

  /** What a start will answer: the words are Azure's own. */
  @ParameterizedTest
  @CsvSource({
    "SkuNotAvailable, not available in eastus, 409, NO_CAPACITY",
    "AllocationFailed, no room, 409, NO_CAPACITY",
    "ZonalAllocationFailed, no room, 409, NO_CAPACITY",
    "OverconstrainedZonalAllocationRequest, no room, 409, NO_CAPACITY",
    "OperationNotAllowed, exceeding approved standardNDSH100v5Family Cores quota, 409, QUOTA_EXCEEDED",
    "QuotaExceeded, no more, 403, QUOTA_EXCEEDED",
    "OperationNotAllowed, disk is attached, 409, UNEXPECTED",
    "SubscriptionRequestsThrottled, slower, 400, THROTTLED"
  })
  void capacityAndQuotaAreToldApart(String code, String text, int status, Fault fault) {
    assertThat(AzureFaults.fault(code, text, status, false)).isEqualTo(fault);
  }

  private static ApiReply error(int status, String code, String message) {
    return ApiReply.status(status, FakeAzure.error(code, message))
        .with("Content-Type", "application/json");
  }

  private static ApiReply signIn(int status, String error, String description) {
    return ApiReply.status(
            status,
            "{\"error\": \"%s\", \"error_description\": \"%s\", \"error_codes\": [1]}"
                .formatted(error, description))
        .with("Content-Type", "application/json");
  }
}
