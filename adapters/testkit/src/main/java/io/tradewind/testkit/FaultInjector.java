package io.tradewind.testkit;

import io.tradewind.api.ProviderException.Fault;

/**
 * How a contract test makes a provider's other side fail: a stub server, a fake or a simulation.
 */
public interface FaultInjector extends OfferFaults {
  /** The next call of {@code start} meets this fault, and makes no machine. */
  void failNextStart(Fault fault);

  /** The next call of {@code start} makes the machine, but its reply is lost. */
  void loseNextStartReply();
}
