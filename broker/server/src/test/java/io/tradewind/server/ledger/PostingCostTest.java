package io.tradewind.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.RowsRead;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written with each report of usage must not cost more the more there has been. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class PostingCostTest {
  private static final int CHARGES = 3_000;

  @Inject Sql sql;

  @Test
  void oneMoreChargeReadsNoneOfThoseBefore() {
    Books books = Books.open(sql);
    String lease = books.lease(books.project("p"), "seller", "USD");
    books.charge(lease, "2024-01-01 00:00:00+00", CHARGES);
    sql.run("analyze charge");

    String charge =
        """
        insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at)
          values ('%1$s', '2024-06-01 00:00:00+00', '2024-06-01 00:01:00+00', '%2$s', '%1$s', 1, now());
        insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
          values ('%1$s', '2024-06-01 00:00:00+00', '2024-06-01 00:01:00+00', '%2$s', '%1$s', 1.5, 0.025, 'USD')
        """
            .formatted(lease, books.organization());

    assertThat(RowsRead.by(sql, charge, List.of("charge", "usage", "ledger_entry", "lease_total")))
        .isLessThan(10);
    assertThat(books.charged("true"))
        .isEqualByComparingTo(books.balance("receivable:" + books.organization(), "USD"));
  }
}
