package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Offer;
import io.tradewind.api.StartTimes;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.matcher.memory.Launch;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.memory.Priors;
import io.tradewind.matcher.memory.StartOrder;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Where launches got capacity, whoever asked for it: kept in the database, and read again every few
 * seconds, so that all brokers know the same.
 */
@ApplicationScoped
class Launches {
  private static final Duration REFRESH = Duration.ofSeconds(10);

  /** Seven half-lives: what is older weighs less than a hundredth. */
  private static final Duration KEPT = Duration.ofDays(14);

  private static final String READ = "from LaunchEntity where at > :since order by at, seq";
  private static final String FORGET = "delete from LaunchEntity where at <= :since";

  private final Database database;
  private final StartClock starts;
  private final LiveMarket market;
  private final Clock clock;
  private volatile PoolMemory memory = PoolMemory.EMPTY;
  private List<Launch> known = List.of();
  private StartTimes times = StartTimes.bundled();
  private volatile long readAtNanos;
  private volatile boolean hasRead;

  Launches(Database database, StartClock starts, LiveMarket market, Clock clock) {
    this.database = database;
    this.starts = starts;
    this.market = market;
    this.clock = clock;
  }

  PoolMemory memory() {
    return memory;
  }

  /** Writes an outcome in the transaction of the change that it belongs to. */
  Uni<Void> remember(Mutiny.Session session, Offer offer, Evidence evidence, Instant now) {
    return evidence == Evidence.NONE
        ? Uni.createFrom().voidItem()
        : session.persist(new LaunchEntity(Pool.of(offer), evidence, now));
  }

  /** Candidates by what they cost and how likely they start; equal ones keep their order. */
  List<Candidate> likelyFirst(List<Candidate> candidates, Instant now) {
    return StartOrder.of(
            memory,
            candidates,
            it -> new StartOrder.Candidate(Pool.of(it.offer()), Priors.of(it.offer())),
            it -> it.ranked().amount().movePointRight(9).longValue(),
            now)
        .stream()
        .map(StartOrder.Try::candidate)
        .toList();
  }

  /** For a thread that may block. */
  void refreshWhenDue() {
    if (!hasRead || System.nanoTime() - readAtNanos > REFRESH.toNanos()) {
      refresh();
      readAtNanos = System.nanoTime();
      hasRead = true;
    }
  }

  void refresh() {
    Instant since = clock.instant().minus(KEPT);
    List<LaunchEntity> kept =
        database.blocking(
            session ->
                session
                    .createMutationQuery(FORGET)
                    .setParameter("since", since)
                    .executeUpdate()
                    .chain(
                        () ->
                            session
                                .createQuery(READ, LaunchEntity.class)
                                .setParameter("since", since)
                                .getResultList()));
    learn(kept.stream().map(LaunchEntity::launch).toList(), starts.measured(since));
  }

  /** Conditions get a new version only when something is new. */
  private synchronized void learn(List<Launch> launches, StartTimes measured) {
    if (!launches.equals(known) || !measured.equals(times)) {
      known = launches;
      times = measured;
      memory = PoolMemory.of(launches);
      market.learn(times, memory);
    }
  }
}
