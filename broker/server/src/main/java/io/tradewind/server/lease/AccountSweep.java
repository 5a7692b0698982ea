package io.tradewind.server.lease;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.api.ProviderException;
import io.tradewind.server.account.AccountMachines;
import io.tradewind.server.account.AccountMachines.Watched;
import io.tradewind.server.config.TradewindConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks through organizations' accounts for machines that no open lease stands behind, as {@link
 * OrphanSweep} does at the broker's own providers. Accounts come and go while it runs; one that
 * hangs holds up no other.
 */
@ApplicationScoped
class AccountSweep {
  private static final Logger LOG = Logger.getLogger(AccountSweep.class);

  private final AccountMachines accounts;
  private final OrphanSweep orphans;
  private final TradewindConfig config;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(named("orphans-accounts"));
  private final ExecutorService threads = Executors.newCachedThreadPool(named("orphans-account"));

  AccountSweep(AccountMachines accounts, OrphanSweep orphans, TradewindConfig config) {
    this.accounts = accounts;
    this.orphans = orphans;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    long millis = config.lease().sweepInterval().toMillis();
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
    threads.shutdownNow();
  }

  private void look() {
    for (Watched account : accounts.all()) {
      if (underWay.add(account.id())) {
        threads.execute(() -> sweep(account));
      }
    }
  }

  private void sweep(Watched account) {
    try {
      boolean unused =
          accounts.on(
              account.id(),
              machines -> {
                orphans.sweep(account.id().toString(), machines);
                return true;
              });
    } catch (ProviderException | RuntimeException e) {
      LOG.warnf("The machines at %s cannot be looked through: %s", account, e.getMessage());
    } finally {
      underWay.remove(account.id());
    }
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
