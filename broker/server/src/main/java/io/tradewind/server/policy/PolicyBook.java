package io.tradewind.server.policy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.server.database.Database;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The policies of all organizations as this broker knows them, for decisions. Its own changes are
 * there before their reply is sent, those of other brokers within seconds; whoever commits reads
 * the database.
 */
@ApplicationScoped
public class PolicyBook {
  /** Before the first feed is asked. */
  private static final int EARLY = 1_000;

  private final PolicyStore store;
  private final AtomicLong writes = new AtomicLong();
  private volatile Map<UUID, List<Held>> known = Map.of();

  PolicyBook(PolicyStore store) {
    this.store = store;
  }

  /** A policy, read once. */
  private record Held(Policy policy, Bounds bounds) {
    static Held of(Policy policy) {
      return new Held(policy, policy.bounds());
    }
  }

  void start(@Observes @Priority(EARLY) StartupEvent event) {
    refresh();
  }

  /** Takes over what another broker on the same database has written. Blocks. */
  @Scheduled(every = "3s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP)
  @Blocking
  void refresh() {
    long before = writes.get();
    Map<UUID, List<Held>> read =
        Database.await(store.all()).stream()
            .filter(Policy::enabled)
            .map(Held::of)
            .collect(Collectors.groupingBy(it -> it.policy().organization()));
    take(read, before);
  }

  /** What was read before this broker itself wrote is out of date. */
  private synchronized void take(Map<UUID, List<Held>> read, long before) {
    if (writes.get() == before) {
      known = read;
    }
  }

  /** After a change, before its reply: what an organization has now. */
  Uni<Void> changed(UUID organization) {
    return store.of(organization).invoke(all -> take(organization, all)).replaceWithVoid();
  }

  private synchronized void take(UUID organization, List<Policy> all) {
    writes.incrementAndGet();
    Map<UUID, List<Held>> next = new LinkedHashMap<>(known);
    next.put(organization, all.stream().filter(Policy::enabled).map(Held::of).toList());
    known = next;
  }

  /** What holds for a decision. */
  public Fence fence(Asker asker) {
    List<Bounds> bounds =
        known.getOrDefault(asker.organization(), List.of()).stream()
            .filter(it -> it.policy().holdsFor(asker))
            .map(Held::bounds)
            .toList();
    if (bounds.isEmpty()) {
      return Fence.NONE;
    }
    Fence fence = new Fence(bounds);
    return asker.begins() ? fence : fence.ofBegun();
  }
}
