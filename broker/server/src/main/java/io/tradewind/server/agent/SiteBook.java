package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Architecture;
import io.tradewind.api.Assignment;
import io.tradewind.api.Instance;
import io.tradewind.api.InstanceType;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.Region;
import io.tradewind.api.Site;
import io.tradewind.api.SiteDirectory;
import io.tradewind.api.SiteId;
import io.tradewind.api.agent.Pulse;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The enrolled sites and what is assigned to them, in the database. Room is given out under a lock
 * on the site's row.
 */
@ApplicationScoped
public class SiteBook implements SiteDirectory {
  private static final double HAIR = 1e-6;
  private static final Duration TOLD_AGAIN = Duration.ofSeconds(10);

  private final Database database;
  private final Signals signals;
  private final Clock clock;

  SiteBook(Database database, Signals signals, Clock clock) {
    this.database = database;
    this.signals = signals;
    this.clock = clock;
  }

  @Override
  public List<Site> sites() {
    List<SiteRow> rows =
        database.blocking(
            session ->
                session
                    .createQuery(
                        """
                        select s,
                          (select max(a.lastHeartbeat) from AgentEntity a where a.site = s.id and a.revokedAt is null),
                          (select sum(b.vcpus) from AssignmentEntity b where b.site = s.id and b.state <> 'terminated'),
                          (select sum(b.memoryMib) from AssignmentEntity b where b.site = s.id and b.state <> 'terminated')
                        from SiteEntity s where s.inventory is not null order by s.provider
                        """,
                        Object[].class)
                    .getResultList()
                    .map(list -> list.stream().map(SiteRow::of).toList()));
    Instant now = clock.instant();
    return rows.stream().map(row -> row.toSite(now)).toList();
  }

  private record SiteRow(
      SiteEntity site, @Nullable Instant heard, double usedVcpus, long usedMemoryMib) {
    static SiteRow of(Object[] columns) {
      return new SiteRow(
          (SiteEntity) columns[0],
          (Instant) columns[1],
          columns[2] == null ? 0 : ((Number) columns[2]).doubleValue(),
          columns[3] == null ? 0 : ((Number) columns[3]).longValue());
    }

    Site toSite(Instant now) {
      int vcpus = site.vcpus == null ? 0 : site.vcpus;
      long memory = site.memoryMib == null ? 0 : site.memoryMib;
      boolean online = heard != null && Pulse.of(heard, Pulse.INTERVAL, now) == Pulse.ALIVE;
      return new Site(
          new SiteId(site.id),
          site.name,
          Region.of(site.provider, site.region),
          Optional.ofNullable(site.country),
          Architecture.parse(String.valueOf(site.architecture)).orElse(Architecture.X86_64),
          vcpus,
          new Memory(memory),
          Math.max(0, vcpus - usedVcpus),
          new Memory(Math.max(0, memory - usedMemoryMib)),
          Money.of(site.ask, Currency.getInstance(site.currency)),
          online,
          Offer.Listing.valueOf(site.listing.toUpperCase(Locale.ROOT)),
          now);
    }
  }

  @Override
  public Optional<Assignment> assign(LeaseId lease, SiteId site, InstanceType shape) {
    Optional<Assignment> assigned =
        database.blocking(
            session ->
                session
                    .find(SiteEntity.class, site.value(), LockModeType.PESSIMISTIC_WRITE)
                    .chain(row -> assign(session, row, lease, shape)));
    signals.changed(site.value());
    return assigned;
  }

  private Uni<Optional<Assignment>> assign(
      Mutiny.Session session, @Nullable SiteEntity site, LeaseId lease, InstanceType shape) {
    if (site == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return session
        .find(AssignmentEntity.class, lease.value())
        .chain(
            known -> {
              if (known != null) {
                return Uni.createFrom().item(Optional.of(known.toAssignment()));
              }
              return used(session, site.id).chain(used -> place(session, site, lease, shape, used));
            });
  }

  private record Used(double vcpus, long memoryMib) {}

  private static Uni<Used> used(Mutiny.Session session, UUID site) {
    return session
        .createQuery(
            "select coalesce(sum(b.vcpus), 0.0), coalesce(sum(b.memoryMib), 0) from"
                + " AssignmentEntity b where b.site = :site and b.state <> 'terminated'",
            Object[].class)
        .setParameter("site", site)
        .getSingleResult()
        .map(sums -> new Used(((Number) sums[0]).doubleValue(), ((Number) sums[1]).longValue()));
  }

  private Uni<Optional<Assignment>> place(
      Mutiny.Session session, SiteEntity site, LeaseId lease, InstanceType shape, Used used) {
    Integer vcpus = site.vcpus;
    Long memoryMib = site.memoryMib;
    boolean fits =
        vcpus != null
            && memoryMib != null
            && used.vcpus() + shape.vcpus() <= vcpus + HAIR
            && used.memoryMib() + shape.memory().mebibytes() <= memoryMib;
    if (!fits) {
      return Uni.createFrom().item(Optional.empty());
    }
    AssignmentEntity assignment = new AssignmentEntity();
    assignment.lease = lease.value();
    assignment.site = site.id;
    assignment.provider = site.provider;
    assignment.region = site.region;
    assignment.vcpus = shape.vcpus();
    assignment.memoryMib = shape.memory().mebibytes();
    return nextChange(session)
        .invoke(change -> assignment.become(Instance.State.PENDING, clock.instant(), change))
        .chain(() -> session.persist(assignment))
        .replaceWith(() -> Optional.of(assignment.toAssignment()));
  }

  static Uni<Long> nextChange(Mutiny.Session session) {
    return session.createNativeQuery("select nextval('work_change')", Long.class).getSingleResult();
  }

  @Override
  public Optional<Assignment> assignment(LeaseId lease) {
    AssignmentEntity row =
        database.blocking(session -> session.find(AssignmentEntity.class, lease.value()));
    return Optional.ofNullable(row)
        .filter(known -> known.site != null)
        .map(AssignmentEntity::toAssignment)
        .filter(assignment -> assignment.state() != Instance.State.TERMINATED);
  }

  @Override
  public List<Assignment> assignments() {
    return database.blocking(
        session ->
            session
                .createQuery(
                    "from AssignmentEntity where state <> 'terminated' and site is not null",
                    AssignmentEntity.class)
                .getResultList()
                .map(rows -> rows.stream().map(AssignmentEntity::toAssignment).toList()));
  }

  @Override
  public void release(LeaseId lease) {
    database
        .blocking(
            session ->
                session
                    .find(AssignmentEntity.class, lease.value(), LockModeType.PESSIMISTIC_WRITE)
                    .chain(row -> release(session, row)))
        .ifPresent(signals::changed);
  }

  private Uni<Optional<UUID>> release(Mutiny.Session session, @Nullable AssignmentEntity row) {
    if (row == null || row.state() == Instance.State.TERMINATED) {
      return Uni.createFrom().item(Optional.empty());
    }
    return heard(session, row.place())
        .chain(
            heard -> {
              Instant now = clock.instant();
              boolean lost =
                  heard.isEmpty() || Pulse.of(heard.get(), Pulse.INTERVAL, now) == Pulse.LOST;
              // A lost agent has ended the workload by its own rule and will not tell us so.
              Instance.State next = lost ? Instance.State.TERMINATED : Instance.State.STOPPING;
              // The agent may have read past the first word of it, so it is told again.
              if (row.state() == next && row.since.plus(TOLD_AGAIN).isAfter(now)) {
                return Uni.createFrom().item(Optional.<UUID>empty());
              }
              return nextChange(session)
                  .invoke(change -> row.become(next, now, change))
                  .replaceWith(Optional.of(row.place()));
            });
  }

  /** When the agents of a lease's place were last heard; empty for a lease that has none. */
  public Optional<Instant> lastHeard(UUID lease) {
    return database.blocking(
        session ->
            session
                .find(AssignmentEntity.class, lease)
                .chain(
                    row ->
                        row == null
                            ? Uni.createFrom().item(Optional.<Instant>empty())
                            : heard(session, row.place())));
  }

  static Uni<Optional<Instant>> heard(Mutiny.Session session, UUID place) {
    return session
        .createQuery(
            "select max(a.lastHeartbeat) from AgentEntity a where a.place = :place and a.revokedAt"
                + " is null",
            Instant.class)
        .setParameter("place", place)
        .getSingleResultOrNull()
        .map(Optional::ofNullable);
  }
}
