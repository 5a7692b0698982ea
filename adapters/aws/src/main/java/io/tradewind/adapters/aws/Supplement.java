package io.tradewind.adapters.aws;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderException;
import io.tradewind.rest.Call;
import io.tradewind.rest.Remembered;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A public file beside the price list, for which no reading fails: while it cannot be read, its
 * last version stays for an hour.
 */
final class Supplement<T> {
  private static final Duration LONGEST_KEPT = Duration.ofHours(1);

  private final RestClient client;
  private final String path;
  private final RestClient.ReplyReader<T> reader;
  private final Clock clock;
  private final T nothing;
  private final Remembered<T> remembered = new Remembered<>();
  private T last;
  private Instant lastAt = Instant.MIN;

  Supplement(
      RestClient client, String path, RestClient.ReplyReader<T> reader, Clock clock, T nothing) {
    this.client = client;
    this.path = path;
    this.reader = reader;
    this.clock = clock;
    this.nothing = nothing;
    this.last = nothing;
  }

  /** The file as far as it is known; a failure is added to the refusals. */
  synchronized T read(List<Refusal> refused) {
    Instant now = clock.instant();
    try {
      last = remembered.read(client, Call.get(path), reader);
      lastAt = now;
    } catch (ProviderException e) {
      refused.add(
          new Refusal(
              client.provider(),
              path,
              Reason.UNREADABLE_PART,
              "%s: %s".formatted(e.fault(), e.getMessage()),
              now));
    }
    return now.minus(LONGEST_KEPT).isAfter(lastAt) ? nothing : last;
  }
}
