package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.StoredJson;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.lease.LeaseView;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Reads workloads for people, always within one organization. */
@ApplicationScoped
public class WorkloadViews {
  private static final String OWN =
      "from WorkloadEntity where organization = :organization and service is null and state in"
          + " :states";
  private static final String OLDER =
      " and (createdAt < :before or (createdAt = :before and id < :id)) order by createdAt desc, id"
          + " desc";

  private static final String FAMILY =
      "select id, service from WorkloadEntity where service in :workloads";
  private static final String REPLICAS =
      "from WorkloadEntity where service = :service and endedAt is null order by replica";

  private final Database database;
  private final Meter meter;
  private final SpecReader specs;

  WorkloadViews(Database database, Meter meter, SpecReader specs) {
    this.database = database;
    this.meter = meter;
    this.specs = specs;
  }

  /** What a view is made of. */
  private record Parts(
      WorkloadEntity workload,
      @Nullable PlacementEntity placement,
      List<LeaseEntity> leases,
      List<WorkloadEntity> replicas,
      List<LeaseEntity> leasesOfReplicas) {}

  /**
   * @throws ProblemException 404 when the organization has no such workload
   */
  public Uni<WorkloadView> one(UUID organization, UUID id) {
    return database
        .transaction(session -> parts(session, organization, id))
        .chain(
            parts ->
                totals(List.of(parts.workload()), parts.leases())
                    .map(totals -> view(parts, totals.apply(id), true)));
  }

  /** Of one that has just been written; nothing of it can have been metered. */
  WorkloadView fresh(Drafts.Draft written) {
    Parts parts =
        new Parts(written.workload(), written.decision(), written.leases(), List.of(), List.of());
    return view(parts, Meter.Totals.NONE, true);
  }

  /**
   * Of a service what all of its replicas have used, those that have ended too.
   *
   * @param leases of those workloads
   */
  private Uni<Function<UUID, Meter.Totals>> totals(
      List<WorkloadEntity> workloads, List<LeaseEntity> leases) {
    Map<UUID, List<UUID>> families = new HashMap<>();
    leases.stream()
        .filter(lease -> lease.meteredTo != null)
        .forEach(lease -> families.put(lease.workload, List.of(lease.workload)));
    List<UUID> services =
        workloads.stream().filter(WorkloadEntity::isService).map(row -> row.id).toList();
    return members(services).invoke(families::putAll).chain(() -> totals(families));
  }

  private Uni<Map<UUID, List<UUID>>> members(List<UUID> services) {
    if (services.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return database
        .transaction(
            session ->
                session
                    .createQuery(FAMILY, Object[].class)
                    .setParameter("workloads", services)
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.groupingBy(
                            row -> (UUID) row[1],
                            Collectors.mapping(row -> (UUID) row[0], Collectors.toList()))));
  }

  private Uni<Function<UUID, Meter.Totals>> totals(Map<UUID, List<UUID>> families) {
    if (families.isEmpty()) {
      return Uni.createFrom().item(id -> Meter.Totals.NONE);
    }
    return meter
        .totals(families.values().stream().flatMap(List::stream).toList())
        .map(
            all ->
                id ->
                    Meter.Totals.sum(
                        families.getOrDefault(id, List.of()).stream()
                            .flatMap(member -> Stream.ofNullable(all.get(member)))
                            .toList()));
  }

  /** Only whether it is there. */
  Uni<WorkloadEntity> existing(UUID organization, UUID id) {
    return database
        .transaction(session -> session.find(WorkloadEntity.class, id))
        .map(row -> owned(row, organization, id));
  }

  private static WorkloadEntity owned(@Nullable WorkloadEntity row, UUID organization, UUID id) {
    if (row == null || !row.organization.equals(organization)) {
      throw ProblemException.notFound("workload", id);
    }
    return row;
  }

  private Uni<Parts> parts(Mutiny.Session session, UUID organization, UUID id) {
    return session
        .find(WorkloadEntity.class, id)
        .map(row -> owned(row, organization, id))
        .chain(
            row ->
                leases(session, List.of(id))
                    .chain(
                        found ->
                            placement(session, row.placement)
                                .chain(
                                    decision ->
                                        parts(session, row, decision.orElse(null), found))));
  }

  private static Uni<Parts> parts(
      Mutiny.Session session,
      WorkloadEntity row,
      @Nullable PlacementEntity decision,
      List<LeaseEntity> found) {
    if (!row.isService()) {
      return Uni.createFrom().item(new Parts(row, decision, found, List.of(), List.of()));
    }
    return session
        .createQuery(REPLICAS, WorkloadEntity.class)
        .setParameter("service", row.id)
        .getResultList()
        .chain(
            replicas ->
                leases(session, replicas.stream().map(it -> it.id).toList())
                    .map(theirs -> new Parts(row, decision, found, replicas, theirs)));
  }

  private static Uni<Optional<PlacementEntity>> placement(
      Mutiny.Session session, @Nullable UUID id) {
    return id == null
        ? Uni.createFrom().item(Optional.empty())
        : session.find(PlacementEntity.class, id).map(Optional::ofNullable);
  }

  private static Uni<List<LeaseEntity>> leases(Mutiny.Session session, List<UUID> workloads) {
    return session
        .createQuery(
            "from LeaseEntity where workload in :workloads order by attempt, node",
            LeaseEntity.class)
        .setParameter("workloads", workloads)
        .getResultList();
  }

  /** Newest first. */
  public Uni<Page<WorkloadView>> list(
      UUID organization, @Nullable String state, int limit, @Nullable String cursor) {
    Position position = Position.of(cursor);
    return database
        .transaction(
            session ->
                rows(session, organization, state, limit, position)
                    .chain(
                        rows ->
                            leases(session, rows.stream().map(row -> row.id).toList())
                                .chain(
                                    found ->
                                        count(session, organization, state)
                                            .map(total -> new Found(rows, found, total)))))
        .chain(
            found ->
                totals(found.rows(), found.leases()).map(totals -> page(found, totals, limit)));
  }

  private record Found(List<WorkloadEntity> rows, List<LeaseEntity> leases, long total) {}

  private record Position(Instant before, UUID id) {
    static final Position NEWEST =
        new Position(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1L, -1L));

    static Position of(@Nullable String cursor) {
      if (cursor == null || cursor.isEmpty()) {
        return NEWEST;
      }
      List<String> parts = Cursors.decode(cursor, 2);
      try {
        return new Position(Instant.parse(parts.get(0)), UUID.fromString(parts.get(1)));
      } catch (RuntimeException e) {
        throw ProblemException.field(
            "cursor", "The cursor is not one of ours.", "Leave it out to begin anew.");
      }
    }
  }

  private static Uni<List<WorkloadEntity>> rows(
      Mutiny.Session session,
      UUID organization,
      @Nullable String state,
      int limit,
      Position position) {
    return session
        .createQuery(OWN + OLDER, WorkloadEntity.class)
        .setParameter("organization", organization)
        .setParameter("states", states(state))
        .setParameter("before", position.before())
        .setParameter("id", position.id())
        .setMaxResults(limit)
        .getResultList();
  }

  private static Uni<Long> count(
      Mutiny.Session session, UUID organization, @Nullable String state) {
    return session
        .createQuery("select count(*) " + OWN, Long.class)
        .setParameter("organization", organization)
        .setParameter("states", states(state))
        .getSingleResult();
  }

  private static List<String> states(@Nullable String state) {
    return state == null
        ? Arrays.stream(WorkloadState.values()).map(WorkloadState::wireName).toList()
        : List.of(state);
  }

  private Page<WorkloadView> page(Found found, Function<UUID, Meter.Totals> totals, int limit) {
    Map<UUID, List<LeaseEntity>> byWorkload =
        found.leases().stream().collect(Collectors.groupingBy(lease -> lease.workload));
    List<WorkloadView> items =
        found.rows().stream()
            .map(
                row ->
                    view(
                        new Parts(
                            row,
                            null,
                            byWorkload.getOrDefault(row.id, List.of()),
                            List.of(),
                            List.of()),
                        totals.apply(row.id),
                        false))
            .toList();
    WorkloadEntity last = found.rows().isEmpty() ? null : found.rows().get(found.rows().size() - 1);
    String next =
        last == null || found.rows().size() < limit
            ? null
            : Cursors.encode(last.createdAt.toString(), last.id.toString());
    return new Page<>(items, next, found.total());
  }

  private WorkloadView view(Parts parts, Meter.Totals totals, boolean whole) {
    WorkloadEntity row = parts.workload();
    List<List<LeaseEntity>> attempts = AttemptViews.attempts(parts.leases());
    List<LeaseEntity> newest = AttemptViews.current(attempts);
    PlacementEntity decision = parts.placement();
    return new WorkloadView(
        row.id,
        row.name,
        row.kind,
        row.state().wireName(),
        row.reason,
        row.createdAt,
        row.startedAt,
        row.endedAt,
        row.exitCode,
        totals.cost().map(MoneyView::of).orElse(null),
        totals.costs().stream().map(MoneyView::of).toList(),
        totals.grams(),
        totals.kilowattHours(),
        totals.seconds(),
        newest.isEmpty() ? null : LeaseView.of(newest.get(0)),
        whole ? newest.stream().map(AttemptViews::node).toList() : List.of(),
        attempts.stream().map(AttemptViews::attempt).toList(),
        whole ? new StoredJson(row.spec) : null,
        whole && decision != null ? new StoredJson(decision.document) : null,
        whole && row.isService()
            ? ReplicaViews.of(
                row, specs.stored(row.spec), parts.replicas(), parts.leasesOfReplicas())
            : null);
  }
}
