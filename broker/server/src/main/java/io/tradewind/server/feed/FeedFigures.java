package io.tradewind.server.feed;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.metric.Gauges;
import io.tradewind.server.metric.Gauges.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How this broker's feeds and market are, for {@code GET /q/metrics}. */
@ApplicationScoped
class FeedFigures {
  private final FeedPoller poller;
  private final LiveMarket market;
  private final Quarantine quarantine;
  private final Gauges gauges;
  private final Clock clock;
  private final Instant began;

  FeedFigures(
      FeedPoller poller, LiveMarket market, Quarantine quarantine, Gauges gauges, Clock clock) {
    this.poller = poller;
    this.market = market;
    this.quarantine = quarantine;
    this.gauges = gauges;
    this.clock = clock;
    began = clock.instant();
  }

  @Scheduled(every = "5s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  void look() {
    Instant now = clock.instant();
    tell("tradewind.feed.age.seconds", health -> age(health, now));
    tell("tradewind.feed.offers", health -> (double) market.told(health.feed()).size());
    tell("tradewind.feed.quarantined", health -> (double) quarantine.total(health.feed()));
    tell("tradewind.feed.failures", health -> (double) health.circuit().failuresInARow());
    gauges.tell("tradewind.market.offers", List.of(new Row(market.market().size())));
    gauges.tell("tradewind.market.version", List.of(new Row(market.market().version())));
  }

  /** A feed that has never told anything is as old as this process. */
  private double age(FeedHealth health, Instant now) {
    Optional<Instant> last = health.lastSuccess();
    return Duration.between(last.orElse(began), now).toMillis() / 1e3;
  }

  private void tell(String name, Function<FeedHealth, Double> value) {
    gauges.tell(
        name,
        poller.workers().stream()
            .map(FeedWorker::health)
            .map(health -> new Row(value.apply(health), "feed", health.feed().value()))
            .toList());
  }
}
