package io.tradewind.server.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.admission.Admission;
import io.tradewind.server.admission.Refusal;
import io.tradewind.server.agent.Hashes;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.lease.Decisions;
import io.tradewind.server.lease.LeaseDrafts;
import io.tradewind.server.lease.LeaseEngine;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.lease.SpotChoices;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.policy.PolicyRefusals;
import io.tradewind.server.policy.Validators;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Takes a workload in: decides, and writes workload, decision and intent to lease in one
 * transaction.
 */
@ApplicationScoped
public class Submissions {
  private static final int LONGEST_KEY = 255;

  private final Database database;
  private final SpecReader specs;
  private final Decisions decisions;
  private final Quotes quotes;
  private final SpotChoices spots;
  private final NamedSecrets secrets;
  private final LeaseDrafts drafts;
  private final Validators validators;
  private final Admission admission;
  private final LeaseEngine engine;
  private final ObjectMapper json;
  private final Clock clock;

  Submissions(
      Database database,
      SpecReader specs,
      Decisions decisions,
      Quotes quotes,
      SpotChoices spots,
      NamedSecrets secrets,
      LeaseDrafts drafts,
      Validators validators,
      Admission admission,
      LeaseEngine engine,
      ObjectMapper json,
      Clock clock) {
    this.database = database;
    this.specs = specs;
    this.decisions = decisions;
    this.quotes = quotes;
    this.spots = spots;
    this.secrets = secrets;
    this.drafts = drafts;
    this.validators = validators;
    this.admission = admission;
    this.engine = engine;
    this.json = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    this.clock = clock;
  }

  /** Who submits, for whom. */
  public record Owner(String subject, UUID organization, UUID project) {
    public static Owner of(Caller caller) {
      return new Owner(caller.subject(), caller.organization(), caller.project());
    }

    public Asker asker() {
      return Asker.beginning(organization, project);
    }
  }

  /**
   * @param written empty when an earlier submission with the same key was found
   */
  public record Submitted(UUID workload, Optional<Draft> written) {
    static Submitted before(UUID workload) {
      return new Submitted(workload, Optional.empty());
    }
  }

  /**
   * @param key of the client, so that a repeated submission is one workload; null for none
   * @param agreed what the client was shown for an hour of all nodes, and agrees to
   * @throws ProblemException 422 for a workload that is invalid or cannot be started, 409 for a key
   *     that was used for another one, or for a price that has risen since it was shown
   */
  public Uni<Submitted> submit(
      Owner owner, Map<String, Object> tree, @Nullable String key, Optional<Money> agreed) {
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      throw ProblemException.field(
          "Idempotency-Key",
          "The key has %d characters.".formatted(key.length()),
          "Use 1 to 255 characters, such as a UUID.");
    }
    Workload workload = specs.read(tree);
    Startable.check(workload);
    String spec = write(tree);
    String digest = Hashes.sha256(spec);
    return known(owner, key, digest)
        .chain(
            known ->
                known.isPresent()
                    ? Uni.createFrom().item(Submitted.before(known.get()))
                    : secrets
                        .require(owner.organization(), workload, "")
                        .chain(
                            () ->
                                quotes.firm(
                                    owner.asker(), spots.atStart(owner.asker(), workload), agreed))
                        .invoke(Submissions::requireAllowed)
                        .call(
                            placement ->
                                validators.require(
                                    owner.asker(),
                                    owner.subject(),
                                    List.of(new Validators.Wish(tree, placement.choice()))))
                        .chain(placement -> create(owner, placement, workload, spec, key, digest)));
  }

  /** That policies leave it no place is told at once, not stored. */
  private static void requireAllowed(Placement placement) {
    PolicyRefusals.of(placement)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  /**
   * A workload of a plan with its decision.
   *
   * @param id that it is to have
   * @param tree the file as it came
   */
  public record Decided(
      UUID id, Workload workload, Map<String, Object> tree, Placement placement) {}

  /** What is to be written for one workload; nothing of it is before {@link #write}. */
  public record Draft(
      WorkloadEntity workload,
      PlacementEntity decision,
      List<EventEntity> events,
      List<LeaseEntity> leases) {
    private Stream<Object> rows() {
      return Stream.concat(Stream.of(workload, decision), events.stream());
    }
  }

  public Draft draft(Owner owner, Decided decided, Instant now) {
    WorkloadEntity row =
        row(
            owner,
            decided.id(),
            decided.workload(),
            write(decided.tree()),
            decided.placement(),
            now);
    return draft(row, decided.placement(), now);
  }

  /**
   * The same for a bid that was accepted: the leases are of the decision's choice, at its price.
   *
   * @param bid whose price they keep
   */
  public Draft firm(Owner owner, Decided decided, UUID bid, Instant now) {
    Placement placement = decided.placement();
    WorkloadEntity row =
        row(owner, decided.id(), decided.workload(), write(decided.tree()), placement, now);
    return draft(
        row,
        placement,
        Set.of(),
        now,
        decision -> drafts.firm(row, decision, placement.choice().orElseThrow(), bid, now));
  }

  /**
   * Writes workloads of one owner with their decisions, events and intents to lease, and the funds
   * for these.
   *
   * @throws ProblemException 409 naming the policy, the quota or the budget that refuses them
   */
  public Uni<Void> write(Mutiny.Session session, List<Draft> drafts, Instant now) {
    List<Funds.Intent> intents =
        drafts.stream()
            .filter(draft -> !draft.leases().isEmpty())
            .map(draft -> new Funds.Intent(draft.workload(), draft.leases()))
            .toList();
    return session
        .persistAll(drafts.stream().flatMap(Draft::rows).toArray())
        .chain(() -> admission.write(session, intents, now))
        .invoke(refusal -> refusal.ifPresent(Submissions::refuse))
        .replaceWithVoid();
  }

  private static void refuse(Refusal refusal) {
    throw refusal.problem();
  }

  /** A replica of a service: a workload of its own, of the service's file as it is now. */
  Draft replica(WorkloadEntity service, ReplicaPlaces.Placed placed, Instant now) {
    int number = placed.number();
    WorkloadEntity row = new WorkloadEntity(UUID.randomUUID(), WorkloadState.PROVISIONING, now);
    row.organization = service.organization;
    row.project = service.project;
    row.name = "%s-%d".formatted(service.name, number);
    row.kind = "replica";
    row.spec = service.spec;
    row.createdBy = service.createdBy;
    row.traceparent = service.traceparent;
    row.service = service.id;
    row.replica = number;
    row.version = service.version;
    row.probed = specs.stored(service.spec).service().flatMap(Service::readiness).isPresent();
    row.restrict(placed.capacity());
    return draft(row, placed.placement(), placed.last(), now);
  }

  /** After rows have been written: what they intend is due at once. */
  public void wake() {
    engine.wake();
  }

  private Uni<Submitted> create(
      Owner owner,
      Placement placement,
      Workload workload,
      String spec,
      @Nullable String key,
      String digest) {
    // No finer than the database keeps it: what is answered now is what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    WorkloadEntity row = row(owner, UUID.randomUUID(), workload, spec, placement, now);
    row.idempotencyKey = key;
    row.idempotencyDigest = key == null ? null : digest;
    Draft draft = draft(row, placement, now);
    return database
        .transaction(session -> write(session, List.of(draft), now))
        .invoke(engine::wake)
        .replaceWith(new Submitted(row.id, Optional.of(draft)))
        .onFailure(failure -> key != null && !(failure instanceof ProblemException))
        .recoverWithUni(failure -> afterRace(owner, key, digest, failure));
  }

  /**
   * Two submissions with one key at once: the database let one through, and the other answers with
   * it.
   */
  private Uni<Submitted> afterRace(
      Owner owner, @Nullable String key, String digest, Throwable failure) {
    return known(owner, key, digest)
        .map(
            known ->
                Submitted.before(
                    known.orElseThrow(
                        () -> new IllegalStateException("The workload was not stored.", failure))));
  }

  private WorkloadEntity row(
      Owner owner, UUID id, Workload workload, String spec, Placement placement, Instant now) {
    boolean placed = placement.outcome() == Outcome.PLACED;
    WorkloadEntity row =
        new WorkloadEntity(id, placed ? WorkloadState.PROVISIONING : WorkloadState.UNPLACED, now);
    row.organization = owner.organization();
    row.project = owner.project();
    row.kind = workload.kind().name().toLowerCase(Locale.ROOT);
    row.name = workload.name().orElse(row.kind + "-" + id.toString().substring(0, 8));
    row.spec = spec;
    row.createdBy = owner.subject();
    row.traceparent = Traces.here().orElse(null);
    workload
        .service()
        .filter(it -> placed && workload.kind() == Workload.Kind.SERVICE)
        .ifPresent(
            it -> {
              row.replicas = it.minimumReplicas();
              row.reconcileAt = now;
            });
    if (!placed) {
      row.reason = String.join(" ", placement.explanation());
      row.endedAt = now;
    }
    return row;
  }

  private Draft draft(WorkloadEntity row, Placement placement, Instant now) {
    return draft(row, placement, Set.of(), now);
  }

  /**
   * @param last pools whose offers have their turn after all others
   */
  private Draft draft(WorkloadEntity row, Placement placement, Set<Pool> last, Instant now) {
    return draft(
        row,
        placement,
        last,
        now,
        decision ->
            placement.outcome() == Outcome.PLACED
                ? drafts.next(row, decision, 0, 0, now)
                : List.of());
  }

  private Draft draft(
      WorkloadEntity row,
      Placement placement,
      Set<Pool> last,
      Instant now,
      Function<PlacementEntity, List<LeaseEntity>> intents) {
    PlacementEntity decision = decisions.stored(row, placement, last);
    row.placement = decision.id;
    List<EventEntity> events = new ArrayList<>();
    events.add(
        event(row, null, now, "workload.submitted", "Submitted by %s.".formatted(row.createdBy)));
    if (row.isService()) {
      return new Draft(row, decision, events, List.of());
    }
    List<LeaseEntity> leases = intents.apply(decision);
    if (!leases.isEmpty()) {
      events.add(
          event(
              row,
              leases.get(0).id,
              now,
              "lease.requested",
              "Attempt %d: %s.".formatted(leases.get(0).attempt, LeaseDrafts.asked(leases))));
    } else {
      row.become(
          WorkloadState.UNPLACED,
          "The offers of the decision left the market at once. Submit again.",
          now);
      events.add(event(row, null, now, "workload.unplaced", String.valueOf(row.reason)));
    }
    return new Draft(row, decision, events, leases);
  }

  private static EventEntity event(
      WorkloadEntity row, @Nullable UUID lease, Instant now, String type, String detail) {
    return new EventEntity(now, row.organization, row.id, lease, type, row.createdBy, detail);
  }

  private Uni<Optional<UUID>> known(Owner owner, @Nullable String key, String digest) {
    if (key == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return database
        .transaction(
            session ->
                session
                    .createQuery(
                        "from WorkloadEntity where organization = :organization and idempotencyKey"
                            + " = :key",
                        WorkloadEntity.class)
                    .setParameter("organization", owner.organization())
                    .setParameter("key", key)
                    .getSingleResultOrNull())
        .map(row -> same(row, digest));
  }

  private static Optional<UUID> same(@Nullable WorkloadEntity row, String digest) {
    if (row == null) {
      return Optional.empty();
    }
    if (!digest.equals(row.idempotencyDigest)) {
      throw new ProblemException(
          409,
          "idempotency_conflict",
          "This Idempotency-Key belongs to workload %s, which is another one. Use a new key."
              .formatted(row.id));
    }
    return Optional.of(row.id);
  }

  String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s cannot be written as JSON.".formatted(value.getClass()), e);
    }
  }
}
