package io.tradewind.server.workload;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.server.config.TradewindConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks after services on a thread of its own, in every broker that moves leases along. All
 * knowledge is in the database.
 */
@ApplicationScoped
class ServiceLoop {
  private static final Logger LOG = Logger.getLogger(ServiceLoop.class);
  private static final long IDLE_MILLIS = 500;

  private final Services services;
  private final boolean works;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "services");
  private volatile boolean running = true;

  ServiceLoop(Services services, TradewindConfig config) {
    this.services = services;
    this.works = config.lease().workers() > 0;
  }

  void start(@Observes StartupEvent event) {
    if (works) {
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    wake();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  /** Something became due. */
  void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  private void run() {
    while (running) {
      try {
        if (!services.takeDue()) {
          boolean unused = wake.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warnf("Services cannot be read; trying again: %s", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean unused = wake.tryAcquire(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
