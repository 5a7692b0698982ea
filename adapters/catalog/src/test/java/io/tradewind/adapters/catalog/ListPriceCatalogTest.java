package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPriceCatalogTest {
  private static final String ROW =
      "acme,box,north,,H100,1,26,200,%s,%s,%s,x86_64,https://acme.example/prices,%s,\n";

  private Catalogs catalogs;

  @BeforeEach
  void writeInto(@TempDir Path folder) {
    catalogs = new Catalogs(folder);
  }

  @Test
  void aRowIsOneOfferWithItsOwnSourceAndDate() throws ProviderException {
    Offer offer = list(ROW.formatted("on_demand", "2.49", "EUR", "2026-11-01")).offers().get(0);
    assertThat(offer.price().perHour().currencyCode()).isEqualTo("EUR");
    assertThat(offer.source().url()).contains(URI.create("https://acme.example/prices"));
    assertThat(offer.source().asOf()).contains(Instant.parse("2026-11-01T00:00:00Z"));
  }

  @Test
  void spotIsComparedWithOnDemandAcrossRows() throws ProviderException {
    OfferFeed feed =
        list(
            ROW.formatted("spot", "2.49", "USD", "2026-11-01")
                + ROW.formatted("on_demand", "2.49", "USD", "2026-11-01"));
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  @Test
  void pricesInTwoCurrenciesAreNotCompared() throws ProviderException {
    OfferFeed feed =
        list(
            ROW.formatted("spot", "2.49", "EUR", "2026-11-01")
                + ROW.formatted("on_demand", "2.49", "USD", "2026-11-01"));
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void aReservedPriceIsItsOwnOffer() throws ProviderException {
    OfferFeed feed = list(ROW.formatted("reserved", "1.99", "USD", "2026-11-01"));
    assertThat(feed.offers())
        .extracting(Offer::capacityType)
        .containsExactly(CapacityType.RESERVED);
  }

  @Test
  void commentsAndEmptyLinesAreNoRows() throws ProviderException {
    OfferFeed feed =
        catalogs.read(
            "list.csv",
            "# how it was gathered\n\n"
                + Catalogs.LIST
                + "# a note\n"
                + ROW.formatted("on_demand", "2.49", "USD", ""));
    assertThat(feed.rows()).isEqualTo(1);
    assertThat(feed.offers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "monthly, 2.49, USD, 2026-11-01, is not on_demand",
    "on_demand, 2.49, DOLLARS, 2026-11-01, DOLLARS",
    "on_demand, 2.49, USD, 1 November, is not of the form"
  })
  void anUnreadableCellIsRefused(
      String capacity, String price, String currency, String asOf, String detail)
      throws ProviderException {
    OfferFeed feed = list(ROW.formatted(capacity, price, currency, asOf));
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.MALFORMED_ROW);
    assertThat(feed.refused().get(0).detail()).contains(detail);
  }

  private OfferFeed list(String rows) throws ProviderException {
    return catalogs.read("list.csv", Catalogs.LIST + rows);
  }
}
