package io.tradewind.server.ledger;

import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.testing.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** An organization with closed leases whose charges a test writes. */
public final class Books {
  private final Sql sql;
  private final String organization;

  private Books(Sql sql, UUID organization) {
    this.sql = sql;
    this.organization = organization.toString();
  }

  /** Of an organization that is there. */
  public static Books of(Sql sql, UUID organization) {
    return new Books(sql, organization);
  }

  public static Books open(Sql sql) {
    Books books = new Books(sql, UUID.randomUUID());
    sql.run(
        "insert into organization (id, name) values ('%s', 'Buyer')".formatted(books.organization));
    return books;
  }

  public String organization() {
    return organization;
  }

  public String project(String name) {
    String id = UUID.randomUUID().toString();
    sql.run(
        "insert into project (id, organization, name) values ('%s', '%s', '%s')"
            .formatted(id, organization, name));
    return id;
  }

  /** A lease that is over. */
  public String lease(String project, String seller, String currency) {
    String id = UUID.randomUUID().toString();
    sql.run(
        """
        insert into workload (id, organization, project, name, kind, spec, state, created_by, created_at)
        values ('%1$s', '%2$s', '%3$s', 'w', 'task', '{}', 'succeeded', 'somebody', now());
        insert into placement (id, workload, decided_at, market_version, conditions_version, document, failover)
        values ('%1$s', '%1$s', now(), 1, 1, '{}', '[]');
        insert into lease (id, organization, workload, placement, attempt, turn, feed, provider, region, instance_type, offer, offer_document,
          rate, currency, vcpus, memory_mib, state, close_reason, stop_reason, requested_at, closed_at)
        values ('%1$s', '%2$s', '%1$s', '%1$s', 1, 1, 'scripted', '%4$s', 'somewhere', 'm', 'o', '{}', 1.5, '%5$s', 1, 1, 'closed',
          'completed', 'completed', now(), now());
        """
            .formatted(id, organization, project, seller, currency));
    return id;
  }

  /** Charges of a minute each, one after the other, of random amounts to the billionth. */
  public void charge(String lease, String from, int count) {
    sql.run(
        """
        insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at)
        select '%1$s', '%2$s'::timestamptz + i * interval '1 minute', '%2$s'::timestamptz + (i + 1) * interval '1 minute', '%3$s', '%1$s', 1, now()
        from generate_series(0, %4$d - 1) i;
        insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
        select lease, from_at, to_at, usage.organization, usage.workload, 1.5, floor(random() * 2000000000) / 1000000000, currency
        from usage join lease on lease.id = usage.lease
        where lease = '%1$s' and from_at >= '%2$s' and from_at < '%2$s'::timestamptz + %4$d * interval '1 minute';
        """
            .formatted(lease, from, organization, count));
  }

  public void refund(Ledger ledger, String lease, Money amount, Instant at) {
    UUID id = UUID.randomUUID();
    Database.await(ledger.refund(id, UUID.fromString(lease), amount, "test", at));
  }

  /** Of a statement that answers with one amount; nothing for none. */
  public BigDecimal amount(String statement) {
    BigDecimal found = sql.run(statement).iterator().next().getBigDecimal(0);
    return found == null ? BigDecimal.ZERO : found;
  }

  public BigDecimal charged(String condition) {
    return amount(
        "select sum(amount) from charge join lease on lease.id = charge.lease where charge.organization = '%s' and %s"
            .formatted(organization, condition));
  }

  /** Debits minus credits. */
  public BigDecimal balance(String account, String currency) {
    return amount(
        """
        select sum(case when debit = '%1$s' then amount else -amount end) from ledger_entry
        where '%1$s' in (debit, credit) and currency = '%2$s'
        """
            .formatted(account, currency));
  }
}
