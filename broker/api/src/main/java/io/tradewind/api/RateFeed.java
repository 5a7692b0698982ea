package io.tradewind.api;

import io.tradewind.pricing.ExchangeRates;
import java.util.List;

/** Publishes reference rates, one set a day. Blocks; the server owns threads and time limits. */
public interface RateFeed {
  /** Such as {@code ecb}. */
  String name();

  /** The days that it knows, in any order; never empty. */
  List<ExchangeRates> rates() throws ProviderException;
}
