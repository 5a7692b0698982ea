package io.tradewind.server.lease;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.api.Instance;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.feed.ProviderRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Ends machines that no open lease stands behind: one that came up after its start was given up,
 * one of a database that was restored to an earlier day. Each provider is looked through by a
 * thread of its own, so that one that hangs holds up no other.
 *
 * <p>A machine is ended when two looks in a row find it without a lease. The intent of a lease is
 * stored before its machine is asked for, so a machine that is rightly there has its lease at the
 * first look already; the second is for providers whose lists lag behind.
 */
@ApplicationScoped
class OrphanSweep {
  private static final Logger LOG = Logger.getLogger(OrphanSweep.class);

  private final ProviderRegistry providers;
  private final Database database;
  private final TradewindConfig config;
  private final Clock clock;
  private final Map<String, Set<UUID>> suspects = new ConcurrentHashMap<>();
  private final List<ScheduledExecutorService> threads = new ArrayList<>();

  OrphanSweep(ProviderRegistry providers, Database database, TradewindConfig config, Clock clock) {
    this.providers = providers;
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    long millis = config.lease().sweepInterval().toMillis();
    for (Provider provider : providers.all()) {
      provider.provisioner().ifPresent(it -> begin(provider.id(), it, millis));
    }
  }

  private void begin(ProviderId provider, Provisioner provisioner, long millis) {
    ended(provider).increment(0);
    Runnable look = () -> trySweep(provider, provisioner);
    ScheduledFuture<?> unused =
        thread(provider).scheduleWithFixedDelay(look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Told from the start, so that the first one is a change. */
  private static Counter ended(ProviderId provider) {
    return Metrics.counter("tradewind.orphans.ended", "provider", provider.value());
  }

  void stop(@Observes ShutdownEvent event) {
    threads.forEach(ScheduledExecutorService::shutdownNow);
  }

  private void trySweep(ProviderId provider, Provisioner provisioner) {
    try {
      sweep(provider, provisioner);
    } catch (ProviderException | RuntimeException e) {
      LOG.warnf("The machines at %s cannot be looked through: %s", provider, e.getMessage());
    }
  }

  void sweep(ProviderId provider, Provisioner provisioner) throws ProviderException {
    sweep(provider.value(), provisioner);
  }

  /**
   * One look. Ends what the look before had found as well.
   *
   * @param where the provider, or an organization's account with one
   */
  void sweep(String where, Provisioner provisioner) throws ProviderException {
    List<Instance> owned =
        provisioner.owned().stream()
            .filter(instance -> instance.state() != Instance.State.TERMINATED)
            .toList();
    Map<UUID, Lease> known = leases(owned);
    Set<UUID> before = suspects.getOrDefault(where, Set.of());
    Set<UUID> now = ConcurrentHashMap.newKeySet();
    for (Instance instance : owned) {
      UUID id = instance.lease().value();
      if (!known.containsKey(id) || !known.get(id).open()) {
        now.add(id);
        if (before.contains(id)) {
          end(provisioner, instance, known);
        }
      }
    }
    suspects.put(where, now);
  }

  private record Lease(UUID id, UUID organization, UUID workload, boolean open) {}

  private Map<UUID, Lease> leases(List<Instance> owned) {
    if (owned.isEmpty()) {
      return Map.of();
    }
    List<UUID> ids = owned.stream().map(instance -> instance.lease().value()).toList();
    return database
        .blocking(
            session ->
                session
                    .createSelectionQuery("from LeaseEntity where id in :ids", LeaseEntity.class)
                    .setParameter("ids", ids)
                    .getResultList())
        .stream()
        .map(
            row ->
                new Lease(row.id, row.organization, row.workload, row.state() != LeaseState.CLOSED))
        .collect(Collectors.toMap(Lease::id, lease -> lease));
  }

  private void end(Provisioner provisioner, Instance instance, Map<UUID, Lease> known)
      throws ProviderException {
    LOG.errorf(
        "The machine %s in %s has no open lease; lease %s. It is ended.",
        instance.nativeId(), instance.region(), instance.lease());
    provisioner.stop(instance.lease());
    ended(instance.region().provider()).increment();
    Lease lease = known.get(instance.lease().value());
    if (lease != null) {
      String detail =
          "The machine %s was still there after the lease was closed; it was ended."
              .formatted(instance.nativeId());
      database.blocking(
          session ->
              session.persist(
                  new EventEntity(
                      clock.instant(),
                      lease.organization(),
                      lease.workload(),
                      lease.id(),
                      "lease.orphan_ended",
                      "broker",
                      detail)));
    }
  }

  private ScheduledExecutorService thread(ProviderId provider) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread named = new Thread(task, "orphans-" + provider);
              named.setDaemon(true);
              return named;
            });
    threads.add(thread);
    return thread;
  }
}
