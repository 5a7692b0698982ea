package io.tradewind.server.rate;

import io.tradewind.api.ProviderException;
import io.tradewind.api.RateFeed;
import io.tradewind.pricing.ExchangeRates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/**
 * The newest rates that anybody has told. They begin as the bundled table's, become the stored ones
 * when the database is read, and then grow newer; never older.
 */
@ApplicationScoped
public class RateBook {
  private static final Logger LOG = Logger.getLogger(RateBook.class);

  private final RateStore store;
  private final Event<RatesTold> changes;
  private volatile Optional<ExchangeRates> newest;

  RateBook(RateStore store, Event<RatesTold> changes) {
    this.store = store;
    this.changes = changes;
    newest = bundled();
  }

  /** Empty only in a product that was built without any table of rates. Never blocks. */
  public Optional<ExchangeRates> newest() {
    return newest;
  }

  /** The rates that were in force on a day: of that day, or the last before. Blocks. */
  public Optional<ExchangeRates> on(LocalDate day) {
    return store.notAfter(day).or(() -> newest.filter(known -> !known.date().isAfter(day)));
  }

  /** Goes on from what is stored. Blocks. */
  void restore() {
    store.newest().ifPresent(this::advance);
  }

  /** Stores every day that is not stored yet. Blocks; may be repeated. */
  void take(List<ExchangeRates> days) {
    days.forEach(this::advance);
    store.write(days);
  }

  private synchronized void advance(ExchangeRates told) {
    boolean newer = newest.map(known -> !told.date().isBefore(known.date())).orElse(true);
    if (newer && !newest.equals(Optional.of(told))) {
      newest = Optional.of(told);
      changes.fire(new RatesTold(told));
    }
  }

  private static Optional<ExchangeRates> bundled() {
    List<ExchangeRates> told = new ArrayList<>();
    for (RateFeed table : ServiceLoader.load(RateFeed.class, RateBook.class.getClassLoader())) {
      try {
        told.addAll(table.rates());
      } catch (ProviderException e) {
        LOG.errorf("The table of rates %s cannot be read: %s", table.name(), e.getMessage());
      }
    }
    return told.stream().max(Comparator.comparing(ExchangeRates::date));
  }
}
