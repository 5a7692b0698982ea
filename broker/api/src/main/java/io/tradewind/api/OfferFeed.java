package io.tradewind.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One reading of a provider.
 *
 * @param offers what was understood
 * @param refused rows that the adapter would not turn into an offer: an unknown accelerator, a
 *     price of zero
 * @param rows how many rows or items the source held, understood or not
 */
public record OfferFeed(List<Offer> offers, List<Refusal> refused, long rows) {
  public OfferFeed {
    offers = List.copyOf(offers);
    refused = List.copyOf(refused);
  }

  public static OfferFeed of(List<Offer> offers) {
    return new OfferFeed(offers, List.of(), offers.size());
  }

  /**
   * A row that must not reach the market.
   *
   * @param subject the row in the source's own words, so that a person can find it
   * @param detail what was found and what would have been right
   */
  public record Refusal(
      ProviderId provider, String subject, Reason reason, String detail, Instant observedAt) {}

  /** Why a row is refused. */
  public enum Reason {
    PRICE_MISSING,
    PRICE_NOT_POSITIVE,
    PRICE_ABSURD,
    SPOT_NOT_BELOW_ON_DEMAND,
    /** A price under a commitment is told as if it were to be had on demand. */
    COMMITTED_AS_ON_DEMAND,
    UNKNOWN_ACCELERATOR,
    UNKNOWN_REGION,
    DUPLICATE_ID,
    MALFORMED_ROW,
    /** A part of the source, such as one region, could not be read; the others were. */
    UNREADABLE_PART,
    /** The row says that it was observed at a time that has not come yet. */
    OBSERVED_IN_FUTURE,
    LOST_TOO_MUCH;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
