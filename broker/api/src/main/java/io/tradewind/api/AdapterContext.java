package io.tradewind.api;

import java.time.Clock;
import java.util.Optional;

/** What the server hands to every kind of adapter. */
public interface AdapterContext {
  Clock clock();

  /** The value of a declared setting; empty when it is neither set nor has a default. */
  Optional<String> setting(String key);
}
