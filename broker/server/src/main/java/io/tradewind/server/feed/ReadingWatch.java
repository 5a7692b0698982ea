package io.tradewind.server.feed;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes what other brokers were told soon after they were. */
@ApplicationScoped
class ReadingWatch {
  private final SharedReadings readings;
  private final FeedPoller feeds;

  ReadingWatch(SharedReadings readings, FeedPoller feeds) {
    this.readings = readings;
    this.feeds = feeds;
  }

  @Scheduled(
      every = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> look() {
    return readings.awaiting().invoke(found -> found.forEach(feeds::look)).replaceWithVoid();
  }
}
