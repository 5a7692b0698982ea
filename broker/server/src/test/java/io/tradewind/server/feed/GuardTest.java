package io.tradewind.server.feed;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.OfferBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final ProviderId FEED = new ProviderId("feed");
  private static final ProviderId AWS = new ProviderId("aws");

  @Test
  void soundOffersPass() {
    Guard.Verdict verdict =
        inspect(offer("a").zone("a").price("2"), offer("a-spot").zone("a").spot().price("1"));

    assertThat(ids(verdict)).containsExactly("a", "a-spot");
    assertThat(verdict.refused().batch().total()).isZero();
  }

  @Test
  void spotAtTheOnDemandPriceOfTheSameMachineAndZoneIsQuarantined() {
    Guard.Verdict verdict =
        inspect(offer("spot").zone("a").spot().price("2"), offer("full").zone("a").price("2"));

    assertThat(ids(verdict)).containsExactly("full");
    assertThat(reasons(verdict)).containsExactly(Reason.SPOT_NOT_BELOW_ON_DEMAND);
    assertThat(verdict.refused().batch().kept().get(0).detail())
        .contains("2.000000000 USD")
        .contains("on-demand");
  }

  @Test
  void spotIsComparedWithTheRegionWhereOnDemandHasNoZone() {
    Guard.Verdict verdict =
        inspect(offer("full").price("2"), offer("spot").zone("a").spot().price("3"));

    assertThat(ids(verdict)).containsExactly("full");
  }

  @Test
  void spotOfAnotherZoneMachineOrCurrencyIsNotCompared() {
    Guard.Verdict verdict =
        inspect(
            offer("full").zone("a").price("2"),
            offer("zone").zone("b").spot().price("3"),
            offer("type").zone("a").type("other").spot().price("3"),
            offer("chips").zone("a").with("H100", 8).spot().price("3"),
            offer("currency").zone("a").spot().price("3", "EUR"));

    assertThat(ids(verdict)).containsExactly("full", "zone", "type", "chips", "currency");
  }

  @Test
  void spotWithoutAnOnDemandOfferPasses() {
    assertThat(ids(inspect(offer("spot").spot().price("3")))).containsExactly("spot");
  }

  @Test
  void theSecondOfferWithAnIdIsQuarantined() {
    Guard.Verdict verdict = inspect(offer("a").price("2"), offer("a").price("1"));

    assertThat(verdict.accepted())
        .singleElement()
        .returns("2.000000000 USD", it -> it.price().perHour().toString());
    assertThat(reasons(verdict)).containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void anIdUnderWhichAnotherFeedTellsOfAnotherMachineIsQuarantined() {
    Offer others = offer("a").type("another").build();

    Guard.Verdict verdict =
        Guard.inspect(
            FEED,
            OfferFeed.of(List.of(offer("a").build(), offer("b").build())),
            (feed, id) -> toldBy("other", others, id),
            NOON);

    assertThat(ids(verdict)).containsExactly("b");
    assertThat(reasons(verdict)).containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void theSameMachineUnderTheSameIdIsASecondSource() {
    Offer others = offer("a").price("7").build();

    Guard.Verdict verdict =
        Guard.inspect(
            FEED,
            OfferFeed.of(List.of(offer("a").build())),
            (feed, id) -> toldBy("other", others, id),
            NOON);

    assertThat(ids(verdict)).containsExactly("a");
  }

  @Test
  void aSourceThatSpeaksOfACommitmentIsNotTakenForOnDemand() {
    Guard.Verdict verdict =
        inspect(
            offer("cud").source("list of 1-year committed use prices"),
            offer("plan").source("Savings Plan rates"),
            offer("calendar").type("a3-highgpu-8g DWS calendar mode"),
            offer("plain").source("list of on-demand prices"));

    assertThat(ids(verdict)).containsExactly("plain");
    assertThat(reasons(verdict)).containsOnly(Reason.COMMITTED_AS_ON_DEMAND);
  }

  @Test
  void anObservationFromTheFutureIsQuarantinedBeyondTheSkewOfClocks() {
    Guard.Verdict verdict =
        inspect(
            offer("now").observedAt(NOON.plus(Guard.CLOCK_SKEW)),
            offer("later").observedAt(NOON.plus(Guard.CLOCK_SKEW).plusMillis(1)));

    assertThat(ids(verdict)).containsExactly("now");
    assertThat(reasons(verdict)).containsExactly(Reason.OBSERVED_IN_FUTURE);
  }

  @Test
  void anAcceleratorThatIsNotInTheTableIsQuarantined() {
    AcceleratorModel h100 = Accelerators.bundled().resolve("H100").orElseThrow().model();
    AcceleratorModel unheardOf =
        new AcceleratorModel(
            "Z9000",
            h100.kind(),
            h100.vendor(),
            h100.architecture(),
            h100.hostArchitecture(),
            h100.memory(),
            h100.usableMemory(),
            h100.bandwidthGigabytesPerSecond(),
            h100.denseBf16Teraflops(),
            h100.denseFp16Teraflops(),
            h100.denseFp8Teraflops(),
            h100.thermalDesignPowerWatts(),
            h100.interconnect(),
            h100.stack(),
            h100.embodiedKilograms(),
            h100.source());

    Guard.Verdict verdict = inspect(offer("a").with(AcceleratorSet.of(unheardOf, 8)));

    assertThat(reasons(verdict)).containsExactly(Reason.UNKNOWN_ACCELERATOR);
  }

  @Test
  void whatTheAdapterRefusedJoinsTheQuarantine() {
    Refusal refusal = new Refusal(AWS, "line 7", Reason.PRICE_MISSING, "no price", NOON);

    Guard.Verdict verdict =
        Guard.inspect(
            FEED,
            new OfferFeed(List.of(), List.of(refusal), 1),
            (feed, id) -> Optional.empty(),
            NOON);

    assertThat(verdict.refused().batch().kept()).containsExactly(refusal);
  }

  @Test
  void everyRowIsCountedWhileTheRowsThatAreKeptAreBounded() {
    int rows = QuarantineBatch.MOST_KEPT + 7;
    List<Refusal> refused = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      refused.add(new Refusal(AWS, "line " + i, Reason.PRICE_MISSING, "no price", NOON));
    }

    QuarantineBatch batch =
        Guard.inspect(
                FEED, new OfferFeed(List.of(), refused, rows), (feed, id) -> Optional.empty(), NOON)
            .refused()
            .batch();

    assertThat(batch.kept()).hasSize(QuarantineBatch.MOST_KEPT);
    assertThat(batch.counts()).isEqualTo(Map.of(AWS, Map.of(Reason.PRICE_MISSING, (long) rows)));
  }

  private static Guard.Verdict inspect(OfferBuilder... offers) {
    List<Offer> told = Arrays.stream(offers).map(OfferBuilder::build).toList();
    return Guard.inspect(FEED, OfferFeed.of(told), (feed, id) -> Optional.empty(), NOON);
  }

  private static Optional<LiveMarket.Told> toldBy(String feed, Offer offer, OfferId id) {
    return id.equals(offer.id())
        ? Optional.of(new LiveMarket.Told(new ProviderId(feed), offer))
        : Optional.empty();
  }

  private static List<String> ids(Guard.Verdict verdict) {
    return verdict.accepted().stream().map(it -> it.id().value()).toList();
  }

  private static List<Reason> reasons(Guard.Verdict verdict) {
    return verdict.refused().batch().kept().stream().map(Refusal::reason).toList();
  }
}
