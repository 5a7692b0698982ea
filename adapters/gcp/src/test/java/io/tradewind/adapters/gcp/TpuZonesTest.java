package io.tradewind.adapters.gcp;

import static io.tradewind.adapters.gcp.Market.ZONE;
import static io.tradewind.api.CapacityType.ON_DEMAND;
import static io.tradewind.api.CapacityType.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.tpu.v2alpha1.QueuedResourceState.State;
import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.tradewind.api.Availability;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TpuZonesTest extends GcpScenario {
  private final FakeGoogle google = market();
  private final FakeTpus tpus = google.tpus;

  @Test
  void aSliceIsListedInTheZonesThatHaveItAtThePriceOfItsChips() throws ProviderException {
    tpus.zone("us-central1-c", "v5litepod-8");
    assertThat(offers(read(google), "tpu-v5litepod-8", SPOT))
        .extracting(offer -> offer.zone().orElseThrow(), offer -> offer.price().toString())
        .containsExactly(
            tuple(ZONE, "4.800000000 USD an hour"),
            tuple("us-central1-c", "4.800000000 USD an hour"));
  }

  @Test
  void everyPageOfZonesAndSlicesIsRead() throws ProviderException {
    read(google);
    assertThat(tpus.calls(FakeTpus.LOCATIONS)).hasSize(3);
    assertThat(tpus.calls(FakeTpus.TYPES)).hasSize(6);
  }

  @Test
  void aSizeThatIsNotInTheTableIsSoManyHosts() throws ProviderException {
    tpus.zone("us-central2-b", "v4-24");
    Offer offer = only(read(google), "tpu-v4-24", ON_DEMAND);
    assertThat(offer.accelerators().orElseThrow().count()).isEqualTo(12);
    assertThat(offer.instanceType().vcpus()).isEqualTo(720);
    assertThat(offer.price()).hasToString("38.640000000 USD an hour");
  }

  @Test
  void whatRetiresIsLeftOutAndWhatIsNewIsRefusedByName() throws ProviderException {
    tpus.zone(ZONE, "v2-8", "v3-32", "v9x-8", "");
    OfferFeed feed = read(google);
    assertThat(feed.refused())
        .extracting(Refusal::subject, Refusal::reason)
        .containsExactly(
            tuple(ZONE + " tpu ", Reason.UNKNOWN_ACCELERATOR),
            tuple(ZONE + " tpu v9x-8", Reason.UNKNOWN_ACCELERATOR));
  }

  @Test
  void onlyWantedRegionsAreAskedFor() throws ProviderException {
    OfferFeed feed = read(google, "regions", "us-central2");
    assertThat(tpus.calls(FakeTpus.TYPES)).hasSize(2);
    assertThat(only(feed, "tpu-v4-8", ON_DEMAND).zone()).contains("us-central2-b");
  }

  @ParameterizedTest
  @CsvSource({
    "WAITING_FOR_RESOURCES, true, LIMITED",
    "WAITING_FOR_RESOURCES, false, UNKNOWN",
    "ACTIVE, true, UNKNOWN",
    "SUSPENDED, true, UNKNOWN",
    "FAILED, true, UNKNOWN"
  })
  void whereAnOwnRequestWaitsTheSameIsLimited(
      State state, boolean isSpot, Availability.State expected) throws ProviderException {
    tpus.queued(ZONE, "v5litepod-1", State.ACTIVE, false)
        .queued("us-central1-f", "v5litepod-8", State.WAITING_FOR_RESOURCES, true)
        .queued(ZONE, "v5litepod-8", state, isSpot);
    OfferFeed feed = read(google);
    assertThat(tpus.calls(FakeTpus.QUEUE)).hasSize(3);
    assertThat(only(feed, "tpu-v5litepod-8", SPOT).availability().state()).isEqualTo(expected);
    assertThat(only(feed, "tpu-v5litepod-1", SPOT).availability().state())
        .isEqualTo(Availability.State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "TPUV5sLitepod, '{\"value\": \"7\"}', NO_QUOTA, UNKNOWN",
    "TPUV5sLitepod, '{\"value\": \"8\"}', UNKNOWN, UNKNOWN",
    "TPUV5sLitepod, '{\"value\": \"-1\"}', UNKNOWN, UNKNOWN",
    "TPUV5sLitepod, {}, NO_QUOTA, UNKNOWN",
    "TPUV5sPreemptibleLitepod, '{\"value\": \"0\"}', UNKNOWN, NO_QUOTA",
    "TPUV6E, '{\"value\": \"0\"}', UNKNOWN, UNKNOWN"
  })
  void aGenerationWithoutQuotaIsSaidToHaveNone(
      String quota, String details, Availability.State onDemand, Availability.State spot)
      throws ProviderException {
    google
        .tpuQuota("SomethingElse", "{}", "global")
        .tpuQuota("TPUV5PPerProjectPerZoneForTPUAPI", "{}", ZONE)
        .tpuQuota("TPUV5PPerProjectPerRegionForTPUAPI", "{}", "us-central1")
        .tpuQuota("TPUV4sPodPerProjectPerZoneForTPUAPI", "{}", ZONE)
        .tpuQuota(quota + "PerProjectPerZoneForTPUAPI", details, "us-central1-c", ZONE);
    OfferFeed feed = read(google);
    assertThat(only(feed, "tpu-v5litepod-8", ON_DEMAND).availability().state()).isEqualTo(onDemand);
    assertThat(only(feed, "tpu-v5litepod-8", SPOT).availability().state()).isEqualTo(spot);
    assertThat(only(feed, "tpu-v4-8", ON_DEMAND).availability().state())
        .isEqualTo(Availability.State.UNKNOWN);
  }

  @Test
  void aSmallSliceNeedsOneOfTwoQuotas() throws ProviderException {
    google
        .tpuQuota("TPUV5sLitepodPerProjectPerZoneForTPUAPI", "{}", ZONE)
        .tpuQuota("TPUV5sLitepodServingPerProjectPerZoneForTPUAPI", "{\"value\": \"8\"}", ZONE);
    assertThat(only(read(google), "tpu-v5litepod-8", ON_DEMAND).availability().state())
        .isEqualTo(Availability.State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"403, CREDENTIALS_REFUSED", "500, UNREACHABLE", "404, UNEXPECTED"})
  void withoutTheRightToReadQuotasTheSlicesStay(int status, Fault fault) throws ProviderException {
    google.api.on("GET", FakeGoogle.QUOTAS, ApiReply.status(status));
    OfferFeed feed = read(google);
    assertThat(only(feed, "tpu-v5litepod-8", ON_DEMAND).zone()).contains(ZONE);
    assertThat(feed.refused())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.subject()).isEqualTo("quotas of TPUs");
              assertThat(refusal.detail()).startsWith(fault.name());
            });
  }

  @Test
  void aQuotaThatIsNoNumberIsNoQuota() throws ProviderException {
    google.tpuQuota("TPUV6EPerProjectPerZoneForTPUAPI", "{\"value\": \"many\"}", ZONE);
    assertThat(read(google).refused())
        .extracting(Refusal::subject)
        .containsExactly("quotas of TPUs");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, UNREACHABLE",
    "INTERNAL, UNREACHABLE",
    "RESOURCE_EXHAUSTED, THROTTLED",
    "PERMISSION_DENIED, CREDENTIALS_REFUSED",
    "UNAUTHENTICATED, CREDENTIALS_REFUSED",
    "INVALID_ARGUMENT, UNEXPECTED",
    "UNIMPLEMENTED, UNEXPECTED"
  })
  void aFailureIsNamedByTheNextMove(Status.Code code, Fault fault) {
    for (String method : List.of(FakeTpus.LOCATIONS, FakeTpus.QUEUE)) {
      tpus.fail(method, code.toStatus().withDescription("because").asRuntimeException());
      assertThat(failure("PT20S").fault()).isEqualTo(fault);
    }
  }

  @Test
  void howLongToWaitIsPassedOn() {
    RetryInfo wait =
        RetryInfo.newBuilder()
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(42))
            .build();
    com.google.rpc.Status status =
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .setMessage("slower")
            .addDetails(Any.pack(wait))
            .build();
    tpus.fail(FakeTpus.LOCATIONS, StatusProto.toStatusRuntimeException(status));
    assertThat(failure("PT20S").retryAfter()).contains(Duration.ofSeconds(42));
  }

  @Test
  void silenceEndsWithTheTimeLimit() {
    tpus.hang(FakeTpus.LOCATIONS);
    assertThat(failure("PT0.5S").fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void aFailingCallIsNotRepeated() {
    tpus.fail(FakeTpus.LOCATIONS, unavailable());
    failure("PT20S");
    assertThat(tpus.calls(FakeTpus.LOCATIONS)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PERMISSION_DENIED", "UNAVAILABLE", "RESOURCE_EXHAUSTED"})
  void aProjectWithoutTheTpuApiKeepsItsMachinesAndListsSlicesByRegion(Status.Code code)
      throws ProviderException {
    tpus.fail(
        FakeTpus.LOCATIONS,
        code.toStatus().withDescription("SERVICE_DISABLED").asRuntimeException());
    OfferFeed feed = read(google);
    assertThat(offers(feed, "g2-standard-4", ON_DEMAND)).hasSize(1);
    assertThat(only(feed, "tpu-v5litepod-8", ON_DEMAND).zone()).isEmpty();
    assertThat(feed.refused())
        .extracting(Refusal::subject, Refusal::reason)
        .containsExactly(tuple("zones of TPUs", Reason.UNREADABLE_PART));
  }

  @Test
  void whatTheApiToldLastStaysWhenItFails() throws ProviderException {
    Provider provider = provider(google);
    int before = provider.offers().offers().size();
    tpus.fail(FakeTpus.LOCATIONS, unavailable());
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).hasSize(before);
    assertThat(only(feed, "tpu-v5litepod-8", ON_DEMAND).zone()).contains(ZONE);
  }

  @Test
  void aZoneThatFailsKeepsWhatItHadAndLeavesTheOthersAlone() throws ProviderException {
    Provider provider = provider(google);
    int before = provider.offers().offers().size();
    tpus.fail(FakeTpus.TYPES, unavailable());
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).hasSize(before);
    assertThat(feed.refused())
        .extracting(Refusal::subject, Refusal::reason)
        .containsExactly(tuple(ZONE, Reason.UNREADABLE_PART));
  }

  @Test
  void aZoneThatSuddenlyListsNothingKeepsWhatItHad() throws ProviderException {
    Provider provider = provider(google);
    int before = provider.offers().offers().size();
    tpus.zone(ZONE);
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).hasSize(before);
    assertThat(feed.refused()).extracting(Refusal::subject).containsExactly(ZONE);
  }

  @Test
  void manyZonesThatFailAreTheApi() {
    for (String letter : List.of("c", "d", "f")) {
      tpus.zone("us-central1-" + letter, "v5litepod-1");
    }
    tpus.fail(FakeTpus.TYPES, unavailable(), unavailable(), unavailable(), unavailable());
    assertThat(failure("PT20S").fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void pricesAreReadOnceAnHourAndAnOfferIsAsOldAsItsPrice() throws ProviderException {
    GcpFactory factory = new GcpFactory();
    TestContext context = TestContext.of(factory, google.accountSettings());
    try (Provider provider = factory.create(context).get(0)) {
      provider.offers();
      int calls = skuCalls();
      Instant start = context.clock().instant();
      context.clock().advance(Duration.ofMinutes(59));
      Offer offer = only(provider.offers(), "g2-standard-4", ON_DEMAND);
      assertThat(skuCalls()).isEqualTo(calls);
      assertThat(offer.observedAt()).isEqualTo(start);
      assertThat(offer.availability().observedAt()).isEqualTo(context.clock().instant());
      context.clock().advance(Duration.ofMinutes(1));
      assertThat(only(provider.offers(), "g2-standard-4", ON_DEMAND).observedAt())
          .isEqualTo(context.clock().instant());
      assertThat(skuCalls()).isEqualTo(2 * calls);
    }
  }

  private int skuCalls() {
    return (int) google.api.requests().stream().filter(it -> it.path().endsWith("/skus")).count();
  }

  private ProviderException failure(String timeLimit) {
    GcpFactory factory = new GcpFactory();
    Map<String, String> settings = new HashMap<>(google.accountSettings());
    settings.put("time-limit", timeLimit);
    GcpSettings known = GcpSettings.of(TestContext.of(factory, settings)).orElseThrow();
    try (TpuApi api =
        new TpuApi(
            FakeGoogle.PROJECT,
            known,
            NoCredentialsProvider.create(),
            new GoogleFaults(Optional.empty()))) {
      api.read(zone -> true);
    } catch (ProviderException thrown) {
      assertThat(thrown.provider()).isEqualTo(GcpProvider.ID);
      return thrown;
    }
    throw new AssertionError("The reading should have failed.");
  }

  private static StatusRuntimeException unavailable() {
    return Status.UNAVAILABLE.withDescription("try again").asRuntimeException();
  }
}
