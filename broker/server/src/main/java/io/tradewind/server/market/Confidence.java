package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.Source;
import io.tradewind.api.Standing;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a price may be relied on. The rule: what the seller's own interface says, or a site
 * declares, is confirmed while it is fresh; a seller's published list, or a confirmation that has
 * aged, is published; a third party's word is reported; what the source itself calls an estimate,
 * what looks like a price under a commitment, and what has expired is doubtful. Stale news counts
 * one level less.
 */
enum Confidence {
  CONFIRMED("told by the seller's own interface or declared by the site, less than 2 hours ago"),
  PUBLISHED("from the seller's published prices, or confirmed some hours ago"),
  REPORTED("told by a third party, or not confirmed for half a day"),
  DOUBTFUL("an estimate, expired, or much like a price under a commitment");

  private final String meaning;

  Confidence(String meaning) {
    this.meaning = meaning;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String meaning() {
    return meaning;
  }

  static Confidence of(Offer offer, Standing standing, boolean suspected, Instant now) {
    Freshness freshness = Freshness.of(offer.observedAt(), now);
    boolean estimated = offer.source().name().toLowerCase(Locale.ROOT).contains("estimated");
    if (suspected || estimated || freshness == Freshness.EXPIRED) {
      return DOUBTFUL;
    }
    Confidence told = told(offer, standing, freshness);
    return freshness == Freshness.STALE ? values()[Math.min(told.ordinal() + 1, 3)] : told;
  }

  private static Confidence told(Offer offer, Standing standing, Freshness freshness) {
    Source.Term term = offer.source().term();
    if (term == Source.Term.DECLARED || (standing == Standing.SELLER && term == Source.Term.LIVE)) {
      return freshness == Freshness.FRESH ? CONFIRMED : PUBLISHED;
    }
    return standing == Standing.REPORTED ? REPORTED : PUBLISHED;
  }
}
