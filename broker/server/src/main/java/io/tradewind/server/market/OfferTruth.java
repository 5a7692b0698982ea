package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a price beside the price.
 *
 * @param told the offer as its source told it; differs from the offer where an override holds
 * @param override that holds for it
 * @param believed the source that is believed in its place
 * @param others what other sources say of the same thing
 */
record OfferTruth(
    Confidence confidence,
    Offer told,
    Optional<PriceOverride> override,
    Optional<Believed> believed,
    List<Other> others) {

  /** Another source, and why it is believed. */
  record Believed(ProviderId feed, String why) {}

  /** Another source's offer of the same thing. */
  record Other(ProviderId feed, Offer offer, Confidence confidence) {}
}
