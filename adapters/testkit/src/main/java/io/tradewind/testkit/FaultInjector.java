package io.tradewind.testkit;

import io.tradewind.api.ProviderException.Fault;
import java.util.List;

/**
 * How a contract test makes a provider's other side fail: a stub server, a fake or a simulation.
 */
public interface FaultInjector extends OfferFaults {
  /** The next call of {@code start} meets this fault, and makes no machine. */
  void failNextStart(Fault fault);

  /** The next call of {@code start} makes the machine, but its reply is lost. */
  void loseNextStartReply();

  /**
   * The next call of {@code find} meets this fault. False where that cannot be arranged; its test
   * is skipped then.
   */
  default boolean failNextFind(Fault fault) {
    return false;
  }

  /** The next call of {@code owned} meets this fault. False as above. */
  default boolean failNextOwned(Fault fault) {
    return false;
  }

  /** The next call of {@code stop} meets this fault, and ends nothing. False as above. */
  default boolean failNextStop(Fault fault) {
    return false;
  }

  /**
   * The next call of {@code start} makes a part of a machine, such as its disk, and then finds no
   * capacity. False where machines are made whole or not at all.
   */
  default boolean halfMakeNextStart() {
    return false;
  }

  /** What is left at the other side, parts of machines included, by names for a person. */
  default List<String> leftOver() {
    return List.of();
  }
}
