package io.tradewind.api;

import java.util.Locale;

/**
 * Whose word the prices of a feed are. Where two feeds tell of the same machine, the one that
 * stands closer to the seller is believed; the best first.
 */
public enum Standing {
  /** The seller's own interface, asked now, or a site's own declaration. */
  SELLER,
  /** The seller's price list as it is published for everybody. */
  PUBLISHED,
  /** Somebody else says so: a catalogue, a broker, the bundled table. */
  REPORTED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
