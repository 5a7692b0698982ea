package io.tradewind.server.market;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyFeedFactory;
import io.tradewind.api.ProviderException;
import io.tradewind.server.config.AdapterSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks whoever measures round trips, one after the other, on a thread of their own. */
@ApplicationScoped
class LatencyPolls {
  private static final Logger LOG = Logger.getLogger(LatencyPolls.class);
  private static final Duration INTERVAL = Duration.ofHours(6);

  private final List<LatencyFeed> feeds = new ArrayList<>();
  private final LiveMarket market;
  private final ScheduledThreadPoolExecutor timer;

  LatencyPolls(LiveMarket market, AdapterSettings settings, Clock clock) {
    this.market = market;
    timer = new ScheduledThreadPoolExecutor(1, LatencyPolls::timerThread);
    for (LatencyFeedFactory factory :
        ServiceLoader.load(LatencyFeedFactory.class, LatencyPolls.class.getClassLoader())) {
      feeds.addAll(factory.create(settings.context(factory, clock)));
    }
  }

  void start(@Observes StartupEvent event) {
    if (!feeds.isEmpty()) {
      ScheduledFuture<?> unused =
          timer.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  /** A feed that fails keeps what it told. */
  private void ask() {
    for (LatencyFeed feed : feeds) {
      try {
        market.measured(feed.name(), feed.read());
      } catch (ProviderException | RuntimeException e) {
        LOG.warnf("%s told nothing: %s", feed.name(), e.getMessage());
      }
    }
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "latency");
    thread.setDaemon(true);
    return thread;
  }
}
