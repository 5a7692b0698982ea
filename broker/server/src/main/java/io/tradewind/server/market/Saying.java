package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Source;
import io.tradewind.api.Standing;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one feed says of one machine, in all zones.
 *
 * @param current whether the news is younger than half a day
 * @param suspected that its on-demand prices are those of a commitment
 */
record Saying(
    ProviderId feed, Standing standing, List<Offer> offers, boolean current, boolean suspected) {

  /**
   * The believed one first: not suspected, not old, closest to the seller, with the newer figure.
   */
  static final Comparator<Saying> BELIEVED_FIRST =
      Comparator.comparing(Saying::suspected)
          .thenComparing(Saying::current, Comparator.reverseOrder())
          .thenComparing(Saying::standing)
          .thenComparing(Saying::dated, Comparator.reverseOrder())
          .thenComparing(Saying::feed);

  Saying suspect() {
    return new Saying(feed, standing, offers, current, true);
  }

  /** When the figure itself is of. A list that states no date may be of any. */
  Instant dated() {
    return offers.stream().map(Saying::dated).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  private static Instant dated(Offer offer) {
    boolean listed = offer.source().term() == Source.Term.LIST;
    return offer.source().asOf().orElse(listed ? Instant.EPOCH : offer.observedAt());
  }

  /**
   * What this feed asks for the same thing: in the same zone, else for the region, else, where the
   * other is for the region, the cheapest of all zones. Empty where it only knows other zones.
   */
  Optional<Offer> counterpartOf(Offer other) {
    return cheapest(other.zone())
        .or(() -> cheapest(Optional.empty()))
        .or(() -> other.zone().isEmpty() ? cheapest() : Optional.empty());
  }

  Optional<Offer> cheapest() {
    return offers.stream().min(Comparator.comparing(offer -> offer.price().perHour().amount()));
  }

  private Optional<Offer> cheapest(Optional<String> zone) {
    return offers.stream()
        .filter(offer -> offer.zone().equals(zone))
        .min(Comparator.comparing(offer -> offer.price().perHour().amount()));
  }

  /** By how much {@code other} is above {@code base}; empty for another currency. */
  static OptionalDouble percentAbove(Offer base, Offer other) {
    Money from = base.price().perHour();
    Money to = other.price().perHour();
    if (!from.currency().equals(to.currency())) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        to.amount()
            .subtract(from.amount())
            .multiply(BigDecimal.valueOf(100))
            .divide(from.amount(), 2, RoundingMode.HALF_EVEN)
            .doubleValue());
  }

  /** Why this one is believed and not {@code other}. */
  String reasonAgainst(Saying other) {
    if (other.suspected() && !suspected) {
      return "%s looks like a price under a commitment.".formatted(other.feed());
    }
    if (other.current() != current) {
      return "%s has not been confirmed for half a day.".formatted(other.feed());
    }
    if (other.standing() != standing) {
      return "%s is %s; %s is %s."
          .formatted(feed, words(standing), other.feed(), words(other.standing()));
    }
    return "Both are %s; %s has the newer figure.".formatted(words(standing), feed);
  }

  private static String words(Standing standing) {
    return switch (standing) {
      case SELLER -> "the seller's own interface";
      case PUBLISHED -> "the seller's published price list";
      case REPORTED -> "a third party's report";
    };
  }
}
