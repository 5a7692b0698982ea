package io.tradewind.server.carbon;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.server.config.AdapterSettings;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.feed.Poll;
import io.tradewind.server.market.GridBook;
import io.tradewind.server.market.LiveMarket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks every carbon feed, each on a thread of its own, so that none waits for another and the
 * market for none. A feed that fails keeps what it told, which ages.
 */
@ApplicationScoped
public class CarbonPolls {
  private static final Duration LOOK_FOR_OLD_FIGURES = Duration.ofMinutes(1);

  private final List<Asked> feeds = new ArrayList<>();
  private final LiveMarket market;
  private final ScheduledThreadPoolExecutor timer;

  /** A feed and how it is asked. */
  record Asked(CarbonFeed feed, Poll<CarbonReading> poll) {}

  CarbonPolls(
      GridBook book,
      LiveMarket market,
      AdapterSettings settings,
      TradewindConfig config,
      Clock clock) {
    this.market = market;
    timer = new ScheduledThreadPoolExecutor(1, CarbonPolls::timerThread);
    for (CarbonFeedFactory factory :
        ServiceLoader.load(CarbonFeedFactory.class, CarbonPolls.class.getClassLoader())) {
      for (CarbonFeed feed : factory.create(settings.context(factory, clock))) {
        feeds.add(
            new Asked(
                feed,
                new Poll<>(
                    feed.name(),
                    feed::read,
                    reading -> {
                      book.take(feed, reading);
                      market.refreshGrids();
                    },
                    config.carbon().interval(),
                    config.carbon().timeout(),
                    clock)));
      }
    }
  }

  List<Asked> feeds() {
    return Collections.unmodifiableList(feeds);
  }

  void start(@Observes StartupEvent event) {
    feeds.forEach(asked -> asked.poll().start());
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            market::refreshGrids,
            LOOK_FOR_OLD_FIGURES.toMillis(),
            LOOK_FOR_OLD_FIGURES.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
    feeds.forEach(asked -> asked.poll().close());
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "carbon-timer");
    thread.setDaemon(true);
    return thread;
  }
}
