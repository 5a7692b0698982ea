package io.tradewind.server.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.database.Database;
import io.tradewind.server.invoice.InvoiceStore.DocumentView;
import io.tradewind.server.invoice.InvoiceStore.InvoiceView;
import io.tradewind.server.ledger.Books;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** A month of usage becomes invoices and payouts that add up to it exactly. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class MonthCloseTest {
  private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY");
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);

  @Inject MonthClose close;
  @Inject InvoiceStore store;
  @Inject Sql sql;

  @Test
  void aMonthInThreeCurrenciesAddsUpToTheBillionth() {
    Books books = Books.open(sql);
    UUID organization = UUID.fromString(books.organization());
    sql.run("insert into tax_rule values ('%s', 'VAT', 19)".formatted(organization));
    List<String> sellers = List.of(seller("12.5"), seller("0.3333"), seller("0"));
    for (String project : List.of(books.project("Alpha"), books.project("=Beta, \"b\""))) {
      for (String currency : CURRENCIES) {
        for (String seller : sellers) {
          books.charge(books.lease(project, seller, currency), "2026-01-05", 60);
          books.charge(books.lease(project, seller, currency), "2026-01-31 23:30:00+00", 60);
        }
      }
    }

    closed(JANUARY);
    closed(JANUARY);

    List<InvoiceView> invoices = Database.await(store.invoices(organization));
    assertThat(invoices).extracting(InvoiceView::month).containsOnly("2026-01").hasSize(3);
    for (InvoiceView invoice : invoices) {
      checkInvoice(books, organization, invoice);
    }
    for (String seller : sellers) {
      for (String currency : CURRENCIES) {
        checkPayout(books, seller, currency);
      }
    }
  }

  private void checkInvoice(Books books, UUID organization, InvoiceView invoice) {
    String currency = invoice.net().currency();
    int decimals = Currency.getInstance(currency).getDefaultFractionDigits();
    BigDecimal charged =
        books.charged(
            "charge.currency = '%s' and from_at < '2026-02-01 00:00:00+00'".formatted(currency));
    BigDecimal vat =
        charged.multiply(new BigDecimal("0.19")).setScale(decimals, RoundingMode.HALF_EVEN);
    BigDecimal total = charged.setScale(decimals, RoundingMode.HALF_EVEN).add(vat);
    DocumentView document = Database.await(store.invoice(organization, invoice.id())).orElseThrow();

    assertThat(number(invoice.net().amount())).isEqualByComparingTo(charged);
    assertThat(number(invoice.tax().amount())).isEqualByComparingTo(vat);
    assertThat(number(invoice.total().amount())).isEqualByComparingTo(total);
    assertThat(document.lines()).hasSize(6);
    assertThat(sum(document.lines().stream().map(line -> line.amount().amount()).toList()))
        .isEqualByComparingTo(charged);
    assertThat(document.lines()).allMatch(line -> line.seconds() == 90 * 60);
    assertThat(sum(lastColumn(InvoiceCsv.of(document)))).isEqualByComparingTo(total);
    assertThat(InvoiceCsv.of(document)).contains(",\"'=Beta, \"\"b\"\"\",");
    assertThat(printed(document))
        .contains("Invoice " + invoice.number(), "To pay " + invoice.total().amount(), "VAT 19 %");
    BigDecimal open =
        books.charged(
            "charge.currency = '%s' and from_at >= '2026-02-01 00:00:00+00'".formatted(currency));
    assertThat(books.balance("receivable:" + organization, currency))
        .isEqualByComparingTo(total.add(open));
  }

  private void checkPayout(Books books, String seller, String currency) {
    String own = "seller = '%s' and currency = '%s'".formatted(seller, currency);
    BigDecimal charged =
        books.charged(
            "provider = '%s' and charge.currency = '%s' and from_at < '2026-02-01 00:00:00+00'"
                .formatted(seller, currency));
    BigDecimal paid = books.amount("select total from payout where " + own);
    BigDecimal open =
        books.amount(
            "select -sum(amount) from ledger_entry where credit = 'payable:%s' and kind = 'charge' and currency = '%s' and at >= '2026-02-01 00:00:00+00'"
                .formatted(seller, currency));

    assertThat(sql.number("select count(*) from payout where " + own)).isEqualTo(1);
    assertThat(books.amount("select gross from payout where " + own)).isEqualByComparingTo(charged);
    assertThat(books.balance("payable:" + seller, currency))
        .isEqualByComparingTo(open.subtract(paid));
  }

  @Test
  void whatComesLateAndWhatIsGivenBackIsOnTheNextInvoice() {
    Books books = Books.open(sql);
    UUID organization = UUID.fromString(books.organization());
    String lease = books.lease(books.project("Late"), seller("5"), "USD");
    books.charge(lease, "2026-01-10", 10);
    closed(JANUARY);
    books.charge(lease, "2026-01-11", 10);

    closed(JANUARY);
    assertThat(Database.await(store.invoices(organization))).hasSize(1);
    closed(JANUARY.plusMonths(1));

    List<InvoiceView> invoices = Database.await(store.invoices(organization));
    assertThat(invoices).extracting(InvoiceView::month).containsExactly("2026-02", "2026-01");
    assertThat(sum(invoices.stream().map(it -> it.net().amount()).toList()))
        .isEqualByComparingTo(books.charged("true"));
  }

  @Test
  void whatWasIssuedStaysAsItIs() {
    Books books = Books.open(sql);
    books.charge(books.lease(books.project("p"), seller("0"), "USD"), "2026-01-10", 3);
    closed(JANUARY);
    for (String table : List.of("invoice", "invoice_line", "payout", "invoiced", "paid_out")) {
      assertThatThrownBy(() -> sql.run("delete from " + table)).hasMessageContaining("append-only");
    }
  }

  @Test
  void halvesGoToTheEvenNeighbour() {
    for (String[] pair :
        new String[][] {
          {"0.125", "0.12"}, {"0.135", "0.14"}, {"-0.125", "-0.12"}, {"0.1251", "0.13"}
        }) {
      assertThat(
              sql.run("select half_even(%s, 2)".formatted(pair[0]))
                  .iterator()
                  .next()
                  .getBigDecimal(0))
          .isEqualByComparingTo(pair[1]);
    }
  }

  private void closed(YearMonth month) {
    Database.await(close.close(month));
  }

  private String seller(String percent) {
    String seller = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    sql.run(
        "insert into take_rate values ('%s', '2020-01-01', %s, now(), 'test')"
            .formatted(seller, percent));
    return seller;
  }

  private static String printed(DocumentView document) {
    try (PDDocument pdf = Loader.loadPDF(InvoicePdf.of(document))) {
      return new PDFTextStripper().getText(pdf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lastColumn(String csv) {
    return csv.lines().skip(1).map(line -> line.substring(line.lastIndexOf(',') + 1)).toList();
  }

  private static BigDecimal sum(List<String> amounts) {
    return amounts.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal number(String amount) {
    return new BigDecimal(amount);
  }
}
