package io.tradewind.server.invoice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.pricing.Money;
import io.tradewind.server.credit.Gifts;
import io.tradewind.server.database.Database;
import io.tradewind.server.invoice.InvoiceStore.InvoiceView;
import io.tradewind.server.ledger.Books;
import io.tradewind.server.ledger.Ledger;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Credits, prepaid money and refunds leave nothing over, to the billionth. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class CreditedMonthTest {
  private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY");
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);
  private static final Instant MIDDLE = Instant.parse("2026-01-15T00:00:00Z");
  private static final BigDecimal VAT = new BigDecimal("0.19");

  @Inject MonthClose close;
  @Inject InvoiceStore store;
  @Inject Ledger ledger;
  @Inject Gifts gifts;
  @Inject Sql sql;

  @Test
  void aMonthInThreeCurrenciesWithCreditsAndARefundClosesToTheBillionth() {
    Books books = Books.open(sql);
    UUID organization = UUID.fromString(books.organization());
    sql.run("insert into tax_rule values ('%s', 'VAT', 19)".formatted(organization));
    String project = books.project("Alpha");
    for (String currency : CURRENCIES) {
      String lease = books.lease(project, seller(), currency);
      books.charge(lease, "2026-01-05", 7);
      books.charge(lease, "2026-01-20", 60);
      books.refund(
          ledger, lease, money("1.234567891", currency), Instant.parse("2026-01-21T00:00:00Z"));
    }
    Map<String, UUID> lasting = new HashMap<>();
    for (String currency : CURRENCIES) {
      String most = early(books, currency).add(BigDecimal.ONE).toPlainString();
      gifts.grant(organization, money(most, currency), Optional.of(MIDDLE));
      lasting.put(
          currency, gifts.grant(organization, money("5.000000007", currency), Optional.empty()));
      gifts.prepay(organization, money("20", currency), "transfer " + currency);
      gifts.prepay(organization, money("20", currency), "transfer " + currency);
    }

    Database.await(close.close(JANUARY));
    Database.await(close.close(JANUARY));

    for (String currency : CURRENCIES) {
      check(books, organization, currency, requireNonNull(lasting.get(currency)));
    }
    assertThat(
            sql.number(
                "select count(*) from credit_grant where organization = '%s' and expired_at is not null"
                    .formatted(organization)))
        .isEqualTo(3);
  }

  private static BigDecimal early(Books books, String currency) {
    return charged(books, currency, "from_at < '2026-01-15 00:00:00+00'");
  }

  private void check(Books books, UUID organization, String currency, UUID lasting) {
    BigDecimal early = early(books, currency);
    BigDecimal net = charged(books, currency, "true").subtract(new BigDecimal("1.234567891"));
    BigDecimal credit = early.add(new BigDecimal("5.000000007"));
    BigDecimal owed = net.subtract(credit);
    int decimals = Currency.getInstance(currency).getDefaultFractionDigits();
    BigDecimal total = rounded(owed, decimals).add(rounded(owed.multiply(VAT), decimals));
    InvoiceView invoice =
        Database.await(store.invoices(organization)).stream()
            .filter(it -> it.net().currency().equals(currency))
            .findFirst()
            .orElseThrow();
    assertThat(number(invoice.net())).isEqualByComparingTo(net);
    assertThat(number(invoice.credit())).isEqualByComparingTo(credit);
    assertThat(number(invoice.total())).isEqualByComparingTo(total);
    assertThat(number(invoice.prepaid())).isEqualByComparingTo("20");
    assertThat(number(invoice.due())).isEqualByComparingTo(total.subtract(BigDecimal.valueOf(20)));
    assertThat(books.balance("receivable:" + organization, currency))
        .isEqualByComparingTo(number(invoice.due()));
    assertThat(books.balance("prepaid:" + organization, currency)).isZero();
    assertThat(books.balance("credit:" + lasting, currency)).isZero();
    assertThat(lastColumn(invoice, organization)).isEqualByComparingTo(number(invoice.due()));
  }

  @Test
  void creditThatIsLeftIsForTheNextMonthAndMoreThanIsOwedIsNeverUsed() {
    Books books = Books.open(sql);
    UUID organization = UUID.fromString(books.organization());
    String lease = books.lease(books.project("p"), seller(), "USD");
    books.charge(lease, "2026-01-10", 5);
    books.charge(lease, "2026-02-10", 5);
    UUID grant = gifts.grant(organization, money("1000000", "USD"), Optional.empty());
    gifts.prepay(organization, money("30", "USD"), "r");

    Database.await(close.close(JANUARY));
    Database.await(close.close(JANUARY.plusMonths(1)));

    assertThat(Database.await(store.invoices(organization)))
        .hasSize(2)
        .allMatch(it -> it.credit().equals(it.net()) && number(it.total()).signum() == 0)
        .allMatch(it -> number(it.prepaid()).signum() == 0);
    assertThat(books.balance("credit:" + grant, "USD").negate())
        .isEqualByComparingTo(new BigDecimal("1000000").subtract(books.charged("true")));
    assertThat(books.balance("prepaid:" + organization, "USD").negate()).isEqualByComparingTo("30");
    assertThat(books.balance("receivable:" + organization, "USD")).isZero();
  }

  private BigDecimal lastColumn(InvoiceView invoice, UUID organization) {
    return InvoiceCsv.of(Database.await(store.invoice(organization, invoice.id())).orElseThrow())
        .lines()
        .skip(1)
        .map(line -> new BigDecimal(line.substring(line.lastIndexOf(',') + 1)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal charged(Books books, String currency, String condition) {
    return books.charged("charge.currency = '%s' and %s".formatted(currency, condition));
  }

  private static BigDecimal rounded(BigDecimal amount, int decimals) {
    return amount.setScale(decimals, RoundingMode.HALF_EVEN);
  }

  private static Money money(String amount, String currency) {
    return Money.of(amount, currency);
  }

  private static BigDecimal number(MoneyView money) {
    return new BigDecimal(money.amount());
  }

  private String seller() {
    String seller = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    sql.run(
        "insert into take_rate values ('%s', '2020-01-01', 7.77, now(), 'test')".formatted(seller));
    return seller;
  }
}
