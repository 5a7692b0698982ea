package io.tradewind.server.workload;

import io.tradewind.matcher.workload.Service;
import io.tradewind.server.workload.ReplicaPlan.Seen;
import io.tradewind.server.workload.ReplicaSpread.Stand;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A service with its replicas, those that ended {@link #LATELY} among them.
 *
 * @param service as it was read
 * @param file of the service
 * @param answering the replicas that say of themselves that they are ready
 * @param stands where replicas that have not ended are; empty where that does not matter
 */
record ReplicaTally(
    WorkloadEntity service,
    Service file,
    List<WorkloadEntity> replicas,
    Set<UUID> answering,
    Map<UUID, Stand> stands) {
  static final Duration LATELY = Duration.ofMinutes(10);

  /** Who ended sooner has not worked. */
  private static final Duration SHORT_LIFE = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  ReplicaTally {
    replicas = List.copyOf(replicas);
    answering = Set.copyOf(answering);
    stands = Map.copyOf(stands);
  }

  List<WorkloadEntity> living() {
    return replicas.stream().filter(it -> !it.state().isFinal()).toList();
  }

  int wanted() {
    Integer wanted = service.replicas;
    return wanted == null || service.cancelRequested ? 0 : wanted;
  }

  long ready() {
    return living().stream().filter(this::isReady).count();
  }

  ReplicaPlan plan() {
    List<Seen> there = living().stream().map(this::seen).toList();
    return ReplicaPlan.of(wanted(), service.version, file.mix(), there);
  }

  /** Where those stand that are to stay: of the newest version, and not on their way out. */
  ReplicaSpread spread() {
    return new ReplicaSpread(
        living().stream()
            .filter(it -> it.version == service.version && !it.cancelRequested)
            .flatMap(it -> Optional.ofNullable(stands.get(it.id)).stream())
            .toList());
  }

  private Seen seen(WorkloadEntity row) {
    int number = row.replica == null ? 0 : row.replica;
    Optional<Stand> stand = Optional.ofNullable(stands.get(row.id));
    return new Seen(row.id, number, row.version, isReady(row), row.cancelRequested, stand);
  }

  private boolean isReady(WorkloadEntity replica) {
    return isReady(replica, answering.contains(replica.id));
  }

  static boolean isReady(WorkloadEntity replica, boolean answers) {
    return replica.state() == WorkloadState.RUNNING && (answers || !replica.probed);
  }

  /** What fails again and again is made ever more rarely; empty when it may be made now. */
  Optional<Instant> pause(Instant now) {
    List<Instant> failures =
        replicas.stream()
            .filter(it -> it.version == service.version && hasFailedEarly(it))
            .map(it -> it.endedAt == null ? now : it.endedAt)
            .sorted(Comparator.reverseOrder())
            .toList();
    if (failures.size() < 2) {
      return Optional.empty();
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures.size() - 2, 10));
    Instant until = failures.get(0).plus(min(pause, LONGEST_PAUSE));
    return until.isAfter(now) ? Optional.of(until) : Optional.empty();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static boolean hasFailedEarly(WorkloadEntity row) {
    Instant ended = row.endedAt;
    Instant started = row.startedAt;
    return ended != null
        && row.state() != WorkloadState.CANCELLED
        && (started == null || Duration.between(started, ended).compareTo(SHORT_LIFE) < 0);
  }

  /** Why the next replica is waited for. */
  Optional<String> trouble(Instant now) {
    return pause(now)
        .map(
            until ->
                "They come to an end soon after their start (%s); the next try is at %s."
                    .formatted(lastReason(), until.truncatedTo(ChronoUnit.SECONDS)));
  }

  private String lastReason() {
    return replicas.stream()
        .filter(ReplicaTally::hasFailedEarly)
        .max(Comparator.comparing(it -> it.endedAt))
        .map(it -> String.valueOf(it.reason))
        .orElse("unknown");
  }

  /** What its owner is told; empty when all is as it should be. */
  Optional<String> shortfall() {
    return ready() < wanted()
        ? Optional.of("%d of %d replicas are ready.".formatted(ready(), wanted()))
        : Optional.empty();
  }
}
