package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.tradewind.server.lease.ScriptedAgent.Metered;
import io.tradewind.server.testing.Sql;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;

/** What a workload was charged for, beside what its agents have measured. */
final class Used {
  private static final String SUMS =
      """
      select coalesce(sum(extract(epoch from u.to_at - u.from_at)), 0)::numeric(20, 6),
          coalesce(sum(c.amount), 0),
          coalesce(sum(round(l.rate * extract(epoch from u.to_at - u.from_at) / 3600, 9)), 0)
        from usage u
        join charge c on c.lease = u.lease and c.from_at = u.from_at
        join lease l on l.id = u.lease
        where u.workload = '%s'
      """;

  private Used() {}

  /** Every accepted microsecond is metered once, and charged at the rate of its lease. */
  static void check(Sql sql, String workload, List<Metered> accepted) {
    Row sums = sql.run(SUMS.formatted(workload)).iterator().next();
    Duration all = accepted.stream().map(Metered::length).reduce(Duration.ZERO, Duration::plus);
    assertThat(sums.getBigDecimal(0).movePointRight(6).longValueExact())
        .as("metered microseconds")
        .isEqualTo(all.toNanos() / 1_000);
    assertThat(sums.getBigDecimal(1).doubleValue())
        .as("charged")
        .isCloseTo(sums.getBigDecimal(2).doubleValue(), offset(1e-6));
  }
}
