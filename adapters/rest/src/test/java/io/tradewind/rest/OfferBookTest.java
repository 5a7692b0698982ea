package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfferBookTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final OfferBook book = new OfferBook(ProviderId.of("feed"), NOW);

  @Test
  void anOfferHasAReadableIdOfItsOwnFeed() throws ProviderException {
    book.row("a", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "2.00")));
    assertThat(book.close().offers())
        .extracting(offer -> offer.id().value())
        .containsExactly("live:feed:acme:north_1:-:gpu-1:on_demand");
  }

  @Test
  void aRepeatSaysNothingNewAndAContradictionIsRefused() throws ProviderException {
    book.row("a", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "2.00")));
    book.row("b", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "2.00")));
    book.row("c", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "3.00")));
    OfferFeed feed = book.close();
    assertThat(feed.offers()).extracting(Offer::price).hasSize(1);
    assertThat(feed.rows()).isEqualTo(3);
    assertThat(feed.refused())
        .extracting(Refusal::subject, Refusal::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("c", Reason.DUPLICATE_ID));
  }

  @Test
  void spotThatIsNotBelowOnDemandIsRefused() throws ProviderException {
    book.row("a", () -> book.add(listed("acme", CapacityType.SPOT, "2.00")));
    book.row("b", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "2.00")));
    OfferFeed feed = book.close();
    assertThat(feed.offers())
        .extracting(Offer::capacityType)
        .containsExactly(CapacityType.ON_DEMAND);
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @Test
  void pricesInTwoCurrenciesAreNotCompared() throws ProviderException {
    book.row("a", () -> book.add(listed("acme", CapacityType.SPOT, "9.00")));
    book.row("b", () -> book.add(listed("acme", CapacityType.ON_DEMAND, price("2.00", "CNY"))));
    assertThat(book.close().offers())
        .extracting(offer -> offer.price().toString())
        .containsExactly("9.000000000 USD an hour", "2.000000000 CNY an hour");
  }

  @Test
  void aPriceThatWasReadBeforeKeepsItsTime() throws ProviderException {
    Instant before = NOW.minusSeconds(600);
    book.row("a", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "2.00").pricedAt(before)));
    Offer offer = book.close().offers().get(0);
    assertThat(offer.observedAt()).isEqualTo(before);
    assertThat(offer.availability().observedAt()).isEqualTo(NOW);
  }

  @Test
  void aCurrencyThatIsNoneIsRefused() {
    assertThatExceptionOfType(RefusedRow.class)
        .isThrownBy(() -> Prices.currency("credits"))
        .matches(refused -> refused.reason() == Reason.MALFORMED_ROW);
  }

  @Test
  void aPriceThatIsNoneIsRefusedWithItsReason() throws ProviderException {
    book.row("missing", () -> Prices.usd(Optional.empty()));
    book.row("zero", () -> Prices.usd(Optional.of(BigDecimal.ZERO)));
    book.row("negative", () -> Prices.usd(Optional.of(new BigDecimal("-1"))));
    book.row("tiny", () -> Prices.usd(Optional.of(new BigDecimal("0.0000001"))));
    book.row("huge", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "2500")));
    assertThat(book.close().refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.PRICE_MISSING,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_ABSURD,
            Reason.PRICE_ABSURD);
  }

  @Test
  void aValueThatCannotBeIsAMalformedRow() throws ProviderException {
    book.row("good", () -> book.add(listed("acme", CapacityType.ON_DEMAND, "2.00")));
    book.row("bad", () -> new Region(ProviderId.of("acme"), " "));
    assertThat(book.close().refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.MALFORMED_ROW);
  }

  @Test
  void rowsOfWhichNoneCanBeReadMeanThatTheApiHasChanged() {
    book.row(
        "one",
        () -> {
          throw RefusedRow.malformed("there is no price");
        });
    book.row(
        "two",
        () -> {
          throw RefusedRow.malformed("there is no price");
        });
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(book::close)
        .matches(failure -> failure.fault() == Fault.UNEXPECTED)
        .withMessageContaining("None of 2 rows can be read. The first: one: there is no price");
  }

  @Test
  void anUnknownAcceleratorIsRefusedAndAnotherSpellingIsTried() throws RefusedRow {
    assertThat(AcceleratorNames.devices(2, "Mystery", "nvidia_h100").model().name())
        .isEqualTo("H100");
    assertThatExceptionOfType(RefusedRow.class)
        .isThrownBy(() -> AcceleratorNames.devices(1, "H1000"))
        .matches(refused -> refused.reason() == Reason.UNKNOWN_ACCELERATOR)
        .withMessageContaining("H100");
    assertThatExceptionOfType(RefusedRow.class)
        .isThrownBy(() -> AcceleratorNames.devices(0, "H100"))
        .matches(refused -> refused.reason() == Reason.MALFORMED_ROW);
  }

  @Test
  void theMemoryOfACardTellsWhichOfTwoItIs() throws RefusedRow {
    assertThat(AcceleratorNames.devices(8, 80, "NVIDIA A100").model().name())
        .isEqualTo("A100-80GB");
    assertThat(AcceleratorNames.devices(8, 40, "NVIDIA A100").model().name()).isEqualTo("A100");
    // What a driver calls 24 GB is a little less.
    assertThat(AcceleratorNames.devices(1, 22.5, "L4").model().name()).isEqualTo("L4");
  }

  @Test
  void aNameWithTheMemoryOfAnotherCardIsUnknown() {
    assertThatExceptionOfType(RefusedRow.class)
        .isThrownBy(() -> AcceleratorNames.devices(1, 96, "RTX6000"))
        .matches(refused -> refused.reason() == Reason.UNKNOWN_ACCELERATOR);
    assertThatExceptionOfType(RefusedRow.class)
        .isThrownBy(() -> AcceleratorNames.devices(0, 24, "L4"))
        .matches(refused -> refused.reason() == Reason.MALFORMED_ROW);
  }

  private static HourlyRate price(String amount, String currency) throws RefusedRow {
    return Prices.of(Optional.of(new BigDecimal(amount)), Prices.currency(currency));
  }

  private static Listed listed(String seller, CapacityType capacity, String price)
      throws RefusedRow {
    return listed(seller, capacity, price(price, "USD"));
  }

  private static Listed listed(String seller, CapacityType capacity, HourlyRate price)
      throws RefusedRow {
    return new Listed(
        Region.of(seller, "north 1"),
        Optional.empty(),
        new InstanceType(
            "gpu-1",
            Optional.of(AcceleratorNames.devices(1, "A10")),
            8,
            Memory.ofGibibytes(32),
            io.tradewind.api.Architecture.X86_64,
            Interconnect.UNKNOWN),
        capacity,
        price,
        Availability.unknown(NOW),
        new Source("acme", Optional.empty(), Source.Term.LIVE, Optional.empty()));
  }
}
