package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.Decisions;
import io.tradewind.server.policy.Validators;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What owners change of a service that runs: how many replicas, or its file. */
@ApplicationScoped
class ServiceChanges {
  private final Database database;
  private final SpecReader specs;
  private final Drafts drafting;
  private final Quotes quotes;
  private final NamedSecrets secrets;
  private final Validators validators;
  private final Decisions decisions;
  private final Autoscaler scaler;
  private final ServiceLoop loop;
  private final Signals signals;
  private final Clock clock;

  ServiceChanges(
      Database database,
      SpecReader specs,
      Drafts drafting,
      Quotes quotes,
      NamedSecrets secrets,
      Validators validators,
      Decisions decisions,
      Autoscaler scaler,
      ServiceLoop loop,
      Signals signals,
      Clock clock) {
    this.database = database;
    this.specs = specs;
    this.drafting = drafting;
    this.quotes = quotes;
    this.secrets = secrets;
    this.validators = validators;
    this.decisions = decisions;
    this.scaler = scaler;
    this.loop = loop;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * @throws ProblemException 400 for more than the service's file allows, 409 for what is no
   *     service, or has ended
   */
  Uni<Void> scale(Submissions.Owner owner, UUID id, int replicas) {
    return database
        .transaction(
            session ->
                service(session, owner, id)
                    .chain(
                        row -> {
                          Service bounds = specs.stored(row.spec).service().orElseThrow();
                          requireByHand(bounds);
                          requireWithin(bounds, replicas);
                          row.replicas = replicas;
                          String told = "Scaled to %d replicas.".formatted(replicas);
                          return due(session, row, owner, "scaled", told);
                        }))
        .invoke(() -> told(id));
  }

  private static void requireByHand(Service file) {
    if (file.scaling().isPresent()) {
      throw new ProblemException(
          409,
          "scaled_by_load",
          "It is scaled by its load. Change service.replicas in its file, or leave service.scaling"
              + " out of it.");
    }
  }

  /**
   * A reading of its load. The same again changes nothing.
   *
   * @throws ProblemException 409 for what is not scaled by its load, or has ended
   */
  Uni<Void> load(Submissions.Owner owner, UUID id, double load) {
    return database
        .transaction(
            session ->
                service(session, owner, id)
                    .invoke(row -> requireScaled(specs.stored(row.spec)))
                    .chain(row -> scaler.read(session, row, load, clock.instant())))
        .invoke(() -> told(id));
  }

  private static void requireScaled(Workload workload) {
    if (workload.service().flatMap(Service::scaling).isEmpty()) {
      throw new ProblemException(
          409,
          "not_scaled_by_load",
          "Its file does not say how it follows its load. Add service.scaling, or scale it by"
              + " hand.");
    }
  }

  private static void requireWithin(Service bounds, int replicas) {
    if (replicas < 0 || replicas > bounds.maximumReplicas()) {
      throw ProblemException.field(
          "replicas",
          "%d replicas are not within 0 to %d.".formatted(replicas, bounds.maximumReplicas()),
          "Change service.replicas.max in the service's file first.");
    }
  }

  /**
   * Replaces the file; replicas are replaced one after the other. The same file again changes
   * nothing.
   *
   * @param agreed what the client was shown for an hour of a replica
   * @throws ProblemException 422 for a file that is invalid or of no service, 409 where nothing can
   *     be leased for it, or the price has moved
   */
  Uni<Void> change(
      Submissions.Owner owner, UUID id, Map<String, Object> tree, Optional<Money> agreed) {
    Workload workload = specs.read(tree);
    Startable.check(workload);
    if (workload.kind() != Workload.Kind.SERVICE) {
      throw ProblemException.field("kind", "It is of no service.", "Write kind: service.");
    }
    String spec = drafting.json(tree);
    return secrets
        .require(owner.organization(), workload, "")
        .chain(() -> quotes.firm(owner.asker(), workload, agreed))
        .invoke(ServiceChanges::requirePlaced)
        .call(
            placement ->
                validators.require(
                    owner.asker(),
                    owner.subject(),
                    List.of(new Validators.Wish(tree, placement.choice()))))
        .chain(
            placement ->
                database.transaction(
                    session ->
                        service(session, owner, id)
                            .chain(row -> change(session, row, owner, workload, spec, placement))))
        .invoke(() -> told(id));
  }

  /** What runs is not given up for what cannot. */
  private static void requirePlaced(Placement placement) {
    if (placement.outcome() != Outcome.PLACED) {
      String why = String.join(" ", placement.explanation());
      throw new ProblemException(
          409,
          "unplaced",
          "Nothing can be leased for the new file, so that the old one stays. " + why,
          List.of(new FieldProblem("resources", why, "Preview it to see what to relax.")));
    }
  }

  private Uni<Void> change(
      Mutiny.Session session,
      WorkloadEntity row,
      Submissions.Owner owner,
      Workload workload,
      String spec,
      Placement placement) {
    if (spec.equals(row.spec)) {
      return Uni.createFrom().voidItem();
    }
    Service bounds = workload.service().orElseThrow();
    int wanted = row.replicas == null ? 0 : row.replicas;
    PlacementEntity decision = decisions.stored(row, placement, Set.of()).row();
    row.spec = spec;
    row.version++;
    row.placement = decision.id;
    row.replicas = bounds.within(wanted);
    // What was wanted was reckoned by the old file.
    row.loadHistory = null;
    if (bounds.scaling().isEmpty()) {
      row.loadValue = null;
      row.loadAt = null;
    }
    return session
        .persist(decision)
        .chain(
            () ->
                due(
                    session,
                    row,
                    owner,
                    "changed",
                    "Version %d of its file.".formatted(row.version)));
  }

  private Uni<Void> due(
      Mutiny.Session session,
      WorkloadEntity row,
      Submissions.Owner owner,
      String type,
      String detail) {
    Instant now = clock.instant();
    row.reconcileAt = now;
    return session.persist(
        new EventEntity(
            now, row.organization, row.id, null, "workload." + type, owner.subject(), detail));
  }

  private static Uni<WorkloadEntity> service(
      Mutiny.Session session, Submissions.Owner owner, UUID id) {
    return session
        .find(WorkloadEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
        .map(row -> required(row, owner, id));
  }

  private static WorkloadEntity required(
      @Nullable WorkloadEntity row, Submissions.Owner owner, UUID id) {
    if (row == null || !row.organization.equals(owner.organization())) {
      throw ProblemException.notFound("workload", id);
    }
    if (!row.isService()) {
      throw new ProblemException(
          409, "no_service", "Workload %s is no service: it is run as it is.".formatted(id));
    }
    if (row.state().isFinal() || row.cancelRequested) {
      throw new ProblemException(
          409,
          "workload_ended",
          "Service %s has ended, or is ending. Submit it anew.".formatted(id));
    }
    return row;
  }

  private void told(UUID id) {
    signals.changed(id);
    loop.wake();
  }
}
