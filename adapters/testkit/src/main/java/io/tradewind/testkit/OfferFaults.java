package io.tradewind.testkit;

import io.tradewind.api.ProviderException.Fault;

/** How a contract test makes the source of a provider's offers fail. */
@FunctionalInterface
public interface OfferFaults {
  /** The next reading of the offers meets this fault. */
  void failNextOffers(Fault fault);
}
