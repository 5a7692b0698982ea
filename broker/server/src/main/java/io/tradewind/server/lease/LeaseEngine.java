package io.tradewind.server.lease;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.lease.LeaseHolds.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Moves leases along: one thread claims what is due, a few work on it. All knowledge is in the
 * database, so the process may die at any instruction; what it held is taken up by the next one
 * when the hold expires.
 */
@ApplicationScoped
public class LeaseEngine {
  private static final Logger LOG = Logger.getLogger(LeaseEngine.class);
  private static final int MOST_WORKERS = 256;
  private static final long IDLE_MILLIS = 250;

  private final LeaseHolds holds;
  private final LeaseSteps steps;
  private final Launches launches;
  private final Rematches rematches;
  private final Semaphore wake = new Semaphore(0);
  private final int size;
  private final Semaphore free;
  private final ExecutorService workers = Executors.newCachedThreadPool(named("lease"));
  private final Thread claimer = new Thread(this::run, "lease-claim");
  private volatile boolean running = true;

  @Inject
  LeaseEngine(
      LeaseHolds holds,
      LeaseSteps steps,
      Launches launches,
      Rematches rematches,
      TradewindConfig config) {
    this(holds, steps, launches, rematches, config.lease().workers());
  }

  /**
   * @param size how many leases are worked on at a time
   */
  LeaseEngine(
      LeaseHolds holds, LeaseSteps steps, Launches launches, Rematches rematches, int size) {
    if (size < 0 || size > MOST_WORKERS) {
      throw new IllegalArgumentException(
          "tradewind.lease.workers is %d. Give 0 to %d.".formatted(size, MOST_WORKERS));
    }
    this.size = size;
    this.free = new Semaphore(size);
    this.holds = holds;
    this.steps = steps;
    this.launches = launches;
    this.rematches = rematches;
  }

  void start(@Observes StartupEvent event) {
    if (size > 0) {
      claimer.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    wake();
    claimer.join(TimeUnit.SECONDS.toMillis(5));
    workers.shutdown();
    if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
      LOG.warn("A lease step is still waiting for its provider; its hold expires by itself.");
    }
  }

  /** Something became due: do not wait for the next look. */
  public void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  private void run() {
    while (running) {
      try {
        launches.refreshWhenDue();
        boolean rematched = rematches.takeDue();
        if (!claimAndDispatch() && !rematched) {
          boolean woken = wake.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
          if (woken) {
            wake.drainPermits();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warnf("Due leases cannot be read; trying again: %s", e.getMessage());
        pause();
      }
    }
  }

  private boolean claimAndDispatch() throws InterruptedException {
    free.acquire();
    int room = 1 + free.drainPermits();
    List<Hold> claimed = List.of();
    try {
      claimed = holds.claim(room);
    } finally {
      free.release(room - claimed.size());
    }
    claimed.forEach(hold -> workers.execute(() -> work(hold)));
    return !claimed.isEmpty();
  }

  private void work(Hold hold) {
    MDC.put("lease", hold.lease());
    try {
      steps.take(hold);
    } catch (RuntimeException e) {
      LOG.errorf(
          e, "The step of lease %s failed; it is taken again when its hold expires.", hold.lease());
    } finally {
      MDC.remove("lease");
      free.release();
      wake();
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory named(String prefix) {
    java.util.concurrent.atomic.AtomicInteger count =
        new java.util.concurrent.atomic.AtomicInteger();
    return task -> new Thread(task, prefix + "-" + count.incrementAndGet());
  }
}
