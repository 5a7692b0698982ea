package io.tradewind.server.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderId;
import io.tradewind.server.config.TradewindConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Asks every provider for its offers, again and again, each on a worker of its own; the first time
 * at once.
 */
@ApplicationScoped
public class FeedPoller {
  /** Before the providers are closed. */
  private static final int EARLY = 1_000;

  private final ScheduledThreadPoolExecutor timer;
  private final Map<ProviderId, FeedWorker> workers = new TreeMap<>();

  FeedPoller(
      ProviderRegistry providers,
      SharedReadings shared,
      FeedIntake intake,
      TradewindConfig config,
      Clock clock) {
    timer = new ScheduledThreadPoolExecutor(1, FeedPoller::timerThread);
    timer.setRemoveOnCancelPolicy(true);
    for (Provider provider : providers.all()) {
      FeedSchedule schedule =
          new FeedSchedule(
              config.feed().interval(), new SplittableRandom(provider.id().hashCode()));
      workers.put(
          provider.id(),
          new FeedWorker(
              provider, shared, intake, schedule, config.feed().timeout(), timer, clock));
    }
  }

  /**
   * Asks a provider now, or once more when it is being asked already. Returns at once; a provider
   * that is not there is ignored.
   */
  public void refresh(ProviderId feed) {
    FeedWorker worker = workers.get(feed);
    if (worker != null) {
      worker.ask();
    }
  }

  /** Takes what is new of a feed, from whichever broker asks its provider. Returns at once. */
  void look(ProviderId feed) {
    FeedWorker worker = workers.get(feed);
    if (worker != null) {
      worker.look();
    }
  }

  /**
   * Asks providers again for prices that have grown old, and completes when each has answered,
   * failed or run out of time.
   */
  public CompletableFuture<Void> requote(Collection<ProviderId> feeds) {
    return CompletableFuture.allOf(
        feeds.stream()
            .filter(workers::containsKey)
            .map(this::poll)
            .toArray(CompletableFuture[]::new));
  }

  /** When a provider was asked last, to whatever end. */
  public Optional<Instant> lastAttempt(ProviderId feed) {
    return Optional.ofNullable(workers.get(feed)).flatMap(worker -> worker.health().lastAttempt());
  }

  /** Completes when the provider has answered, failed or run out of time. */
  CompletableFuture<FeedHealth> poll(ProviderId feed) {
    FeedWorker worker = workers.get(feed);
    if (worker == null) {
      throw new IllegalArgumentException("There is no feed %s.".formatted(feed));
    }
    return worker.poll();
  }

  /** In the order of their names. */
  Collection<FeedWorker> workers() {
    return workers.values();
  }

  void start(@Observes StartupEvent event) {
    workers.values().forEach(FeedWorker::look);
  }

  void stop(@Observes @Priority(EARLY) ShutdownEvent event) {
    timer.shutdownNow();
    workers.values().forEach(FeedWorker::close);
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "feed-timer");
    thread.setDaemon(true);
    return thread;
  }
}
