package io.tradewind.server.ledger;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.database.Database;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Every charge is in the books once, to the billionth, and stays there. {@code
 * -Dledger.entries=1000000} for the figures of a large ledger.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class LedgerTest {
  private static final int ENTRIES = Integer.getInteger("ledger.entries", 20_000);

  private static final int AT_ONCE = 50_000;

  @Inject Ledger ledger;
  @Inject Sql sql;

  @Test
  void whatTheBuyerOwesIsWhatSellerAndBrokerGetToTheBillionth() {
    String seller = seller();
    sql.run(
        "insert into take_rate values ('%s', '2020-01-01', 12.3456, now(), 'test')"
            .formatted(seller));
    Books books = Books.open(sql);
    books.charge(books.lease(books.project("p"), seller, "USD"), "2026-03-01", 1_000);

    BigDecimal charged = books.charged("true");
    BigDecimal revenue = books.balance("revenue:" + seller, "USD").negate();
    BigDecimal payable = books.balance("payable:" + seller, "USD").negate();

    assertThat(books.balance("receivable:" + books.organization(), "USD"))
        .isEqualByComparingTo(charged);
    assertThat(revenue.add(payable)).isEqualByComparingTo(charged);
    assertThat(revenue.doubleValue() / charged.doubleValue())
        .isBetween(0.123456 - 1e-6, 0.123456 + 1e-6);
    assertThat(twiceOrNever()).isZero();
  }

  @Test
  void machinesInAnAccountOfTheBuyersOwnAreNotOwedToTheBroker() {
    Books books = Books.open(sql);
    String lease = books.lease(books.project("p"), seller(), "EUR");
    sql.run("update lease set account = '%s' where id = '%s'".formatted(account(books), lease));
    books.charge(lease, "2026-03-01", 10);

    assertThat(books.balance("receivable:" + books.organization(), "EUR")).isZero();
    assertThat(books.balance("direct:" + books.organization(), "EUR"))
        .isEqualByComparingTo(books.charged("true"));
  }

  @Test
  void whatIsPostedStaysPosted() {
    Books books = Books.open(sql);
    books.charge(books.lease(books.project("p"), seller(), "USD"), "2026-03-01", 1);
    for (String change :
        new String[] {
          "update ledger_entry set amount = 1",
          "delete from ledger_entry",
          "truncate ledger_entry cascade"
        }) {
      assertThatThrownBy(() -> sql.run(change)).hasMessageContaining("append-only");
    }
    assertThatThrownBy(
            () ->
                sql.run(
                    "insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, lease, from_at) "
                        + "select at, kind, debit, credit, amount, currency, organization, lease, from_at from ledger_entry where from_at is not null limit 1"))
        .hasMessageContaining("ledger_charge_once");
    assertThatThrownBy(
            () ->
                sql.run(
                    "insert into ledger_entry (at, kind, debit, credit, amount, currency, cause) values (now(), 'payout', 'a', 'a', 1, 'USD', gen_random_uuid())"))
        .hasMessageContaining("check");
  }

  @Test
  void aRefundIsBorneInTheSamePartsAndIsMadeOnce() {
    String seller = seller();
    sql.run(
        "insert into take_rate values ('%s', '2020-01-01', 10, now(), 'test')".formatted(seller));
    Books books = Books.of(sql, Tenants.DEFAULT_ORGANIZATION);
    String lease = books.lease(books.project(seller), seller, "USD");
    books.charge(lease, "2026-03-01", 50);
    BigDecimal owed = books.balance("receivable:" + books.organization(), "USD");
    BigDecimal revenue = books.balance("revenue:" + seller, "USD");

    for (int i = 0; i < 2; i++) {
      assertThat(refund(lease, "1 USD").statusCode()).isEqualTo(201);
    }

    assertThat(books.balance("receivable:" + books.organization(), "USD"))
        .isEqualByComparingTo(owed.subtract(BigDecimal.ONE));
    assertThat(books.balance("revenue:" + seller, "USD").subtract(revenue).doubleValue())
        .isBetween(0.099999, 0.1);
    Response all = refund(lease, "1000000 USD", "another");
    assertThat(all.statusCode()).isEqualTo(409);
    assertThat(all.<String>path("code")).isEqualTo("not_refundable");
    Books other = Books.open(sql);
    String others = other.lease(other.project("p"), seller, "USD");
    assertThat(refund(others, "1 USD").statusCode()).isEqualTo(404);
  }

  @Test
  void theOwnersStatementAndBalanceAreServed() {
    asOwner().get("/api/v1/ledger?limit=10").then().statusCode(200);
    asOwner().get("/api/v1/ledger/balances").then().statusCode(200);
  }

  @Test
  void balancesOfALargeLedgerAreQuick() {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    for (int first = 0; first < ENTRIES; first += AT_ONCE) {
      sql.run(
          """
          insert into ledger_entry (at, kind, debit, credit, amount, currency, cause)
          select now(), 'payout', 'receivable:%1$s-' || i %% 500, 'payable:%1$s-' || i %% 40, 0.000000001 * (i + 1), 'USD', gen_random_uuid()
          from generate_series(%2$d, %3$d) i
          """
              .formatted(mark, first, Math.min(ENTRIES, first + AT_ONCE) - 1));
    }
    sql.run("vacuum analyze ledger_entry");

    double buyer = millis("receivable:" + mark + "-7");
    double seller = millis("payable:" + mark + "-7");

    System.out.printf(
        Locale.ROOT,
        "Ledger of %d entries: balance of a buyer with %d entries %.1f ms, of a seller with %d %.1f ms%n",
        ENTRIES,
        ENTRIES / 500,
        buyer,
        ENTRIES / 40,
        seller);
    assertThat(Math.max(buyer, seller)).isLessThan(500);
  }

  private double millis(String account) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      assertThat(Database.await(ledger.balance(account))).hasSize(1);
      best = Math.min(best, Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e6);
    }
    return best;
  }

  private static Response refund(String lease, String amount) {
    return refund(lease, amount, "once");
  }

  private static Response refund(String lease, String amount, String key) {
    return asOwner()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(
            "{\"lease\": \"%s\", \"amount\": \"%s\", \"reason\": \"It stood still.\"}"
                .formatted(lease, amount))
        .post("/api/v1/refunds");
  }

  private String account(Books books) {
    String id = UUID.randomUUID().toString();
    sql.run(
        """
        insert into account (id, organization, provider, name, settings, state, detail, created_at, created_by)
        values ('%1$s', '%2$s', 'shop', '%1$s', '{}', 'connected', '', now(), 'somebody')
        """
            .formatted(id, books.organization()));
    return id;
  }

  private static String seller() {
    return "shop-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Charges whose entries are not exactly what they are, of all tests before. */
  private long twiceOrNever() {
    return sql.number(
        """
        select count(*) from charge c where amount > 0 and amount is distinct from (
          select sum(e.amount) from ledger_entry e where e.lease = c.lease and e.from_at = c.from_at)
        """);
  }
}
