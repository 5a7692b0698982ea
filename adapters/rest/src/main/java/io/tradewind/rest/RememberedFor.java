package io.tradewind.rest;

import io.tradewind.api.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A reading that is made anew only after a while: for long lists that change some times a day, from
 * a server that cannot say whether they changed. Safe for several threads.
 */
public final class RememberedFor<T> {
  private final Clock clock;
  private final Duration life;
  private Optional<Dated<T>> last = Optional.empty();

  public RememberedFor(Clock clock, Duration life) {
    this.clock = clock;
    this.life = life;
  }

  /** A failure leaves the last reading as it is, and is the caller's: an old price is no price. */
  public synchronized Dated<T> read(Reader<T> reader) throws ProviderException {
    Instant now = clock.instant();
    Optional<Dated<T>> young = last.filter(it -> now.isBefore(it.at().plus(life)));
    if (young.isEmpty()) {
      young = Optional.of(new Dated<>(reader.read(), now));
      last = young;
    }
    return young.orElseThrow();
  }

  /**
   * A reading.
   *
   * @param at when it was begun
   */
  public record Dated<T>(T value, Instant at) {}

  /** Makes the reading. */
  @FunctionalInterface
  public interface Reader<T> {
    T read() throws ProviderException;
  }
}
