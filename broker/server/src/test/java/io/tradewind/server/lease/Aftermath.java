package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.server.lease.ScriptedAgent.Metered;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What brokers that were killed have left in the database. */
record Aftermath(Connection connection) {

  /** Leases and workloads that have no end yet, with their states. */
  List<String> open() throws SQLException {
    List<String> open = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
"""
select 'lease ' || l.id || ' ' || l.state from lease l where l.state <> 'closed'
union all
select 'workload ' || w.id || ' ' || w.state from workload w where w.ended_at is null
""")) {
      while (rows.next()) {
        open.add(rows.getString(1));
      }
    }
    return open;
  }

  /** All that was confirmed is there once; nothing is there that no agent measured. */
  void checkUsage(List<BoxAgents> agents) throws SQLException {
    List<Metered> used = used();
    List<Metered> sent = agents.stream().flatMap(it -> it.sent().stream()).toList();
    List<Metered> accepted = agents.stream().flatMap(it -> it.accepted().stream()).toList();
    System.out.printf(
        "%d intervals of use, %d confirmed, %d told%n", used.size(), accepted.size(), sent.size());
    assertThat(used).as("intervals of use").isNotEmpty().doesNotHaveDuplicates();
    assertThat(used).as("what was confirmed").containsAll(accepted);
    assertThat(sent).as("what was measured").containsAll(used);
    Map<UUID, List<Metered>> byLease = new LinkedHashMap<>();
    used.forEach(it -> byLease.computeIfAbsent(it.lease(), any -> new ArrayList<>()).add(it));
    byLease.values().forEach(Aftermath::assertSeamless);
  }

  private List<Metered> used() throws SQLException {
    List<Metered> used = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select u.lease, u.from_at, u.to_at, c.lease is null or c.amount <= 0
                  from usage u left join charge c using (lease, from_at, to_at)
                """)) {
      while (rows.next()) {
        assertThat(rows.getBoolean(4)).as("usage without its charge").isFalse();
        used.add(
            new Metered(
                rows.getObject(1, UUID.class),
                rows.getObject(2, Timestamp.class).toInstant(),
                rows.getObject(3, Timestamp.class).toInstant()));
      }
    }
    return used;
  }

  private static void assertSeamless(List<Metered> intervals) {
    intervals.sort(Comparator.comparing(Metered::from));
    for (int i = 1; i < intervals.size(); i++) {
      assertThat(intervals.get(i).from())
          .as("the beginning of %s", intervals.get(i))
          .isEqualTo(intervals.get(i - 1).to());
    }
  }
}
