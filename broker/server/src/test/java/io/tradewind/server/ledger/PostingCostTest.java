package io.tradewind.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Sql;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written with each report of usage must not cost more the more there has been. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class PostingCostTest {
  private static final int CHARGES = 3_000;

  /** By this session, in this transaction and those before it. */
  private static final String READ =
      "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_xact_user_tables"
          + " where relname in ('charge', 'usage', 'ledger_entry')";

  @Inject Sql sql;

  @Test
  void oneMoreChargeReadsNoneOfThoseBefore() {
    Books books = Books.open(sql);
    String lease = books.lease(books.project("p"), "seller", "USD");
    books.charge(lease, "2024-01-01 00:00:00+00", CHARGES);
    sql.run("analyze charge");

    RowSet<Row> answers =
        sql.run(
            """
            begin;
            %3$s;
            insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at)
              values ('%1$s', '2024-06-01 00:00:00+00', '2024-06-01 00:01:00+00', '%2$s', '%1$s', 1, now());
            insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
              values ('%1$s', '2024-06-01 00:00:00+00', '2024-06-01 00:01:00+00', '%2$s', '%1$s', 1.5, 0.025, 'USD');
            %3$s;
            commit
            """
                .formatted(lease, books.organization(), READ));

    List<Long> read = numbers(answers);
    assertThat(read.get(1) - read.get(0)).as("rows read for one charge").isLessThan(10);
    assertThat(books.charged("true"))
        .isEqualByComparingTo(books.balance("receivable:" + books.organization(), "USD"));
  }

  /** Of the statements among several that answer with one. */
  private static List<Long> numbers(RowSet<Row> first) {
    List<Long> numbers = new ArrayList<>();
    for (RowSet<Row> rows = first; rows != null; rows = rows.next()) {
      if (rows.size() == 1) {
        numbers.add(rows.iterator().next().getLong(0));
      }
    }
    return numbers;
  }
}
