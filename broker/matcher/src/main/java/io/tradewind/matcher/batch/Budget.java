package io.tradewind.matcher.batch;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long to go on improving a plan that is already usable. Asked once a round; a budget of CPU
 * time comes from whoever holds the clock.
 */
@FunctionalInterface
public interface Budget {
  boolean allowsAnotherRound();

  /** For answers that can be replayed. */
  static Budget rounds(int rounds) {
    AtomicInteger left = new AtomicInteger(rounds);
    return () -> left.getAndDecrement() > 0;
  }
}
