package io.tradewind.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Tells how carbon-intensive electricity is. Blocks; the server owns threads and time limits.
 *
 * <p>Bundled tables, which need neither settings nor a network, are found by {@link
 * java.util.ServiceLoader} as they are and read before the first decision; everything else comes
 * from a {@link CarbonFeedFactory}.
 */
public interface CarbonFeed {
  /** Such as {@code carbon-gb}. */
  String name();

  /** Everything that it tells now. */
  CarbonReading read() throws ProviderException;

  /**
   * How long after its date a figure still is the grid's present state; empty for tables, which
   * describe a year. Afterwards a table's figure stands in.
   */
  default Optional<Duration> validity() {
    return Optional.empty();
  }
}
