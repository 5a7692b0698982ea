package io.tradewind.rest;

import io.tradewind.api.ProviderException;
import java.io.IOException;
import java.util.Optional;

/**
 * The last reading of a reply that seldom changes, and the server's name of that version. Safe for
 * several threads.
 */
public final class Remembered<T> {
  private Optional<Reading<T>> last = Optional.empty();

  /** Reads the reply, or gives the last reading when the server says that it still is the same. */
  public synchronized T read(RestClient client, Call call, RestClient.ReplyReader<T> reader)
      throws ProviderException {
    Optional<String> known = last.flatMap(Reading::entityTag);
    Optional<Reading<T>> fresh =
        client.ifChanged(call.unlessStill(known), reply -> reading(reply, reader));
    last = fresh.isPresent() ? fresh : last;
    return last.orElseThrow().value();
  }

  private static <T> Reading<T> reading(JsonReply reply, RestClient.ReplyReader<T> reader)
      throws IOException, RefusedRow {
    return new Reading<>(reader.read(reply), reply.entityTag());
  }

  private record Reading<T>(T value, Optional<String> entityTag) {}
}
