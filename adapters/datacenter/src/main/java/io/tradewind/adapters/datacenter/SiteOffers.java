package io.tradewind.adapters.datacenter;

import io.tradewind.adapters.datacenter.SiteShapes.Share;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferId;
import io.tradewind.api.Site;
import io.tradewind.api.SiteId;
import io.tradewind.api.Source;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.AskPrice;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one site has on sale: {@linkplain SiteShapes shares} of its machines at the operator's asks.
 * How many can still be had follows from what no lease holds and from the power that is left.
 */
final class SiteOffers {
  /** A heartbeat older than this says nothing about free capacity. */
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

  private static final Pattern ID =
      Pattern.compile("site:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):[a-z0-9-]+(?::spot)?");

  private SiteOffers() {}

  /** Why something of a site is not on sale; empty when all of it is. */
  static List<OfferFeed.Refusal> refusals(Site site) {
    List<Share> shares = SiteShapes.of(site);
    if (shares.isEmpty()) {
      return List.of(
          refusal(
              site,
              OfferFeed.Reason.MALFORMED_ROW,
              "It has no machine with a vCPU. Maybe its agents sent no inventory yet."));
    }
    return shares.stream()
        .map(Share::unit)
        .distinct()
        .filter(unit -> site.ask(unit).isEmpty())
        .map(
            unit ->
                refusal(
                    site,
                    OfferFeed.Reason.PRICE_NOT_POSITIVE,
                    "It has %s, and asks no price for it. Set an ask.".formatted(unit)))
        .toList();
  }

  static List<Offer> of(Site site) {
    List<Offer> offers = new ArrayList<>();
    for (Share share : SiteShapes.of(site)) {
      site.ask(share.unit()).ifPresent(ask -> offers.addAll(offers(site, share, ask)));
    }
    return offers;
  }

  /** The site that an offer is of; empty when it is no offer of a site. */
  static Optional<SiteId> siteOf(OfferId offer) {
    Matcher matcher = ID.matcher(offer.value());
    return matcher.matches() ? Optional.of(SiteId.parse(matcher.group(1))) : Optional.empty();
  }

  private static List<Offer> offers(Site site, Share share, Ask ask) {
    AskPrice price = ask.at(site.now(), Site.ratedWatts(share.single()));
    List<Offer> offers = new ArrayList<>();
    price
        .onDemand()
        .map(each -> offer(site, share, CapacityType.ON_DEMAND, each, price.why()))
        .ifPresent(offers::add);
    price
        .spot()
        .map(each -> offer(site, share, CapacityType.SPOT, each, price.why() + ", reclaimable"))
        .ifPresent(offers::add);
    return offers;
  }

  private static Offer offer(Site site, Share share, CapacityType type, Money each, String why) {
    Instant seen = site.now().now();
    String name = share.type().name() + (type == CapacityType.SPOT ? ":spot" : "");
    return new Offer(
        new OfferId("site:%s:%s".formatted(site.id(), name)),
        site.region(),
        Optional.empty(),
        share.type(),
        type,
        new HourlyRate(each.times(share.units())),
        Availability.count(free(site, share), seen, TIME_TO_LIVE),
        seen,
        new Source(
            "Ask of %s: %s".formatted(site.name(), why),
            Optional.empty(),
            Source.Term.DECLARED,
            Optional.of(seen)),
        site.listing());
  }

  private static long free(Site site, Share share) {
    long room = site.machines().stream().mapToLong(it -> it.room(share.type())).sum();
    double watts = Site.ratedWatts(share.type());
    boolean limited = site.freeWatts().isPresent() && watts > 0;
    long byPower = limited ? (long) (site.freeWatts().getAsDouble() / watts) : room;
    return Math.max(0, Math.min(room, byPower));
  }

  private static OfferFeed.Refusal refusal(Site site, OfferFeed.Reason reason, String detail) {
    return new OfferFeed.Refusal(
        site.region().provider(),
        "site %s (%s)".formatted(site.name(), site.id()),
        reason,
        detail,
        site.now().now());
  }
}
