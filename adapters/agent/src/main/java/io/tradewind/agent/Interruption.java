package io.tradewind.agent;

import java.time.Instant;

/**
 * A provider's word that it takes this machine back.
 *
 * @param at when it will be gone, as far as the provider said so
 * @param what the provider's own words, such as {@code spot instance-action terminate}
 */
record Interruption(Instant at, String what) {
  String reason() {
    return "The provider takes the machine back at %s: %s.".formatted(at, what);
  }
}
