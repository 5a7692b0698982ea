package io.tradewind.agent;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Slurm's queue as it was seen a moment ago. One look for all jobs, on a thread of its own: the
 * controller may take seconds, and leases must not wait for it.
 */
final class SlurmQueue {
  private static final Logger LOG = Logger.getLogger(SlurmQueue.class.getName());
  private static final long EVERY_MICROS = TimeUnit.SECONDS.toMicros(1);

  /**
   * @param job empty when Slurm knows it no more
   * @param atMicros when it was asked, in uptime
   */
  record Look(Optional<SlurmJob> job, long atMicros) {}

  private final Slurm slurm;
  private final Machine machine;
  private final Map<Long, Look> looks = new HashMap<>();
  private final Map<Long, Long> wanted = new HashMap<>();
  private long lookedAtMicros = -EVERY_MICROS;
  private boolean isLooking;

  SlurmQueue(Slurm slurm, Machine machine) {
    this.slurm = slurm;
    this.machine = machine;
  }

  /** The last look at a job; empty when there was none yet. Asks for the next when it is time. */
  synchronized Optional<Look> look(long job) {
    long now = machine.uptimeMicros();
    wanted.put(job, now);
    wanted.values().removeIf(at -> now - at > 30 * EVERY_MICROS);
    if (!isLooking && now - lookedAtMicros >= EVERY_MICROS) {
      isLooking = true;
      lookedAtMicros = now;
      Thread thread = new Thread(this::refresh, "slurm");
      thread.setDaemon(true);
      thread.start();
    }
    return Optional.ofNullable(looks.get(job));
  }

  private void refresh() {
    Map<Long, Long> asked;
    long at = machine.uptimeMicros();
    synchronized (this) {
      asked = Map.copyOf(wanted);
    }
    try {
      Map<Long, SlurmJob> jobs = slurm.jobs(asked.keySet());
      synchronized (this) {
        looks.keySet().retainAll(asked.keySet());
        asked
            .keySet()
            .forEach(id -> looks.put(id, new Look(Optional.ofNullable(jobs.get(id)), at)));
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "The job queue cannot be read; it is tried again", e);
    } finally {
      synchronized (this) {
        isLooking = false;
      }
    }
  }
}
