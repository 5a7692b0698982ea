package io.tradewind.api;

/**
 * Tells of measured round trips. Blocks; the server owns threads and time limits.
 *
 * <p>Bundled tables are found by {@link java.util.ServiceLoader} as they are; everything else comes
 * from a {@link LatencyFeedFactory}.
 */
public interface LatencyFeed {
  /** Such as {@code latency-metros}. */
  String name();

  /** Everything that it knows. */
  LatencyReading read() throws ProviderException;
}
