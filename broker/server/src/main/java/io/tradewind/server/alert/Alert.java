package io.tradewind.server.alert;

import io.tradewind.pricing.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A stored wish for a price.
 *
 * @param spec a workload of the field's grammar, as JSON; only its demand matters
 * @param under of an hour of all machines; fires below it
 * @param firedAt the last time
 */
record Alert(
    UUID id,
    UUID organization,
    String name,
    String spec,
    Money under,
    Optional<Webhook> webhook,
    Instant createdAt,
    AlertState state,
    Optional<Instant> firedAt) {
  /** Where to tell it; the secret signs what is sent. */
  record Webhook(String url, String secret) implements Delivery.Way {
    @Override
    public String toString() {
      return url;
    }
  }
}
