package io.tradewind.server.agent;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.Instance;
import io.tradewind.api.Secret;
import io.tradewind.api.agent.LeaseSeal;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Pulse;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SealingKeys;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.CloseReason;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.lease.LongestRun;
import io.tradewind.server.secret.LockedException;
import io.tradewind.server.workload.NamedSecrets;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What agents are to do now. Level, not edge: an agent that forgot everything asks without a cursor
 * and hears all of it.
 */
@ApplicationScoped
class AgentWork {
  private static final Logger LOG = Logger.getLogger(AgentWork.class);

  private static final String WITHOUT =
      "The secret for %s was deleted, or cannot be opened, before the workload began.";

  private static final String TOO_OLD =
      "The agent of this machine is too old to be sent secrets: nothing can be sealed to it, and"
          + " the workload needs %s. Its operator may upgrade it.";

  /** What another broker wrote is heard of sooner, through {@link WorkWatch}. */
  private static final Duration REGULAR_LOOK = Duration.ofSeconds(10);

  private static final String OPEN =
      """
      select a, l, w from AssignmentEntity a join LeaseEntity l on l.id = a.lease
        join WorkloadEntity w on w.id = l.workload
      where a.place = :place and a.changed > :after and a.state <> 'terminated'
        and (a.agent is null or a.agent = :agent)
        and (l.releasedAt is not null or a.state = 'stopping') order by a.changed
      """;

  private final Database database;
  private final SpecReader specs;
  private final NamedSecrets secrets;
  private final LongestRun longest;
  private final Signals signals;
  private final Clock clock;

  AgentWork(
      Database database,
      SpecReader specs,
      NamedSecrets secrets,
      LongestRun longest,
      Signals signals,
      Clock clock) {
    this.database = database;
    this.specs = specs;
    this.secrets = secrets;
    this.longest = longest;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * @param after the cursor of the last page; null, empty or unknown asks for everything at once
   * @param patience how long to wait for news
   */
  Uni<LeaseWork.Page> after(AgentGate.Caller caller, @Nullable String after, Duration patience) {
    OptionalLong cursor = cursor(after);
    return page(caller, cursor.orElse(0))
        .chain(
            page -> {
              if (cursor.isEmpty() || !page.items().isEmpty() || patience.isZero()) {
                return Uni.createFrom().item(page);
              }
              return news(caller, cursor.getAsLong(), patience, page);
            });
  }

  private Uni<LeaseWork.Page> news(
      AgentGate.Caller caller, long after, Duration patience, LeaseWork.Page none) {
    return signals
        .ticks(caller.subject(), REGULAR_LOOK)
        .onItem()
        .transformToUniAndConcatenate(tick -> page(caller, after))
        .select()
        .where(page -> !page.items().isEmpty())
        .toUni()
        .ifNoItem()
        .after(patience)
        .recoverWithItem(none);
  }

  private Uni<LeaseWork.Page> page(AgentGate.Caller caller, long after) {
    return database.transaction(session -> found(session, caller, after)).chain(this::page);
  }

  /** What was found, and where it leads; secrets are asked for after the transaction. */
  private record Found(String cursor, List<Work> work) {}

  /**
   * @param own the machine is of the workload's organization, or there for this lease alone
   * @param agent who asks
   */
  private record Work(
      AssignmentEntity assignment,
      LeaseEntity lease,
      WorkloadEntity workload,
      boolean own,
      AgentEntity agent) {
    static Work of(Object[] row, Optional<UUID> owner, AgentEntity agent) {
      AssignmentEntity assignment = (AssignmentEntity) row[0];
      LeaseEntity lease = (LeaseEntity) row[1];
      boolean own = assignment.site == null || owner.filter(lease.organization::equals).isPresent();
      return new Work(assignment, lease, (WorkloadEntity) row[2], own, agent);
    }

    boolean isEnding() {
      return assignment.state() == Instance.State.STOPPING;
    }
  }

  private static Uni<Found> found(Mutiny.Session session, AgentGate.Caller caller, long after) {
    return session
        .find(SiteEntity.class, caller.place())
        .map(site -> Optional.ofNullable(site).map(it -> it.organization))
        .chain(
            owner ->
                session
                    .find(AgentEntity.class, caller.agent())
                    .chain(agent -> found(session, caller, after, owner, agent)));
  }

  private static Uni<Found> found(
      Mutiny.Session session,
      AgentGate.Caller caller,
      long after,
      Optional<UUID> owner,
      AgentEntity agent) {
    // The cursor first: what is written between the two questions is told now and once more.
    return session
        .createQuery(
            "select coalesce(max(changed), 0) from AssignmentEntity where place = :place",
            Long.class)
        .setParameter("place", caller.place())
        .getSingleResult()
        .chain(
            last ->
                session
                    .createQuery(OPEN, Object[].class)
                    .setParameter("place", caller.place())
                    .setParameter("agent", caller.agent())
                    .setParameter("after", after)
                    .getResultList()
                    .map(
                        rows ->
                            new Found(
                                Long.toString(Math.max(after, last)),
                                rows.stream().map(row -> Work.of(row, owner, agent)).toList())));
  }

  private Uni<LeaseWork.Page> page(Found found) {
    return Multi.createFrom()
        .iterable(found.work())
        .onItem()
        .transformToUniAndConcatenate(this::item)
        .onItem()
        .transformToIterable(item -> item.map(List::of).orElse(List.of()))
        .collect()
        .asList()
        .map(items -> new LeaseWork.Page(found.cursor(), items));
  }

  private Uni<Optional<LeaseWork>> item(Work work) {
    return work.isEnding()
        ? Uni.createFrom().item(Optional.of(item(work, LeaseWork.Action.STOP, null)))
        : secrets
            .reveal(work.workload())
            .onFailure(LockedException.class)
            .recoverWithItem(
                locked -> {
                  LOG.errorf("Lease %s is not given its secrets: %s", work.lease().id, locked);
                  return Map.of();
                })
            .chain(values -> begin(work, values));
  }

  /**
   * A workload is not begun without what it was promised; one that runs is told as it is, since its
   * agent has what it was given.
   */
  private Uni<Optional<LeaseWork>> begin(Work work, Map<String, Secret> values) {
    Set<String> missing = specs.secretsOf(work.workload());
    missing.removeAll(values.keySet());
    boolean begun = work.lease().activeAt != null;
    if (!missing.isEmpty() && !begun) {
      return giveUp(work, CloseReason.SECRET_MISSING, WITHOUT.formatted(join(missing)));
    }
    if (!values.isEmpty() && work.agent().sealingKey == null && !begun) {
      return giveUp(work, CloseReason.AGENT_TOO_OLD, TOO_OLD.formatted(join(values.keySet())));
    }
    return longest
        .of(work.workload(), work.lease())
        .map(time -> Optional.of(run(work, values, time)));
  }

  private LeaseWork run(Work work, Map<String, Secret> values, Optional<Duration> time) {
    LeaseSeal.Sealed sealed = sealed(work, values).orElse(null);
    return item(
        work,
        LeaseWork.Action.RUN,
        specs.run(work.workload(), work.lease(), sealed, time, work.own()));
  }

  /** For the agent that asks, and for this generation of the lease. */
  private static Optional<LeaseSeal.Sealed> sealed(Work work, Map<String, Secret> values) {
    String key = work.agent().sealingKey;
    if (key == null || values.isEmpty()) {
      return Optional.empty();
    }
    LeaseSeal.Place place =
        new LeaseSeal.Place(
            work.lease().id.toString(), work.lease().generation, work.agent().id.toString());
    try {
      return Optional.of(LeaseSeal.seal(SealingKeys.decode(key), place, values));
    } catch (RefusedException e) {
      throw new IllegalStateException("A key that was taken is none any more.", e);
    }
  }

  private static String join(Set<String> variables) {
    return String.join(", ", variables);
  }

  private Uni<Optional<LeaseWork>> giveUp(Work work, CloseReason reason, String why) {
    return database
        .transaction(
            session ->
                session
                    .find(LeaseEntity.class, work.lease().id, LockModeType.PESSIMISTIC_WRITE)
                    .invoke(
                        lease -> {
                          if (lease.activeAt == null) {
                            lease.stop(reason, why, clock.instant());
                          }
                        }))
        .replaceWith(Optional.empty());
  }

  private static LeaseWork item(Work work, LeaseWork.Action action, LeaseWork.@Nullable Run run) {
    return new LeaseWork(
        work.lease().id.toString(),
        work.lease().generation,
        action,
        run,
        Pulse.timeToLive(Pulse.INTERVAL).toSeconds(),
        reclaim(work.assignment(), work.lease()));
  }

  private static LeaseWork.@Nullable Notice reclaim(
      AssignmentEntity assignment, LeaseEntity lease) {
    return assignment.reclaimReason == null || lease.reclaimAt == null
        ? null
        : new LeaseWork.Notice(lease.reclaimAt, assignment.reclaimReason);
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
