package io.tradewind.server.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.lease.Decisions;
import io.tradewind.server.lease.LeaseDrafts;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be written for a workload: itself, its decision, its events, and intents to lease. */
@ApplicationScoped
public class Drafts {
  private final Decisions decisions;
  private final LeaseDrafts intents;
  private final SpecReader specs;
  private final ObjectMapper json;

  Drafts(Decisions decisions, LeaseDrafts intents, SpecReader specs, ObjectMapper json) {
    this.decisions = decisions;
    this.intents = intents;
    this.specs = specs;
    this.json = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  }

  /**
   * A workload of a plan with its decision.
   *
   * @param id that it is to have
   * @param tree the file as it came
   */
  public record Decided(
      UUID id, Workload workload, Map<String, Object> tree, Placement placement) {}

  /** What is to be written for one workload; nothing of it is before {@link Submissions#write}. */
  public record Draft(
      WorkloadEntity workload,
      PlacementEntity decision,
      List<EventEntity> events,
      List<LeaseEntity> leases) {
    /** All but events and leases. */
    Stream<Object> rows() {
      return Stream.of(workload, decision);
    }
  }

  public Draft draft(Submissions.Owner owner, Decided decided, Instant now) {
    WorkloadEntity row =
        row(
            owner,
            decided.id(),
            decided.workload(),
            json(decided.tree()),
            decided.placement(),
            now);
    return draft(row, decided.workload(), decided.placement(), now);
  }

  /**
   * The same for a bid that was accepted: the leases are of the decision's choice, at its price.
   *
   * @param bid whose price they keep
   */
  public Draft firm(Submissions.Owner owner, Decided decided, UUID bid, Instant now) {
    Placement placement = decided.placement();
    WorkloadEntity row =
        row(owner, decided.id(), decided.workload(), json(decided.tree()), placement, now);
    return draft(
        row,
        placement,
        Set.of(),
        now,
        decision -> intents.firm(row, decision.row(), placement.choice().orElseThrow(), bid, now));
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
    Workload file = specs.stored(service.spec);
    row.probed = file.service().flatMap(Service::readiness).isPresent();
    row.restrict(placed.capacity());
    return draft(row, file, placed.placement(), placed.last(), now);
  }

  WorkloadEntity row(
      Submissions.Owner owner,
      UUID id,
      Workload workload,
      String spec,
      Placement placement,
      Instant now) {
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

  Draft draft(WorkloadEntity row, Workload workload, Placement placement, Instant now) {
    return draft(row, workload, placement, Set.of(), now);
  }

  /**
   * @param last pools whose offers have their turn after all others
   */
  private Draft draft(
      WorkloadEntity row, Workload workload, Placement placement, Set<Pool> last, Instant now) {
    return draft(
        row,
        placement,
        last,
        now,
        decision ->
            placement.outcome() == Outcome.PLACED
                ? intents.first(row, workload, decision, 0, now)
                : List.of());
  }

  private Draft draft(
      WorkloadEntity row,
      Placement placement,
      Set<Pool> last,
      Instant now,
      Function<Decisions.Stored, List<LeaseEntity>> following) {
    Decisions.Stored decision = decisions.stored(row, placement, last);
    row.placement = decision.row().id;
    List<EventEntity> events = new ArrayList<>();
    events.add(
        event(row, null, now, "workload.submitted", "Submitted by %s.".formatted(row.createdBy)));
    if (row.isService()) {
      return new Draft(row, decision.row(), events, List.of());
    }
    List<LeaseEntity> leases = following.apply(decision);
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
    return new Draft(row, decision.row(), events, leases);
  }

  private static EventEntity event(
      WorkloadEntity row, @Nullable UUID lease, Instant now, String type, String detail) {
    return new EventEntity(now, row.organization, row.id, lease, type, row.createdBy, detail);
  }

  /** With keys in order, so that two files that say the same are the same text. */
  String json(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s cannot be written as JSON.".formatted(value.getClass()), e);
    }
  }
}
