package io.tradewind.server.workload;

import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Workloads whose time has come, some at once, the longest due first. Nobody is held back from
 * taking the same: who applies what follows looks again.
 */
@ApplicationScoped
public class DueWorkloads {
  private static final int AT_ONCE = 16;

  private final Database database;
  private final LiveMarket market;
  private final Clock clock;

  DueWorkloads(Database database, LiveMarket market, Clock clock) {
    this.database = database;
    this.market = market;
    this.clock = clock;
  }

  /**
   * For a thread that may block. Takes none before the market is known.
   *
   * @param when the field of {@link WorkloadEntity} that says when one is due
   * @return whether anything was due
   */
  public boolean take(String when, Consumer<UUID> each) {
    if (!market.isSettled()) {
      return false;
    }
    String query = "select id from WorkloadEntity where %1$s <= :now order by %1$s".formatted(when);
    List<UUID> due =
        database.blocking(
            session ->
                session
                    .createQuery(query, UUID.class)
                    .setParameter("now", clock.instant())
                    .setMaxResults(AT_ONCE)
                    .getResultList());
    due.forEach(each);
    return !due.isEmpty();
  }
}
