package io.tradewind.server.tracking;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.WebhookQuestion;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.tracking.Mlflow.NotToldException;
import io.tradewind.server.tracking.TrackedRuns.Due;
import io.tradewind.server.tracking.TrackedRuns.Outcome;
import io.tradewind.server.tracking.Tracker.NoTrackerException;
import io.tradewind.server.workload.NamedSecrets;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import io.tradewind.server.workload.WorkloadViews;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells trackers of workloads that have ended. No transaction is open while it tells; a broker that
 * dies meanwhile leaves a hold that runs out, and the run is found again by its tag.
 */
@ApplicationScoped
class TrackingCourier {
  private static final Logger LOG = Logger.getLogger(TrackingCourier.class);
  private static final int AT_A_TIME = 8;
  private static final int MOST_TRIES = 6;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(30);

  private final TrackedRuns runs;
  private final Database database;
  private final WorkloadViews views;
  private final SpecReader specs;
  private final NamedSecrets secrets;
  private final Clock clock;
  private final Set<String> insideHosts;
  private final WebhookQuestion outside;
  private final WebhookQuestion inside;

  TrackingCourier(
      TrackedRuns runs,
      Database database,
      WorkloadViews views,
      SpecReader specs,
      NamedSecrets secrets,
      Vertx vertx,
      TradewindConfig config,
      Clock clock) {
    this.runs = runs;
    this.database = database;
    this.views = views;
    this.specs = specs;
    this.secrets = secrets;
    this.clock = clock;
    insideHosts = Set.copyOf(config.tracking().insideHosts().orElse(List.of()));
    outside = new WebhookQuestion(vertx, false);
    inside = new WebhookQuestion(vertx, true);
  }

  @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> look() {
    return runs.find(clock.instant())
        .chain(() -> runs.claim(AT_A_TIME, clock.instant()))
        .chain(
            due ->
                due.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Uni.join()
                        .all(due.stream().map(this::tell).toList())
                        .andFailFast()
                        .replaceWithVoid());
  }

  void stop(@Observes ShutdownEvent event) {
    outside.close();
    inside.close();
  }

  private Uni<Void> tell(Due due) {
    return entity(due.workload())
        .chain(this::tracker)
        .chain(
            tracker ->
                views
                    .one(due.organization(), due.workload())
                    .chain(view -> client(tracker).tell(new RunFigures(view)))
                    .map(run -> told(tracker, run)))
        .onFailure(NotToldException.class)
        .recoverWithItem(failure -> notTold(due, failure))
        .chain(outcome -> runs.end(due, outcome, clock.instant()))
        .onFailure()
        .invoke(failure -> LOG.warnf(failure, "The tracker of %s waits", due.workload()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<WorkloadEntity> entity(UUID workload) {
    return database.transaction(
        Scope.BROKER, session -> session.find(WorkloadEntity.class, workload));
  }

  private Uni<Tracker> tracker(WorkloadEntity workload) {
    return secrets
        .reveal(workload)
        .map(
            revealed -> {
              Map<String, String> variables = new HashMap<>(specs.stored(workload.spec).env());
              revealed.forEach((variable, value) -> variables.put(variable, value.reveal()));
              return tracker(variables);
            });
  }

  private static Tracker tracker(Map<String, String> variables) {
    try {
      return Tracker.of(variables);
    } catch (NoTrackerException e) {
      throw new NotToldException(String.valueOf(e.getMessage()), true);
    }
  }

  private Mlflow client(Tracker tracker) {
    return new Mlflow(insideHosts.contains(tracker.host()) ? inside : outside, tracker);
  }

  private Outcome told(Tracker tracker, String run) {
    return new Outcome(
        "told",
        clock.instant(),
        Optional.of(run),
        "Cost and carbon are with the tracker %s, in its run %s.".formatted(tracker, run));
  }

  private Outcome notTold(Due due, NotToldException failure) {
    Instant now = clock.instant();
    boolean last = failure.isHopeless() || due.tries() + 1 >= MOST_TRIES;
    String detail = "The tracker was not told what this cost: %s.".formatted(failure.getMessage());
    LOG.infof("Workload %s: %s", due.workload(), detail);
    return last
        ? new Outcome("given_up", now, Optional.empty(), detail)
        : new Outcome("pending", now.plus(retry(due.tries())), Optional.empty(), detail);
  }

  /** Five times as long each time: half a minute to five hours. */
  private static Duration retry(int tries) {
    return FIRST_RETRY.multipliedBy((long) Math.pow(5, tries));
  }
}
