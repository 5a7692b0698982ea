package io.tradewind.server.lease;

import io.tradewind.server.database.Database;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one workload, which begin together or not at all. Each is a lease of its own, and looks
 * at the others when its own turn comes: none writes another's row, so that there is no order of
 * locks to get wrong, and whatever one missed it sees at its next turn. Calls block.
 */
@ApplicationScoped
class Gangs {
  private static final String FAILED =
      """
      select node, coalesce(close_reason, stop_reason) as reason, exit_code, detail from lease
      where workload = $1 and attempt = $2 and node <> $3 and coalesce(close_reason, stop_reason) <> $4
        and not (coalesce(close_reason, stop_reason) = $5 and coalesce(exit_code, 1) = 0)
      order by ended_at nulls last, node limit 1
      """;
  private static final String ADDRESSES =
      "select address from lease where workload = $1 and attempt = $2 order by node";
  private static final String NUDGE =
      """
      update lease set due_at = $3 where id in (
        select id from lease where workload = $1 and attempt = $2 and state <> 'closed' and due_at > $3
        for update skip locked)
      """;

  private final Pool pool;
  private final Clock clock;

  Gangs(Pool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** Why the lease must end with its gang: a sentence about the node that came to an end first. */
  Optional<String> broken(LeaseEntity lease) {
    if (!lease.inGang()) {
      return Optional.empty();
    }
    Tuple of =
        Tuple.of(
            lease.workload,
            lease.attempt,
            lease.node,
            CloseReason.PEER_ENDED.wireName(),
            CloseReason.COMPLETED.wireName());
    for (Row row : Database.await(pool.preparedQuery(FAILED).execute(of))) {
      return Optional.of(ended(row));
    }
    return Optional.empty();
  }

  private static String ended(Row row) {
    Integer code = row.getInteger("exit_code");
    String detail = row.getString("detail");
    String reason = row.getString("reason").replace('_', ' ');
    return "Node %d came to an end: %s."
        .formatted(
            row.getInteger("node"),
            code != null ? "exit code " + code : detail == null ? reason : withoutStop(detail));
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** The addresses of all nodes in their order; empty while one is missing. */
  Optional<List<String>> addresses(LeaseEntity lease) {
    RowSet<Row> rows =
        Database.await(
            pool.preparedQuery(ADDRESSES).execute(Tuple.of(lease.workload, lease.attempt)));
    List<String> addresses = new ArrayList<>(rows.size());
    for (Row row : rows) {
      @Nullable String address = row.getString("address");
      if (address == null) {
        return Optional.empty();
      }
      addresses.add(address);
    }
    return Optional.of(addresses);
  }

  /**
   * Lets the other nodes take their turn at once. Only spares them a wait: a broker that dies
   * before this leaves nothing undone.
   */
  void nudge(LeaseEntity lease) {
    if (lease.inGang()) {
      Tuple of = Tuple.of(lease.workload, lease.attempt, clock.instant().atOffset(ZoneOffset.UTC));
      Database.await(pool.preparedQuery(NUDGE).execute(of));
    }
  }
}
