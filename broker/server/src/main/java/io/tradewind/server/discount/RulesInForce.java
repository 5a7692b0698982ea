package io.tradewind.server.discount;

import io.tradewind.server.market.PriceOverride;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which rules this broker's market goes by. It learns of its own changes before their reply is
 * sent, and takes over what other brokers on the same database write when it looks.
 */
final class RulesInForce {
  private final Consumer<List<PriceOverride>> market;
  private final AtomicLong writes = new AtomicLong();
  private Optional<List<PriceOverride>> known = Optional.empty();

  RulesInForce(Consumer<List<PriceOverride>> market) {
    this.market = market;
  }

  /**
   * Only what is new moves the market.
   *
   * @param stored reads the database, blocking
   */
  void refresh(Supplier<List<PriceOverride>> stored) {
    long before = writes.get();
    take(stored.get(), before);
  }

  /** What was read before this broker itself wrote is out of date. */
  private synchronized void take(List<PriceOverride> stored, long readAt) {
    if (writes.get() == readAt && !known.equals(Optional.of(stored))) {
      known = Optional.of(stored);
      market.accept(stored);
    }
  }

  /** This broker has put these in place of all others. */
  synchronized void written(List<PriceOverride> rules) {
    writes.incrementAndGet();
    known = Optional.empty();
    market.accept(rules);
  }
}
