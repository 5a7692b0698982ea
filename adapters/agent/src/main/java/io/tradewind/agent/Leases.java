package io.tradewind.agent;

import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Every lease that this agent holds or remembers. */
final class Leases {
  private static final Logger LOG = Logger.getLogger(Leases.class.getName());

  /** For how long it is remembered that a lease was run here, so that it is not run again. */
  private static final Duration MEMORY = Duration.ofDays(30);

  private record Key(String leaseId, long generation) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::leaseId).thenComparing(Key::generation).compare(this, other);
    }
  }

  private final Map<Key, LeaseRun> runs = new ConcurrentSkipListMap<>();
  private final AtomicLong lastComplaintMicros = new AtomicLong(Long.MIN_VALUE / 2);
  private final Path folder;
  private final LeaseRun.Surroundings around;

  Leases(Path folder, LeaseRun.Surroundings around) {
    this.folder = folder;
    this.around = around;
  }

  /**
   * Finds what an earlier run of the agent left: running workloads are adopted, ended ones told.
   */
  void restore() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
      for (Path path : folders) {
        LeaseFolder lease = new LeaseFolder(path);
        Optional<LeaseState> state = lease.readState();
        if (state.isEmpty() || isForgotten(state.get())) {
          // Without a state nobody was told of it and nothing was started.
          lease.remove();
        } else {
          restore(lease);
        }
      }
    }
  }

  private void restore(LeaseFolder lease) throws IOException {
    LeaseRun run = LeaseRun.restore(lease, around);
    runs.put(new Key(run.leaseId(), run.generation()), run);
    if (!run.isOver()) {
      LOG.info("Lease %s: taken up again".formatted(run.leaseId()));
    }
  }

  /** Heeds what the broker wants. The same may come again. */
  void hear(LeaseWork work) throws IOException {
    UUID.fromString(work.leaseId());
    Key key = new Key(work.leaseId(), work.generation());
    LeaseRun known = runs.get(key);
    if (known != null) {
      known.hear(work);
      return;
    }
    boolean outdated =
        of(work.leaseId()).stream().anyMatch(run -> run.generation() > work.generation());
    if (!outdated) {
      of(work.leaseId())
          .forEach(run -> tolerate(() -> run.abandon("A newer generation takes its place.")));
      LeaseFolder created = LeaseFolder.create(folder, work.leaseId(), work.generation());
      runs.put(key, LeaseRun.accept(created, work, around));
      LOG.info("Lease %s: %s wanted".formatted(work.leaseId(), work.action()));
    }
  }

  void tick() {
    for (LeaseRun run : runs.values()) {
      tolerate(() -> run.tick(isLast(run)));
    }
  }

  void contact() {
    runs.values().forEach(run -> tolerate(run::contact));
  }

  void endAll(String reason) {
    runs.values().forEach(run -> tolerate(() -> run.end(Phase.FAILED, reason)));
  }

  /** The provider takes this machine back. The same may be heard again. */
  void interrupt(Interruption notice) {
    runs.values().forEach(run -> tolerate(() -> run.interrupt(notice)));
  }

  /** There was a lease, and nothing of it is left to do or to tell. */
  boolean areDone() {
    return !runs.isEmpty() && areAllSettled();
  }

  boolean areAllOver() {
    return runs.values().stream().allMatch(LeaseRun::isOver);
  }

  boolean areAllSettled() {
    return runs.values().stream().allMatch(LeaseRun::isSettled);
  }

  List<LeaseRun> unsettled() {
    return runs.values().stream().filter(run -> !run.isSettled()).toList();
  }

  List<Heartbeat.LeaseState> forHeartbeat() {
    return unsettled().stream().map(LeaseRun::forHeartbeat).toList();
  }

  private boolean isLast(LeaseRun candidate) {
    return of(candidate.leaseId()).stream().allMatch(run -> run == candidate || run.isOver());
  }

  private List<LeaseRun> of(String leaseId) {
    return runs.values().stream().filter(run -> run.leaseId().equals(leaseId)).toList();
  }

  private boolean isForgotten(LeaseState state) {
    Instant oldest = around.clock().instant().minus(MEMORY);
    return state.isFinal()
        && state.last().filter(status -> status.at().isBefore(oldest)).isPresent();
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /**
   * One lease's full disk must not hold up the others; what failed is tried again at the next tick.
   */
  private void tolerate(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      long now = around.machine().uptimeMicros();
      if (now - lastComplaintMicros.get() > TimeUnit.SECONDS.toMicros(30)) {
        lastComplaintMicros.set(now);
        LOG.log(Level.WARNING, "A lease could not be moved on; it is tried again", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
