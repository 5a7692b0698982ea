package io.tradewind.server.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.ledger.Books;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.RowsRead;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a workload has used is asked every few seconds while it runs, however long it has run. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class KeptTotalsTest {
  private static final int INTERVALS = 3_000;

  @Inject Sql sql;
  @Inject Meter meter;

  @Test
  void theyAreWhatWasCharged() {
    Books books = Books.open(sql);
    String lease = books.lease(books.project("p"), "seller", "EUR");
    books.charge(lease, "2024-01-01 00:00:00+00", 70);
    books.charge(lease, "2024-01-02 00:00:00+00", 5);

    Meter.Totals totals = Database.await(meter.totals(UUID.fromString(lease)));

    assertThat(totals.costs())
        .containsExactly(Money.of(books.charged("true"), Currency.getInstance("EUR")));
    assertThat(totals.seconds()).isEqualTo(75 * 60);
  }

  @Test
  void askingForThemReadsNoInterval() {
    Books books = Books.open(sql);
    String lease = books.lease(books.project("p"), "seller", "USD");
    books.charge(lease, "2024-01-01 00:00:00+00", INTERVALS);
    sql.run("analyze usage, charge, lease_total");

    String question = Meter.TOTALS.replace("any($1)", "any(array['%s'::uuid])".formatted(lease));

    assertThat(RowsRead.by(sql, question, List.of("usage", "charge", "lease_total")))
        .isLessThan(10);
  }
}
