package io.tradewind.server.price;

import io.quarkus.runtime.ShutdownEvent;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.server.availability.AvailabilityWriter;
import io.tradewind.server.market.LiveMarket;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Writes the history of prices and of availability behind the market, on one thread. A feed that is
 * waiting already is not queued twice: what is written is the market of the moment when its turn
 * comes. What fails is written at the feed's next reading.
 */
@ApplicationScoped
public class PriceWriter {
  private static final Logger LOG = Logger.getLogger(PriceWriter.class);

  /** Before the database pool is closed. */
  private static final int EARLY = 1_500;

  private final LiveMarket market;
  private final PriceHistory history;
  private final AvailabilityWriter availability;
  private final Set<ProviderId> waiting = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(PriceWriter::named);

  PriceWriter(LiveMarket market, PriceHistory history, AvailabilityWriter availability) {
    this.market = market;
    this.history = history;
    this.availability = availability;
  }

  /** Returns at once. */
  public void write(ProviderId feed) {
    if (waiting.add(feed)) {
      try {
        thread.execute(() -> writeNow(feed));
      } catch (RejectedExecutionException e) {
        LOG.debugf("The prices of %s are not written: the broker is stopping.", feed);
      }
    }
  }

  void stop(@Observes @Priority(EARLY) ShutdownEvent event) {
    thread.shutdownNow();
  }

  private void writeNow(ProviderId feed) {
    waiting.remove(feed);
    try {
      List<Offer> believed = market.believed(feed);
      PriceHistory.Written written = history.write(feed, believed);
      int changed = availability.write(feed, believed);
      LOG.debugf("Prices of %s: %s; of %d offers there is more or less", feed, written, changed);
    } catch (RuntimeException e) {
      LOG.warnf("The prices of %s are not written yet: %s", feed, e.getMessage());
    }
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "price-writer");
    thread.setDaemon(true);
    return thread;
  }
}
