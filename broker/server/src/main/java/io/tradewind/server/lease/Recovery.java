package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.workload.Retry;
import io.tradewind.matcher.workload.Retry.Cause;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import io.tradewind.server.workload.WorkloadState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** A workload without a machine waits to be matched again, as far as its owner's retry goes. */
@ApplicationScoped
class Recovery {
  private final SpecReader specs;

  Recovery(SpecReader specs) {
    this.specs = specs;
  }

  /**
   * @param cause empty for what is never retried
   * @param end the state without a further try
   * @param why in words of the owner
   */
  Uni<Void> waitOrEnd(
      Mutiny.Session session,
      WorkloadEntity workload,
      Optional<Cause> cause,
      WorkloadState end,
      String why,
      Instant now) {
    if (cause.filter(it -> it == Cause.INTERRUPTION).isPresent() && workload.lostAt == null) {
      workload.lostAt = now;
    }
    Optional<Cause> first = workload.rematchCause().or(() -> cause);
    Optional<Instant> next =
        cause.isPresent() ? next(workload, first.get(), now) : Optional.empty();
    if (next.isEmpty()) {
      workload.become(end, why, now);
      return session.persist(event(workload, now, end.wireName(), why));
    }
    String told =
        "%s Matched again at %s.".formatted(why, next.get().truncatedTo(ChronoUnit.SECONDS));
    workload.await(first.get(), next.get(), told, now);
    return session.persist(event(workload, now, "waiting", told));
  }

  private Optional<Instant> next(WorkloadEntity workload, Cause cause, Instant now) {
    Optional<Retry> retry = specs.stored(workload.spec).retry();
    Instant lost = workload.lostAt == null ? now : workload.lostAt;
    return retry.flatMap(it -> it.next(cause, workload.createdAt, lost, workload.rematches, now));
  }

  static EventEntity event(WorkloadEntity workload, Instant now, String type, String detail) {
    return event(workload, null, now, type, detail);
  }

  static EventEntity event(
      WorkloadEntity workload,
      @Nullable LeaseEntity lease,
      Instant now,
      String type,
      String detail) {
    return new EventEntity(
        now,
        workload.organization,
        workload.id,
        lease == null ? null : lease.id,
        "workload." + type,
        "broker",
        detail);
  }
}
