package io.tradewind.server.ledger;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.database.Database;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class BooksReadinessTest {
  @Inject @Readiness BooksReadiness books;
  @Inject Sql sql;

  @Test
  void aBrokerWhoseChargesAreNotPostedIsNotReady() {
    look();
    assertThat(books.call().getStatus()).isEqualTo(Status.UP);

    sql.run("alter table charge disable trigger charge_is_posted");
    try {
      look();
      assertThat(books.call().getStatus()).isEqualTo(Status.DOWN);
      assertThat(books.call().getData().orElseThrow()).containsEntry("missing", "charge_is_posted");
      asOwner().get("/q/health/ready").then().statusCode(503);
    } finally {
      sql.run("alter table charge enable trigger charge_is_posted");
      look();
    }
    assertThat(books.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aChargeThatIsNotInTheBooksIsSeen() {
    Books bought = Books.open(sql);
    String lease = bought.lease(bought.project("p"), "nobody", "USD");
    long before = unposted();

    // In one transaction, so that no charge of another test passes by.
    sql.run(
        """
        begin;
        alter table charge disable trigger charge_is_posted;
        insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at)
        values ('%1$s', now(), now() + interval '1 second', '%2$s', '%1$s', 1, now());
        insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
        values ('%1$s', now(), now() + interval '1 second', '%2$s', '%1$s', 1.5, 0.5, 'USD');
        alter table charge enable trigger charge_is_posted;
        commit;
        """
            .formatted(lease, bought.organization()));

    assertThat(unposted()).isEqualTo(before + 1);

    sql.run(
        """
        insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, lease, from_at)
        select from_at, 'charge', 'receivable:' || organization, 'payable:nobody', amount, currency, organization, lease, from_at
        from charge where lease = '%s'
        """
            .formatted(lease));
    assertThat(unposted()).isEqualTo(before);
  }

  private long unposted() {
    look();
    return Long.parseLong(String.valueOf(books.call().getData().orElseThrow().get("unposted")));
  }

  private void look() {
    Database.await(books.look());
  }
}
