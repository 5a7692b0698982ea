package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Instance;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Pulse;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * What agents are to do now. Level, not edge: an agent that forgot everything asks without a cursor
 * and hears all of it.
 */
@ApplicationScoped
class AgentWork {
  private static final String OPEN =
      """
      select a, l, w from AssignmentEntity a join LeaseEntity l on l.id = a.lease
        join WorkloadEntity w on w.id = l.workload
      where a.place = :place and a.changed > :after and a.state <> 'terminated' order by a.changed
      """;

  private final Database database;
  private final SpecReader specs;
  private final Signals signals;

  AgentWork(Database database, SpecReader specs, Signals signals) {
    this.database = database;
    this.specs = specs;
    this.signals = signals;
  }

  /**
   * @param place a site, or the lease whose machine asks
   * @param after the cursor of the last page; null, empty or unknown asks for everything at once
   * @param patience how long to wait for news
   */
  Uni<LeaseWork.Page> after(UUID place, @Nullable String after, Duration patience) {
    OptionalLong cursor = cursor(after);
    return page(place, cursor.orElse(0))
        .chain(
            page -> {
              if (cursor.isEmpty() || !page.items().isEmpty() || patience.isZero()) {
                return Uni.createFrom().item(page);
              }
              return news(place, cursor.getAsLong(), patience, page);
            });
  }

  private Uni<LeaseWork.Page> news(UUID place, long after, Duration patience, LeaseWork.Page none) {
    return signals
        .ticks(place)
        .onItem()
        .transformToUniAndConcatenate(tick -> page(place, after))
        .select()
        .where(page -> !page.items().isEmpty())
        .toUni()
        .ifNoItem()
        .after(patience)
        .recoverWithItem(none);
  }

  private Uni<LeaseWork.Page> page(UUID place, long after) {
    return database.transaction(
        session ->
            session
                .createQuery(OPEN, Object[].class)
                .setParameter("place", place)
                .setParameter("after", after)
                .getResultList()
                .chain(rows -> page(session, place, after, rows)));
  }

  private Uni<LeaseWork.Page> page(
      Mutiny.Session session, UUID place, long after, List<Object[]> rows) {
    List<LeaseWork> items = new ArrayList<>();
    for (Object[] row : rows) {
      items.add(item((AssignmentEntity) row[0], (LeaseEntity) row[1], (WorkloadEntity) row[2]));
    }
    return session
        .createQuery(
            "select coalesce(max(changed), 0) from AssignmentEntity where place = :place",
            Long.class)
        .setParameter("place", place)
        .getSingleResult()
        .map(last -> new LeaseWork.Page(Long.toString(Math.max(after, last)), items));
  }

  private LeaseWork item(AssignmentEntity assignment, LeaseEntity lease, WorkloadEntity workload) {
    boolean stop = assignment.state() == Instance.State.STOPPING;
    return new LeaseWork(
        lease.id.toString(),
        lease.generation,
        stop ? LeaseWork.Action.STOP : LeaseWork.Action.RUN,
        stop ? null : specs.run(workload, lease),
        Pulse.timeToLive(Pulse.INTERVAL).toSeconds());
  }

  private static OptionalLong cursor(@Nullable String text) {
    boolean number =
        text != null
            && !text.isEmpty()
            && text.length() < 19
            && text.chars().allMatch(Character::isDigit);
    return number ? OptionalLong.of(Long.parseLong(String.valueOf(text))) : OptionalLong.empty();
  }
}
