package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.workload.Scaling;
import io.tradewind.matcher.workload.Service;
import io.tradewind.server.event.EventEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes down what a service's load wants of it. Whoever calls holds the lock on the service. */
@ApplicationScoped
class Autoscaler {
  private final SpecReader specs;

  Autoscaler(SpecReader specs) {
    this.specs = specs;
  }

  /** A reading came. */
  Uni<Void> read(Mutiny.Session session, WorkloadEntity row, double load, Instant now) {
    Service file = file(row);
    Scaling scaling = file.scaling().orElseThrow();
    row.loadValue = load;
    row.loadAt = now;
    row.loadHistory =
        history(row, now).with(now, Autoscale.wanted(file, load), scaling.longestDelay()).text();
    return follow(session, row, now);
  }

  /** Time has passed since, so that fewer may have been wanted for long enough. */
  Uni<Void> follow(Mutiny.Session session, WorkloadEntity row, Instant now) {
    Double load = row.loadValue;
    int current = row.replicas == null ? 0 : row.replicas;
    if (load == null || row.cancelRequested || row.state().isFinal()) {
      return Uni.createFrom().voidItem();
    }
    Autoscale next = Autoscale.of(file(row), load, history(row, now), current, now);
    if (next.replicas() == current) {
      return Uni.createFrom().voidItem();
    }
    row.replicas = next.replicas();
    row.reconcileAt = now;
    String detail = "Scaled from %d to %d. %s".formatted(current, next.replicas(), next.why());
    return session.persist(
        new EventEntity(now, row.organization, row.id, null, "workload.scaled", "broker", detail));
  }

  private Service file(WorkloadEntity row) {
    return specs.stored(row.spec).service().orElseThrow();
  }

  private static LoadHistory history(WorkloadEntity row, Instant now) {
    String stored = row.loadHistory;
    int current = row.replicas == null ? 0 : row.replicas;
    return stored == null ? LoadHistory.of(now, current) : LoadHistory.parse(stored);
  }
}
