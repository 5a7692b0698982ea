package io.tradewind.api;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a price comes from. Shown beside the price, always.
 *
 * @param name the feed or file, as a person would call it
 * @param url a page where the figure can be checked
 * @param asOf the date of the figure itself, where the source states one; it may be far older than
 *     the observation
 */
public record Source(String name, Optional<URI> url, Term term, Optional<Instant> asOf) {

  /** What kind of statement the price is. */
  public enum Term {
    /** Read from the seller's own interface at the time of the observation. */
    LIVE,
    /** From a published price list or catalogue, dated by {@code asOf}. */
    LIST,
    /** Declared by a site's operator. */
    DECLARED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Source {
    if (name.isBlank()) {
      throw new IllegalArgumentException("A price needs a named source.");
    }
  }
}
