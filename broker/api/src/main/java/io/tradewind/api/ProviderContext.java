package io.tradewind.api;

import java.time.Clock;
import java.util.Optional;

/** What the server hands to an adapter. */
public interface ProviderContext {
  Clock clock();

  /** The value of a declared setting; empty when it is neither set nor has a default. */
  Optional<String> setting(String key);

  /** The enrolled sites, for the adapter that sells their capacity. */
  SiteDirectory sites();
}
